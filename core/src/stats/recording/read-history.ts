import { rangeSteps, type StatsRange } from "../../model/stats-history.ts";
import { mergePoints, rollUp, type StatsPoint } from "../../model/stats-point.ts";
import { type Level, levels } from "./levels.ts";
import type { ReadPoint } from "./segment-files.ts";

export type ReadLevel = (level: Level, since: number, signal: AbortSignal) => AsyncIterable<readonly ReadPoint[]>;

/** The steps of a range; what its own level doesn't have yet is made of finer ones. Oldest first. */
export async function readHistory(
  read: ReadLevel,
  range: StatsRange,
  now: number,
  signal: AbortSignal,
): Promise<StatsPoint[]> {
  const { step, length } = rangeSteps[range];
  let known = now - length;
  const own = levels.findIndex((level) => level.step === step);
  const points: StatsPoint[] = [];
  const finer: StatsPoint[] = [];
  for (let index = own; index >= 0; index--) {
    const level = levels[index];
    if (level === undefined) break;
    const found: StatsPoint[] = [];
    for await (const batch of read(level, known, signal)) for (const { point } of batch) found.push(point);
    const last = found.reduce((latest, { time }) => Math.max(latest, time), Number.NEGATIVE_INFINITY);
    known = Math.max(known, last + level.step);
    // Not by spreading: a month has thousands.
    for (const point of found) (index === own ? points : finer).push(point);
  }
  return [...once(points), ...rollUp(finer, step).filter(({ time }) => time + step > now - length)];
}

/** What was written of one step twice, as one. In the order of time. */
function once(points: readonly StatsPoint[]): StatsPoint[] {
  const byTime = new Map<number, StatsPoint[]>();
  for (const point of points) {
    const same = byTime.get(point.time);
    if (same === undefined) byTime.set(point.time, [point]);
    else same.push(point);
  }
  return [...byTime]
    .sort(([a], [b]) => a - b)
    .flatMap(([time, [first, ...more]]) =>
      first === undefined ? [] : [more.length === 0 ? first : mergePoints(time, [first, ...more])],
    );
}
