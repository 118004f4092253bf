import { batch, signal } from "@preact/signals";
import { FilteredLines } from "./filtered-lines.ts";
import { isFiltering, type LineFilter, type Matcher, matcherOf, NO_FILTER } from "./line-filter.ts";
import { isLine, type LogEntry } from "./log-entry.ts";
import type { LogWindow } from "./log-window.ts";
import type { ShownLines } from "./shown-lines.ts";

/** Milliseconds of judging at a time: frames come in between. */
const SLICE = 10;
/** Entries and characters that are judged between two looks at the clock. */
const ENTRIES = 500;
const CHARACTERS = 100_000;

/** A filter on its way through the window. */
interface Run {
  readonly lines: FilteredLines;
  /** The key of the entry that is judged next. */
  next: number;
}

/** Applies a filter to the window, part by part, and from then on to what comes. Until it is through, what was shown stays. */
export class LogFilter {
  readonly asked = signal<LineFilter>(NO_FILTER);
  readonly error = signal<Matcher["error"]>(undefined);
  /** It is not through yet. */
  readonly busy = signal(false);

  readonly #window: LogWindow;
  readonly #onApplied: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #off: ReadonlySet<number> = new Set();
  #applied: FilteredLines | undefined;
  #run: Run | undefined;

  constructor(window: LogWindow, onApplied: () => void) {
    this.#window = window;
    this.#onApplied = onApplied;
  }

  get shown(): ShownLines {
    return this.asked.peek().marksOnly ? this.#window : (this.#applied ?? this.#window);
  }

  /** Lines that pass, where they are marked and not alone; undefined else. */
  get marked(): FilteredLines | undefined {
    return this.asked.peek().marksOnly ? this.#applied : undefined;
  }

  ask(filter: LineFilter): void {
    batch(() => {
      this.asked.value = filter;
      this.#begin();
    });
  }

  /** Sources that are switched off, by their numbers. */
  switchOff(off: ReadonlySet<number>): void {
    this.#off = off;
    this.#begin();
  }

  /** Something came late or was taken out: what is on its way through the window begins anew. */
  moved(): void {
    if (this.#run !== undefined) this.#begin();
  }

  /** What came. True where what was shown before isn't any more, or more of it is. */
  add(entries: readonly LogEntry[]): boolean {
    if (this.#applied === undefined) return false;
    const changed = this.#applied.add(entries);
    this.#applied.dropBefore(this.#window.firstKey);
    return changed && !this.asked.peek().marksOnly;
  }

  /** The window was emptied. */
  reset(): void {
    this.#begin();
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #begin(): void {
    const matcher = matcherOf(this.asked.peek());
    this.error.value = matcher.error;
    this.#run = undefined;
    this.busy.value = false;
    if (isFiltering(this.asked.peek()) || this.#off.size > 0) {
      this.#run = { lines: new FilteredLines(matcher, this.#off), next: this.#window.firstKey };
      this.busy.value = true;
      this.#go();
    } else {
      this.#applied = undefined;
      this.#onApplied();
    }
  }

  #go(): void {
    const run = this.#run;
    if (run === undefined) return;
    clearTimeout(this.#timer);
    const until = performance.now() + SLICE;
    while (!this.#judgePart(run)) {
      if (performance.now() < until) continue;
      // Not with the next frame: most of its time would be spent waiting.
      this.#timer = setTimeout(() => this.#go());
      return;
    }
    run.lines.dropBefore(this.#window.firstKey);
    this.#applied = run.lines;
    this.#run = undefined;
    batch(() => {
      this.busy.value = false;
      this.#onApplied();
    });
  }

  /** True when it has come to the end. */
  #judgePart(run: Run): boolean {
    let index = this.#window.indexOf(run.next);
    let characters = 0;
    const part: LogEntry[] = [];
    for (; index < this.#window.length && part.length < ENTRIES && characters < CHARACTERS; index++) {
      const entry = this.#window.at(index);
      if (entry === undefined) break;
      if (isLine(entry)) characters += entry.line.text.length;
      part.push(entry);
    }
    run.lines.add(part);
    run.next = this.#window.at(index)?.key ?? this.#window.nextKey;
    return index >= this.#window.length;
  }
}
