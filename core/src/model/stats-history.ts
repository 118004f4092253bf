import type { StatsPoint } from "./stats-point.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const statsRanges = ["10min", "2h", "1d", "30d"] as const;
export type StatsRange = (typeof statsRanges)[number];

/** Milliseconds. How far each range goes back, and how fine its steps are: that is also how long such steps are kept. */
export const rangeSteps: Readonly<Record<StatsRange, { readonly step: number; readonly length: number }>> = {
  "10min": { step: SECOND, length: 10 * MINUTE },
  "2h": { step: 10 * SECOND, length: 2 * HOUR },
  "1d": { step: MINUTE, length: DAY },
  "30d": { step: 10 * MINUTE, length: 30 * DAY },
};

/** What is looked at: containers by name, so that one that is created anew goes on. A stack is of one host. */
export type StatsScope =
  | { readonly kind: "all" }
  | { readonly kind: "host"; readonly host: string }
  | { readonly kind: "stack"; readonly host: string; readonly stack: string }
  | { readonly kind: "container"; readonly host: string; readonly name: string };

export interface StatsHistory {
  /** Milliseconds. */
  readonly step: number;
  /** Oldest first. Where nothing was recorded there is none. */
  readonly points: readonly StatsPoint[];
}
