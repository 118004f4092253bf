/** What the home remembers of this panel. */
export interface TerminalSettings {
  /** Id of the terminal that was looked at last. */
  readonly shown?: string;
  /** What is written is told to screen readers, too; it costs time where much is written. */
  readonly screenReader: boolean;
}

/** Old data, perhaps of another version: what isn't understood becomes the default. */
export function readTerminalSettings(value: unknown): TerminalSettings {
  const { shown, screenReader } = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  return { ...(typeof shown === "string" ? { shown } : {}), screenReader: screenReader === true };
}
