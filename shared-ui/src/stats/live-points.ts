import type { StatsUpdate } from "@quayside/core/model/container-stats.ts";
import { mergePoints, pointOf, rollUp, type StatsPoint, sumPoints } from "@quayside/core/model/stats-point.ts";

const SECOND = 1_000;

/** What is used at this moment: by one, or by all together. Undefined where nothing is known. */
export function pointNow(updates: readonly StatsUpdate[], one: boolean, now: number): StatsPoint | undefined {
  const time = Math.floor(now / SECOND) * SECOND;
  const points = updates.flatMap(({ sample }) => (sample === null ? [] : [pointOf(sample, time)]));
  if (points.length === 0) return undefined;
  return one ? mergePoints(time, points) : sumPoints(time, points);
}

/** Milliseconds in which all have told what they use, where nothing keeps them from it. */
const TOGETHER = 3 * SECOND;

export interface Begun {
  /** Since when they are listened to. */
  readonly since: number;
  readonly told: number;
  readonly wanted: number;
  /** The last point that is there. */
  readonly last: number | undefined;
}

/** Whether a sum is to wait for those that have not told yet: else it begins with a rise that nothing made. */
export function sumWaits({ since, told, wanted, last }: Begun, now: number): boolean {
  const goesOn = last !== undefined && now - last < TOGETHER;
  return told < wanted && !goesOn && now - since < TOGETHER;
}

/** With one more at the end; what came in the same second stands in its place. What is too old falls out. */
export function withPoint(points: readonly StatsPoint[], point: StatsPoint, kept: number): readonly StatsPoint[] {
  const last = points.at(-1);
  // A clock that was set back: what was before belongs to another time.
  if (last !== undefined && last.time > point.time) return [point];
  const before = last?.time === point.time ? points.slice(0, -1) : points;
  const mark = last?.time === point.time && last.started === true ? { started: true as const } : {};
  const first = before.findIndex(({ time }) => time > point.time - kept);
  return [...(first < 0 ? [] : before.slice(first)), { ...point, ...mark }];
}

/** What was recorded, and then what was seen since, in steps of one length. */
export function joined(past: readonly StatsPoint[], live: readonly StatsPoint[], step: number): readonly StatsPoint[] {
  const end = past.at(-1)?.time;
  const since = end === undefined ? live : live.filter(({ time }) => time >= end + step);
  return [...past, ...(step > SECOND ? rollUp(since, step) : since)];
}
