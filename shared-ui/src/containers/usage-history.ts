import type { StatsSample } from "@quayside/core/model/container-stats.ts";

/** What a sparkline shows: a minute. */
export const SAMPLES = 60;
/** Milliseconds: after a longer break the line begins anew. */
const BREAK = 10_000;
/** Rows are sorted by what was used in so many samples, so that they change places for a reason. */
const SORTED_BY = 10;

/** Oldest first. */
export type History = readonly StatsSample[];

/** One that is told again adds nothing: whoever comes to look is told what is known. */
export function withSample(history: History, sample: StatsSample): History {
  const last = history.at(-1);
  if (last === undefined || sample.time - last.time > BREAK || sample.time < last.time) return [sample];
  return sample.time === last.time ? history : [...history.slice(1 - SAMPLES), sample];
}

/** What rows are sorted by. */
export interface Usage {
  /** Whole percents. */
  readonly cpu: number;
  /** Whole megabytes. */
  readonly memory: number;
}

/** In the mean of the last samples. What isn't known is less than nothing. */
export function usageOf(history: History): Usage {
  const last = history.slice(-SORTED_BY);
  return {
    cpu: mean(last.flatMap(({ cpuPercent }) => cpuPercent ?? [])),
    memory: mean(last.flatMap(({ memory }) => (memory === undefined ? [] : memory.used / 1e6))),
  };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? -1 : Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
}

/** The newest value stands at the right end, whatever there is before it. `y` goes down, as in SVG. */
export function linePath(values: readonly (number | undefined)[], ceiling: number, height: number): string {
  const first = SAMPLES - values.length;
  let path = "";
  let drawing = false;
  for (const [index, value] of values.entries()) {
    if (value === undefined) {
      drawing = false;
      continue;
    }
    const y = height - (Math.min(value, ceiling) / ceiling) * height;
    path += `${drawing ? "L" : "M"}${first + index} ${Number(y.toFixed(2))}`;
    drawing = true;
  }
  return path;
}
