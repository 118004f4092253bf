import type { StatsSample } from "./container-stats.ts";

/** CPU in percent of one processor; memory in bytes; the next four in bytes a second. */
export const statsMetrics = ["cpu", "memory", "received", "sent", "read", "written", "pids"] as const;
export type StatsMetric = (typeof statsMetrics)[number];

/** Of `count` samples. The extremes are kept, so that a peak of a second is still there after a month. */
export type Spread = readonly [min: number, average: number, max: number, count: number];

/** What was used in one step of time. What isn't known of it is absent. */
export interface StatsPoint {
  /** Epoch milliseconds by Quayside's own clock: the beginning of the step. */
  readonly time: number;
  readonly values: { readonly [metric in StatsMetric]?: Spread };
  /** Bytes of memory that may be used; the last that was told. */
  readonly limit?: number;
  /** A run began in it. */
  readonly started?: true;
}

export function pointOf(sample: StatsSample, time: number): StatsPoint {
  const { cpuPercent, memory, network, block, pids } = sample;
  return madeOf(time, {
    ...{ cpu: cpuPercent, memory: memory?.used, pids },
    ...{ received: network?.received, sent: network?.sent, read: block?.read, written: block?.written },
    ...{ limit: memory?.limit, started: sample.started },
  });
}

interface Flat extends Partial<Record<StatsMetric, number | undefined>> {
  readonly limit?: number | undefined;
  readonly started?: true | undefined;
}

function madeOf(time: number, flat: Flat): StatsPoint {
  const values: { [metric in StatsMetric]?: Spread } = {};
  for (const metric of statsMetrics) {
    const value = flat[metric];
    if (value !== undefined) values[metric] = [value, value, value, 1];
  }
  return point(time, values, flat.limit, flat.started);
}

function point(
  time: number,
  values: StatsPoint["values"],
  limit: number | undefined,
  started: true | undefined,
): StatsPoint {
  return {
    ...{ time, values },
    ...(limit === undefined ? {} : { limit }),
    ...(started === undefined ? {} : { started }),
  };
}

/** All that is known of one step: the steps within it, or what was told of it twice. In the order of their time. */
export function mergePoints(time: number, points: readonly StatsPoint[]): StatsPoint {
  const values: { [metric in StatsMetric]?: Spread } = {};
  for (const metric of statsMetrics) {
    const spreads = points.flatMap((one) => [one.values[metric] ?? []].filter(isSpread));
    const count = spreads.reduce((sum, [, , , samples]) => sum + samples, 0);
    if (count === 0) continue;
    const total = spreads.reduce((sum, [, average, , samples]) => sum + average * samples, 0);
    values[metric] = [lowest(spreads), total / count, highest(spreads), count];
  }
  const limit = points.findLast((one) => one.limit !== undefined)?.limit;
  return point(time, values, limit, points.some(({ started }) => started) ? true : undefined);
}

/**
 * What several used together in one step. One of which a value isn't known adds nothing to it; where it is known of
 * none, it isn't known of all. The extremes are bounds: what each had at most need not have come at one moment.
 */
export function sumPoints(time: number, points: readonly StatsPoint[]): StatsPoint {
  const values: { [metric in StatsMetric]?: Spread } = {};
  for (const metric of statsMetrics) {
    const spreads = points.flatMap((one) => [one.values[metric] ?? []].filter(isSpread));
    if (spreads.length === 0) continue;
    const sum = (index: 0 | 1 | 2): number => spreads.reduce((total, spread) => total + spread[index], 0);
    values[metric] = [sum(0), sum(1), sum(2), Math.max(...spreads.map(([, , , count]) => count))];
  }
  // That one of many began anew is no mark on all of them, and their limits are often the same memory.
  return point(time, values, undefined, undefined);
}

/** Steps of `step` milliseconds out of finer ones, oldest first; steps of which nothing is known are left out. */
export function rollUp(points: readonly StatsPoint[], step: number): StatsPoint[] {
  const steps = new Map<number, StatsPoint[]>();
  for (const one of points) {
    const time = Math.floor(one.time / step) * step;
    const within = steps.get(time);
    if (within === undefined) steps.set(time, [one]);
    else within.push(one);
  }
  return [...steps].sort(([a], [b]) => a - b).map(([time, within]) => mergePoints(time, within));
}

const isSpread = (value: Spread | readonly []): value is Spread => value.length === 4;
const lowest = (spreads: readonly Spread[]): number =>
  spreads.reduce((min, [low]) => Math.min(min, low), Number.POSITIVE_INFINITY);
const highest = (spreads: readonly Spread[]): number =>
  spreads.reduce((max, [, , high]) => Math.max(max, high), Number.NEGATIVE_INFINITY);
