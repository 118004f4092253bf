import { record } from "../app/record.ts";

/** What the home remembers of this panel, over all containers. */
export interface KeptPage {
  /** The id of the tab that was open. */
  readonly tab: string;
  /** What each part of the page remembers for itself. */
  readonly parts: Readonly<Record<string, unknown>>;
}

/** Old data, perhaps of another version: what isn't understood is left out. */
export function readKeptPage(value: unknown): KeptPage {
  const { tab, parts } = record(value);
  return { tab: typeof tab === "string" ? tab : "", parts: record(parts) };
}
