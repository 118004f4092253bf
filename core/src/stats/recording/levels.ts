import { rangeSteps, type StatsRange } from "../../model/stats-history.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Steps of one length, and the files that they lie in. */
export interface Level {
  /** In the names of its files. */
  readonly name: string;
  /** Milliseconds. */
  readonly step: number;
  /** How long its steps are kept. */
  readonly kept: number;
  /** How much time one file holds: what is too old goes a file at a time, and nothing is ever written anew. */
  readonly segment: number;
}

const level = (range: StatsRange, name: string, segment: number): Level => ({
  ...{ name, segment, step: rangeSteps[range].step, kept: rangeSteps[range].length },
});

/** From the finest on: each is made of the one before it. */
export const levels: readonly [Level, ...Level[]] = [
  level("10min", "1s", 2 * MINUTE),
  level("2h", "10s", 20 * MINUTE),
  level("1d", "1min", 4 * HOUR),
  level("30d", "10min", 120 * HOUR),
];

/** Bytes of one level of one host: beyond it the oldest files go. */
export const LEVEL_BYTES = 64_000_000;
