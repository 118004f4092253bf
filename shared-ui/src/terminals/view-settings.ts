/** What the home remembers of this panel. */
export interface TerminalSettings {
  /** Id of the terminal that was looked at last. */
  readonly shown?: string;
  /** What is written is told to screen readers, too; it costs time where much is written. */
  readonly screenReader: boolean;
  /** Pixels by which its text is larger than the page's. */
  readonly larger: number;
}

/** Old data, perhaps of another version: what isn't understood becomes the default. */
export function readTerminalSettings(value: unknown): TerminalSettings {
  const { shown, screenReader, larger } =
    typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  return { ...(typeof shown === "string" ? { shown } : {}), screenReader: screenReader === true, larger: kept(larger) };
}

/** So much smaller and so much larger it may be. */
export const sizes = { least: -4, most: 16 } as const;

function kept(larger: unknown): number {
  return typeof larger === "number" && Number.isInteger(larger) && larger >= sizes.least && larger <= sizes.most
    ? larger
    : 0;
}
