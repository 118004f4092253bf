import { record } from "../app/record.ts";

export interface Renamed {
  readonly host: string;
  readonly from: string;
  readonly to: string;
}

/** What the home remembers of this panel, over all containers. */
export interface KeptPage {
  /** The id of the tab that was open. */
  readonly tab: string;
  /** The last container that had another name when it was left than when its page was opened. */
  readonly renamed: Renamed | undefined;
  /** What each part of the page remembers for itself. */
  readonly parts: Readonly<Record<string, unknown>>;
}

/** Old data, perhaps of another version: what isn't understood is left out. */
export function readKeptPage(value: unknown): KeptPage {
  const { tab, parts, renamed } = record(value);
  return { tab: typeof tab === "string" ? tab : "", parts: record(parts), renamed: readRenamed(renamed) };
}

function readRenamed(value: unknown): Renamed | undefined {
  const { host, from, to } = record(value);
  return typeof host === "string" && typeof from === "string" && typeof to === "string"
    ? { host, from, to }
    : undefined;
}
