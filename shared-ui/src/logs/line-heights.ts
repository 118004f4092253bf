import { isLine, type LogEntry } from "./log-entry.ts";

export const LINE_HEIGHT = 20;
export const NOTICE_HEIGHT = 26;

/** Of the message's part of a row, in pixels; only to guess by. */
const CHARACTER_WIDTH = 7.3;
const BESIDE_MESSAGE = 256;
/** Of an expanded line, until it was drawn. */
const OPEN_LINES = 8;

/** How high each entry is: known where lines don't wrap, measured where they do, guessed until they were drawn. */
export class LineHeights {
  readonly #measured = new Map<number, number>();
  /** Of expanded lines. */
  readonly #open = new Map<number, number>();
  #width = 0;

  /** Pixels. */
  of(entry: LogEntry | undefined, wrap: boolean, open: boolean): number {
    if (entry === undefined) return 0;
    if (!isLine(entry)) return NOTICE_HEIGHT;
    if (open) return this.#open.get(entry.key) ?? LINE_HEIGHT * OPEN_LINES;
    if (!wrap) return LINE_HEIGHT;
    return this.#measured.get(entry.key) ?? this.#guess(entry.line.text.length);
  }

  /** True when something is not as it was thought. */
  measure(key: number, height: number, thought: number, open: boolean): boolean {
    if (height === thought) return false;
    (open ? this.#open : this.#measured).set(key, height);
    return true;
  }

  /** Lines wrap elsewhere in another width; what fell out of the window is forgotten. */
  keep(width: number, firstKey: number): void {
    if (width !== this.#width) {
      this.#measured.clear();
      this.#open.clear();
    }
    this.#width = width;
    for (const key of this.#open.keys()) if (key < firstKey) this.#open.delete(key);
    for (const key of this.#measured.keys()) {
      if (key >= firstKey) break;
      this.#measured.delete(key);
    }
  }

  #guess(characters: number): number {
    const perLine = Math.max(20, Math.floor((this.#width - BESIDE_MESSAGE) / CHARACTER_WIDTH));
    return LINE_HEIGHT * Math.max(1, Math.ceil(characters / perLine));
  }
}
