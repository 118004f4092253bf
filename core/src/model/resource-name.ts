import { containerNameProblem } from "./container-name.ts";

/** The engine's own networks: nobody can make or remove one of these. */
const builtIn = new Set(["bridge", "host", "none"]);

export function isBuiltInNetwork(name: string): boolean {
  return builtIn.has(name);
}

/** What is wrong with a name for a volume; nothing where it can be taken. */
export function volumeNameProblem(name: string): string | undefined {
  return containerNameProblem(name);
}

/** What is wrong with a name for a network; nothing where it can be taken. */
export function networkNameProblem(name: string): string | undefined {
  if (isBuiltInNetwork(name)) return `“${name}” is one of the engine’s own networks.`;
  if (/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(name)) return undefined;
  return "A name has letters a to z, digits, “_”, “.” and “-”, and begins with a letter or digit.";
}
