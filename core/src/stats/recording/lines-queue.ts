import type { StatsPoint } from "../../model/stats-point.ts";
import { type Level, levels } from "./levels.ts";
import { encodePoint } from "./point-line.ts";

/** So many wait while the disk refuses, of each level; beyond it the oldest go. */
const MOST = 30_000;

interface Waiting {
  readonly series: string;
  readonly point: StatsPoint;
}

/** What is not on the disk yet. It can be read meanwhile. */
export class LinesQueue {
  readonly #waiting = new Map<Level, Waiting[]>();

  add(level: number, series: string, point: StatsPoint): void {
    const of = levels[level];
    if (of === undefined) return;
    const waiting = this.of(of);
    waiting.push({ series, point });
    if (waiting.length > MOST) waiting.splice(0, waiting.length - MOST);
  }

  of(level: Level): Waiting[] {
    let waiting = this.#waiting.get(level);
    if (waiting === undefined) {
      waiting = [];
      this.#waiting.set(level, waiting);
    }
    return waiting;
  }

  /** Writes it all, a level after the other; what `append` rejects stays, and it is thrown on. */
  async write(append: (level: Level, text: string) => Promise<void>): Promise<void> {
    for (const [level, waiting] of this.#waiting) {
      const count = waiting.length;
      if (count === 0) continue;
      const last = waiting[count - 1];
      await append(level, waiting.map(({ series, point }) => encodePoint(series, point)).join(""));
      // What came meanwhile stands behind it; what was too much may have gone before it.
      waiting.splice(0, last === undefined ? 0 : waiting.indexOf(last) + 1);
    }
  }
}
