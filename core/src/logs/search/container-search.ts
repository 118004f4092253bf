import type { LogRest } from "../../model/log-search.ts";
import type { LogEntry } from "../lines.ts";
import type { LogRequest } from "../log-source.ts";
import { type LogPlace, readLog } from "../read-log.ts";
import { epochSeconds } from "../timestamp.ts";

export interface SearchRange {
  /** Canonical, see timestamp.ts. */
  readonly since?: string;
  readonly until?: string;
  readonly rest?: LogRest;
}

export interface PageLimits {
  readonly bytes: number;
  readonly firstLines: number;
}

export interface LineSink {
  /** False: enough. */
  take(entry: LogEntry): boolean;
  /** What comes next does not follow on what was. */
  pause(): void;
}

/** What was left: nothing, or what a later search goes on with; "rest unknown" where that can't be told. */
export type Left = undefined | LogRest | "rest unknown";

/** Of each line, what the engine sends beside its text: head and timestamp. */
const OVERHEAD = 39;
/** Lines at the beginning of a page that the next one reads again: the two streams' times are a little out of order. */
const MARGIN = 16;
const SMALLEST_PAGE = 100_000;
/** A page that turns out so much larger than was reckoned is given up. */
const FAR_BEYOND = 4;
const WHOLE = ".000000000Z";

/**
 * Reads a log by pages from its end: first the newest lines, since they are most often what is looked for and the
 * engine has them at once, then as many more as the limit of bytes lets one expect, which are given without those that
 * were read. A page is a number of lines from the end and ends at a time: that much the logs API can say.
 */
export class ContainerSearch {
  readonly #place: LogPlace;
  readonly #range: SearchRange;
  readonly #limits: PageLimits;
  readonly #sink: LineSink;
  readonly #wholeSeconds: boolean;
  #before: string | undefined;
  /** Lines that are newer than `#before`. */
  #newer: number;
  bytes = 0;

  constructor(place: LogPlace, range: SearchRange, limits: PageLimits, sink: LineSink) {
    this.#place = place;
    this.#range = range;
    this.#limits = limits;
    this.#sink = sink;
    this.#wholeSeconds = place.source.logHabits.wholeSeconds;
    this.#before = range.rest?.before;
    this.#newer = range.rest?.lines ?? 0;
  }

  /** Errors: as `readLog`. */
  async run(signal: AbortSignal): Promise<Left> {
    // What is newer than a chosen end could not be counted: then all is read from the beginning of the range.
    if (this.#range.until !== undefined) {
      const left = await this.#forwards(signal);
      this.#sink.pause();
      return left;
    }
    let tail = this.#before === undefined ? this.#limits.firstLines : this.#nextTail(0, 0);
    for (let searched = 0; ; ) {
      const page = await this.#page(tail, signal);
      this.#sink.pause();
      if (page === "enough" || page === "too much") return "rest unknown";
      searched += page.lines;
      if (page.last) return undefined;
      this.#before = page.floor;
      this.#newer += page.lines;
      if (this.bytes >= this.#limits.bytes * 0.8) return this.#rest();
      tail = this.#nextTail(tail, searched);
    }
  }

  #rest(): LogRest {
    const { ref } = this.#place;
    return { ref, lines: this.#newer, ...(this.#before === undefined ? {} : { before: this.#before }) };
  }

  /** So many lines from the end that about as many bytes come as may be read. */
  #nextTail(last: number, searched: number): number {
    const perLine = searched === 0 ? 200 : Math.max(OVERHEAD, this.bytes / searched);
    const room = Math.max(0, this.#limits.bytes - this.bytes);
    const more = Math.ceil(room / perLine);
    return Math.max(
      last * 2,
      this.#newer + Math.max(1000, Math.min(more, 100_000_000)),
      Math.min(SMALLEST_PAGE, this.#newer * 2 + more),
    );
  }

  async #page(tail: number, signal: AbortSignal) {
    const before = this.#before;
    const held: LogEntry[] = [];
    let lines = 0;
    let floor = "";
    const from = this.bytes;
    const request: LogRequest = { follow: false, tail, ...this.#since(), ...this.#until(before) };
    for await (const entries of readLog(this.#place, request, signal)) {
      for (const entry of entries) {
        this.bytes += OVERHEAD + (entry.cutFrom ?? entry.text.length);
        if (before !== undefined && entry.timestamp > before) continue;
        lines++;
        if (lines <= MARGIN && entry.timestamp > floor) floor = entry.timestamp;
        // Those belong to the next page, if there is one.
        if (entry.timestamp !== "" && entry.timestamp <= floor) held.push(entry);
        else if (!this.#take(entry)) return "enough";
      }
      if (this.bytes - from > this.#limits.bytes * FAR_BEYOND) return "too much";
    }
    const last = lines < this.#expected(tail);
    if (last) {
      this.#sink.pause();
      for (const entry of held) if (!this.#take(entry)) return "enough";
    }
    return { lines: lines - (last ? 0 : held.length), last, floor };
  }

  /**
   * Fewer lines than that were all that there are. While it runs the container may write more, which the page's end
   * leaves out and nobody can count: then one page more is read to be sure.
   */
  #expected(tail: number): number {
    if (this.#before === undefined) return tail;
    const written = this.#place.complete ? 0 : Math.floor(tail / 2);
    return tail - this.#newer - written;
  }

  async #forwards(signal: AbortSignal): Promise<Left> {
    const { until } = this.#range;
    for await (const entries of readLog(
      this.#place,
      { follow: false, ...this.#since(), ...this.#until(until) },
      signal,
    )) {
      for (const entry of entries) {
        this.bytes += OVERHEAD + (entry.cutFrom ?? entry.text.length);
        if (until !== undefined && entry.timestamp > until) continue;
        if (!this.#take(entry)) return "rest unknown";
      }
      if (this.bytes > this.#limits.bytes) return "rest unknown";
    }
    return undefined;
  }

  #take(entry: LogEntry): boolean {
    const { since } = this.#range;
    if (since !== undefined && entry.timestamp !== "" && entry.timestamp < this.#floorOf(since)) return true;
    return this.#sink.take(entry);
  }

  /** Where the lines of a second can't be told apart by their time, all of them are of it. */
  #floorOf(timestamp: string): string {
    return this.#wholeSeconds ? timestamp.replace(/\.\d{9}Z$/, WHOLE) : timestamp;
  }

  #since(): { readonly since?: string } {
    const { since } = this.#range;
    return since === undefined ? {} : { since: epochSeconds(this.#floorOf(since)) };
  }

  #until(before: string | undefined): { readonly until?: string } {
    return before === undefined ? {} : { until: epochSeconds(before, this.#wholeSeconds ? -1 : 0) };
  }
}
