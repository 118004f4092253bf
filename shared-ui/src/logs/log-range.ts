import { record } from "../app/record.ts";

/** Which part of the logs is read. */
export type LogRange =
  /** The last lines of each container. */
  | { readonly kind: "latest" }
  | { readonly kind: "last"; readonly minutes: number }
  /** Epoch milliseconds. Without an end it goes on with what comes. */
  | { readonly kind: "between"; readonly since: number; readonly until?: number }
  | { readonly kind: "all" };

export const LATEST: LogRange = { kind: "latest" };

export const lastMinutes = [5, 15, 60, 6 * 60, 24 * 60] as const;

export interface RangeQuery {
  readonly tail?: number;
  readonly since?: string;
  readonly until?: string;
}

/** What core is asked for. `tail`: lines of each container, where no span is told. */
export function rangeQuery(range: LogRange, tail: number, now: number): RangeQuery {
  switch (range.kind) {
    case "latest":
      return { tail };
    case "last":
      return { since: new Date(now - range.minutes * 60_000).toISOString() };
    case "between":
      return {
        since: new Date(range.since).toISOString(),
        ...(range.until === undefined ? {} : { until: new Date(range.until).toISOString() }),
      };
    case "all":
      return {};
  }
}

/** Old data, perhaps of another version: what isn't understood is left out. */
export function readRange(value: unknown): LogRange {
  const { kind, minutes, since, until } = record(value);
  if (kind === "all") return { kind };
  if (kind === "last" && lastMinutes.some((one) => one === minutes)) return { kind, minutes: Number(minutes) };
  if (kind === "between" && isTime(since)) return { kind, since, ...(isTime(until) ? { until } : {}) };
  return LATEST;
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= 8.64e15;
}
