import type { Row, SegmentRows } from "./segment-rows.ts";

/** Where an event stands in the index. */
export interface Entry {
  readonly rows: SegmentRows;
  readonly row: Row;
}

/** Gives the rows of a segment that may match, oldest first. */
export type OpenRun = (rows: SegmentRows) => Promise<readonly Row[]>;

interface Run {
  readonly rows: SegmentRows;
  readonly matching: readonly Row[];
  /** How many of `matching` are not given yet. */
  left: number;
}

/** Merges segments, newest first. A segment is opened when its time has come: the newest 200 need one or two of sixty. */
export class NewestFirst {
  readonly #waiting: SegmentRows[];
  readonly #open: OpenRun;
  #runs: Run[] = [];

  constructor(segments: readonly SegmentRows[], open: OpenRun) {
    this.#waiting = [...segments].sort((a, b) => a.latest - b.latest);
    this.#open = open;
  }

  /**
   * The next entries, at least so many unless these are the last: what happened in one millisecond comes together, so
   * that it can be put in order together. Empty at the end.
   */
  async next(atLeast: number): Promise<Entry[]> {
    const entries: Entry[] = [];
    let last = Number.NaN;
    for (;;) {
      const run = await this.#newest();
      if (run === undefined) return entries;
      const row = run.matching[run.left - 1] as Row;
      const time = run.rows.time(row);
      if (entries.length >= atLeast && time !== last) return entries;
      entries.push({ rows: run.rows, row });
      last = time;
      run.left--;
    }
  }

  /** The run whose next row is the newest; no await where no segment is opened, since this runs for every entry. */
  #newest(): Run | undefined | Promise<Run | undefined> {
    let newest: Run | undefined;
    let time = Number.NEGATIVE_INFINITY;
    for (const run of this.#runs) {
      if (run.left === 0) continue;
      const next = run.rows.time(run.matching[run.left - 1] as Row);
      if (newest !== undefined && next <= time) continue;
      newest = run;
      time = next;
    }
    const waiting = this.#waiting.at(-1);
    return waiting === undefined || waiting.latest < time ? newest : this.#openNext();
  }

  async #openNext(): Promise<Run | undefined> {
    const rows = this.#waiting.pop() as SegmentRows;
    const matching = await this.#open(rows);
    this.#runs = this.#runs.filter(({ left }) => left > 0);
    if (matching.length > 0) this.#runs.push({ rows, matching, left: matching.length });
    return this.#newest();
  }
}
