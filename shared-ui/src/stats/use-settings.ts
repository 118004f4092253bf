import { type StatsRange, statsRanges } from "@quayside/core/model/stats-history.ts";
import { record } from "../app/record.ts";

/** What a home remembers of how the use of something is shown. */
export interface UseSettings {
  readonly asTable: boolean;
  readonly range: StatsRange;
}

/** Old data, perhaps of another version: what isn't understood becomes the default. */
export function readUseSettings(value: unknown): UseSettings {
  const { asTable, range } = record(value);
  return { asTable: asTable === true, range: statsRanges.find((one) => one === range) ?? "10min" };
}
