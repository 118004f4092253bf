import type { LogItem } from "@quayside/core/model/log-line.ts";
import { LineGroups } from "@quayside/core/model/log-text/line-group.ts";
import { LogClock } from "@quayside/core/model/log-time.ts";
import { entryOf, isLine, type LogEntry } from "./log-entry.ts";
import type { ShownLines } from "./shown-lines.ts";

export interface WindowLimits {
  readonly lines: number;
  /** Of text, in characters: a string takes one or two bytes for each. */
  readonly characters: number;
}

export const defaultLimits: WindowLimits = { lines: 100_000, characters: 20_000_000 };

/** What a notice counts as, so that a stream of notices alone is bounded too. */
const NOTICE_CHARACTERS = 100;

/** Keys of lines that come late are fractions: between two whole ones there is room for as many as a window holds. */
const LATE_STEP = 2 ** -17;

function sizeOf(entry: LogEntry): number {
  return isLine(entry) ? entry.line.text.length : NOTICE_CHARACTERS;
}

/** The last lines, bounded in number and size; the oldest go first and are counted. Keys count up without a gap. */
export class LogWindow implements ShownLines {
  readonly #limits: WindowLimits;
  readonly #groups = new LineGroups();
  readonly #clock = new LogClock();
  readonly #counts = new Map<number, number>();
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

  /** Of one source. */
  linesOf(source: number): number {
    return this.#counts.get(source) ?? 0;
  }

  /** Lines that fell out of the window. */
  get dropped(): number {
    return this.#dropped;
  }

  /** The key of the first entry; the next one to come where there is none. */
  get firstKey(): number {
    return this.at(0)?.key ?? this.#nextKey;
  }

  /** Of what comes next; it is greater than all others. */
  get nextKey(): number {
    return this.#nextKey;
  }

  at(index: number): LogEntry | undefined {
    return index < 0 ? undefined : this.#entries[this.#head + index];
  }

  indexOf(key: number): number {
    return this.#find((entry) => entry.key < key) - this.#head;
  }

  /** The entries of these indices. */
  slice(start: number, end: number): readonly LogEntry[] {
    return this.#entries.slice(this.#head + start, this.#head + end);
  }

  /** Gives what was added and is still in the window; at its end what came late, the keys of which are less than others. */
  push(items: readonly LogItem[]): readonly LogEntry[] {
    const first = this.#nextKey;
    const late: LogItem[] = [];
    for (const item of items) {
      if (item.late === true && this.length > 0) late.push(item);
      else this.#append(item);
    }
    const lateEntries = late.length === 0 ? [] : this.#insert(late);
    this.#drop();
    const firstKey = this.firstKey;
    const added = this.slice(this.indexOf(first), this.length);
    return late.length === 0 ? added : [...added, ...lateEntries.filter(({ key }) => key >= firstKey && key < first)];
  }

  /** Keys go on: a range or a hit of before never means what came after. */
  clear(): void {
    this.#groups.break();
    this.#counts.clear();
    this.#entries = [];
    this.#head = 0;
    this.#characters = 0;
    this.#lines = 0;
    this.#dropped = 0;
  }

  /** Takes out all of one source. */
  without(source: number): void {
    const kept = this.#entries.slice(this.#head).filter((entry) => entry.source !== source);
    const { dropped } = this;
    this.clear();
    this.#dropped = dropped;
    this.#entries = kept;
    for (const entry of kept) this.#count(entry, 1);
  }

  #append(item: LogItem): void {
    const before = this.length === 0 ? undefined : this.#entries.at(-1)?.at;
    this.#entries.push(this.#made(item, this.#nextKey++, before));
  }

  #made(item: LogItem, key: number, after: number | undefined): LogEntry {
    const own = this.#timeOf(item);
    const at = Number.isNaN(own) ? (after ?? 0) : Math.max(own, after ?? own);
    const entry = entryOf({ key, at, source: item.source ?? 0 }, item, this.#groups);
    this.#count(entry, 1);
    return entry;
  }

  #timeOf(item: LogItem): number {
    if (item.at !== undefined) return item.at;
    return "line" in item ? this.#clock.at(item.line.timestamp, 0) : Number.NaN;
  }

  /** Puts late ones where they belong by their time; all in one go through what comes after the first of them. */
  #insert(items: readonly LogItem[]): readonly LogEntry[] {
    const sorted = items.map((item) => ({ item, at: this.#timeOf(item) })).sort((a, b) => a.at - b.at);
    const from = this.#find((entry) => entry.at <= (sorted[0]?.at ?? 0));
    const after = this.#entries.slice(from);
    this.#entries.length = from;
    const inserted: LogEntry[] = [];
    const crowded: LogItem[] = [];
    let next = 0;
    for (const { item, at } of sorted) {
      for (let entry = after[next]; entry !== undefined && entry.at <= at; entry = after[++next])
        this.#entries.push(entry);
      const last = this.#entries.at(-1);
      const high = after[next]?.key;
      const low = last?.key ?? (high ?? this.#nextKey) - 1;
      const key = high === undefined ? this.#nextKey++ : low + Math.min(LATE_STEP, (high - low) / 2);
      // So many came late at one place that no number is left between two: it stands at the end.
      if (high !== undefined && (key <= low || key >= high)) {
        crowded.push(item);
        continue;
      }
      const entry = this.#made(item, key, last?.at);
      this.#entries.push(entry);
      inserted.push(entry);
    }
    for (const entry of after.slice(next)) this.#entries.push(entry);
    for (const item of crowded) this.#append(item);
    return inserted;
  }

  /** Where in `#entries` the first is for which this is false. */
  #find(isBefore: (entry: LogEntry) => boolean): number {
    let low = this.#head;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const entry = this.#entries[middle];
      if (entry !== undefined && isBefore(entry)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #count(entry: LogEntry, by: 1 | -1): void {
    this.#characters += by * sizeOf(entry);
    if (!isLine(entry)) return;
    this.#lines += by;
    this.#counts.set(entry.source, this.linesOf(entry.source) + by);
  }

  #drop(): void {
    while (this.length > 1 && (this.length > this.#limits.lines || this.#characters > this.#limits.characters)) {
      const entry = this.#entries[this.#head];
      if (entry === undefined) break;
      this.#head++;
      this.#count(entry, -1);
      if (isLine(entry)) this.#dropped++;
    }
    if (this.#head < 1000 || this.#head * 2 < this.#entries.length) return;
    this.#entries = this.#entries.slice(this.#head);
    this.#head = 0;
  }
}
