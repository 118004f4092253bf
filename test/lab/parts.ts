/** What the lab may lack on a machine. */
export const parts = ["engine", "podman", "ssh", "registry", "vscode", "browser"] as const;
export type Part = (typeof parts)[number];

/** Part → the reason why it can't be had here. */
export type MissingParts = Readonly<Partial<Record<Part, string>>>;

/** From the test run to the tests in their own processes. */
export const missingVariable = "QUAYSIDE_LAB_MISSING";
