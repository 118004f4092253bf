import type { LogItem } from "@quayside/core/model/log-line.ts";
import { LineGroups } from "@quayside/core/model/log-text/line-group.ts";
import { entryOf, isLine, type LogEntry } from "./log-entry.ts";
import type { ShownLines } from "./shown-lines.ts";

export interface WindowLimits {
  readonly lines: number;
  /** Of text, in characters: a string takes one or two bytes for each. */
  readonly characters: number;
}

export const defaultLimits: WindowLimits = { lines: 50_000, characters: 20_000_000 };

/** What a notice counts as, so that a stream of notices alone is bounded too. */
const NOTICE_CHARACTERS = 100;

function sizeOf(entry: LogEntry): number {
  return isLine(entry) ? entry.line.text.length : NOTICE_CHARACTERS;
}

/** The last lines, bounded in number and size; the oldest go first and are counted. Keys count up without a gap. */
export class LogWindow implements ShownLines {
  readonly #limits: WindowLimits;
  readonly #groups = new LineGroups();
  #entries: LogEntry[] = [];
  /** Entries before this one are dropped already; the array is cut now and then, not at every line. */
  #head = 0;
  #nextKey = 0;
  #characters = 0;
  #lines = 0;
  #dropped = 0;

  constructor(limits: WindowLimits = defaultLimits) {
    this.#limits = limits;
  }

  get length(): number {
    return this.#entries.length - this.#head;
  }

  /** Without the notices. */
  get lines(): number {
    return this.#lines;
  }

  /** Lines that fell out of the window. */
  get dropped(): number {
    return this.#dropped;
  }

  /** The key of the first entry; the next one to come where there is none. */
  get firstKey(): number {
    return this.at(0)?.key ?? this.#nextKey;
  }

  at(index: number): LogEntry | undefined {
    return index < 0 ? undefined : this.#entries[this.#head + index];
  }

  indexOf(key: number): number {
    return Math.max(0, Math.min(key - this.firstKey, this.length));
  }

  /** The entries of these indices. */
  slice(start: number, end: number): readonly LogEntry[] {
    return this.#entries.slice(this.#head + start, this.#head + end);
  }

  /** Gives what was added and is still in the window. */
  push(items: readonly LogItem[]): readonly LogEntry[] {
    const first = this.#nextKey;
    for (const item of items) {
      const entry = entryOf(this.#nextKey++, item, this.#groups);
      this.#entries.push(entry);
      this.#characters += sizeOf(entry);
      if (isLine(entry)) this.#lines++;
    }
    this.#drop();
    return this.slice(Math.max(0, first - this.firstKey), this.length);
  }

  /** Keys go on: a range or a hit of before never means what came after. */
  clear(): void {
    this.#groups.break();
    this.#entries = [];
    this.#head = 0;
    this.#characters = 0;
    this.#lines = 0;
    this.#dropped = 0;
  }

  #drop(): void {
    while (this.length > 1 && (this.length > this.#limits.lines || this.#characters > this.#limits.characters)) {
      const entry = this.#entries[this.#head];
      if (entry === undefined) break;
      this.#head++;
      this.#characters -= sizeOf(entry);
      if (!isLine(entry)) continue;
      this.#lines--;
      this.#dropped++;
    }
    if (this.#head < 1000 || this.#head * 2 < this.#entries.length) return;
    this.#entries = this.#entries.slice(this.#head);
    this.#head = 0;
  }
}
