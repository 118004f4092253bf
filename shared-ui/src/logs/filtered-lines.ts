import type { LineGroup } from "@quayside/core/model/log-text/line-group.ts";
import type { Matcher } from "./line-filter.ts";
import { isLine, type LineEntry, type LogEntry } from "./log-entry.ts";
import type { ShownLines } from "./shown-lines.ts";

/** What is known of a group up to now. */
interface Judgement {
  readonly admitted: boolean;
  /** Of each term, whether one of its lines has it. */
  readonly has: boolean[];
  readonly entries: LineEntry[];
  passes: boolean;
}

/** The entries that a filter lets through: groups as a whole, and the notices. */
export class FilteredLines implements ShownLines {
  readonly #matcher: Matcher;
  /** Sources that are switched off. */
  readonly #off: ReadonlySet<number>;
  readonly #judgements = new WeakMap<LineGroup, Judgement>();
  #shown: LogEntry[] = [];
  #head = 0;
  #lines = 0;

  constructor(matcher: Matcher, off: ReadonlySet<number> = new Set()) {
    this.#matcher = matcher;
    this.#off = off;
  }

  get length(): number {
    return this.#shown.length - this.#head;
  }

  get lines(): number {
    return this.#lines;
  }

  at(index: number): LogEntry | undefined {
    return index < 0 ? undefined : this.#shown[this.#head + index];
  }

  slice(start: number, end: number): readonly LogEntry[] {
    return this.#shown.slice(this.#head + start, this.#head + end);
  }

  indexOf(key: number): number {
    return this.#find(key) - this.#head;
  }

  has(key: number): boolean {
    return this.at(this.indexOf(key))?.key === key;
  }

  /** The next entries of the window, or some that came late. True where older entries than these came or went: their group is another now. */
  add(entries: readonly LogEntry[]): boolean {
    let changed = false;
    for (const entry of entries) {
      if (this.#off.has(entry.source)) continue;
      if (!isLine(entry)) this.#place(entry);
      else if (this.#judge(entry)) changed = true;
    }
    return changed;
  }

  dropBefore(firstKey: number): void {
    for (let entry = this.#shown[this.#head]; entry !== undefined && entry.key < firstKey; ) {
      if (isLine(entry)) this.#lines--;
      entry = this.#shown[++this.#head];
    }
    if (this.#head < 1000 || this.#head * 2 < this.#shown.length) return;
    this.#shown = this.#shown.slice(this.#head);
    this.#head = 0;
  }

  #judge(entry: LineEntry): boolean {
    const { terms, passes: judge } = this.#matcher;
    const judgement = this.#judgementOf(entry);
    judgement.entries.push(entry);
    if (!judgement.admitted) return false;
    for (const [index, term] of terms.entries()) judgement.has[index] ||= term.test(entry);
    const passes = judge(judgement.has);
    if (passes === judgement.passes) {
      if (passes) this.#push(entry);
      return false;
    }
    judgement.passes = passes;
    const others = judgement.entries.slice(0, -1);
    if (passes) {
      for (const other of others) this.#insert(other);
      this.#push(entry);
    } else for (const other of others) this.#remove(other);
    return others.length > 0;
  }

  #judgementOf({ group }: LineEntry): Judgement {
    const known = this.#judgements.get(group);
    if (known !== undefined) return known;
    const { admits, terms } = this.#matcher;
    const judgement: Judgement = {
      admitted: admits(group.level, group.head.stream),
      has: terms.map(() => false),
      entries: [],
      passes: false,
    };
    this.#judgements.set(group, judgement);
    return judgement;
  }

  #push(entry: LineEntry): void {
    this.#place(entry);
    this.#lines++;
  }

  #place(entry: LogEntry): void {
    if (entry.key > (this.#shown.at(-1)?.key ?? -1)) this.#shown.push(entry);
    else this.#shown.splice(this.#find(entry.key), 0, entry);
  }

  #insert(entry: LineEntry): void {
    this.#shown.splice(this.#find(entry.key), 0, entry);
    this.#lines++;
  }

  #remove(entry: LineEntry): void {
    const at = this.#find(entry.key);
    if (this.#shown[at] !== entry || at < this.#head) return;
    this.#shown.splice(at, 1);
    this.#lines--;
  }

  /** Where in `#shown` the first entry is that has this key or a later one. */
  #find(key: number): number {
    let low = this.#head;
    let high = this.#shown.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#shown[middle]?.key ?? 0) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
