import { mergePoints, type StatsPoint } from "../../model/stats-point.ts";
import { levels } from "./levels.ts";

/** What is known of one step so far, by series. */
interface OpenStep {
  time: number;
  readonly points: Map<string, StatsPoint[]>;
}

export type StepSink = (level: number, series: string, point: StatsPoint) => void;

/**
 * Makes the steps of each level out of those of the level before it, as they end. It holds no more than the parts of the
 * steps that go on.
 */
export class Cascade {
  readonly #sink: StepSink;
  /** Of each level but the finest. */
  readonly #open: (OpenStep | undefined)[] = levels.map(() => undefined);

  constructor(sink: StepSink) {
    this.#sink = sink;
  }

  /** One second of one series. In the order of their time. */
  add(series: string, point: StatsPoint): void {
    this.#sink(0, series, point);
    this.feed(1, series, point);
  }

  /** A part of a step of this level; the part itself is written already. */
  feed(level: number, series: string, part: StatsPoint): void {
    const { step } = levels[level] ?? {};
    if (step === undefined) return;
    const time = Math.floor(part.time / step) * step;
    const open = this.#open[level];
    // A clock that was set back begins anew, too.
    if (open !== undefined && open.time !== time) this.#close(level);
    let current = this.#open[level];
    if (current === undefined) {
      current = { time, points: new Map() };
      this.#open[level] = current;
    }
    const parts = current.points.get(series);
    if (parts === undefined) current.points.set(series, [part]);
    else parts.push(part);
  }

  /** Ends the steps that are over by now, though nothing more comes. */
  end(now: number): void {
    for (const [level, { step }] of levels.entries()) {
      const open = this.#open[level];
      if (open !== undefined && open.time + step <= now) this.#close(level);
    }
  }

  #close(level: number): void {
    const open = this.#open[level];
    this.#open[level] = undefined;
    if (open === undefined) return;
    for (const [series, parts] of open.points) {
      const point = mergePoints(open.time, parts);
      this.#sink(level, series, point);
      this.feed(level + 1, series, point);
    }
  }
}
