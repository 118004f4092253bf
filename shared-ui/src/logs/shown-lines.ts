import type { LogEntry } from "./log-entry.ts";

/** Entries in the order of their keys: all of the window, or those that a filter lets through. */
export interface ShownLines {
  readonly length: number;
  /** Without the notices. */
  readonly lines: number;
  at(index: number): LogEntry | undefined;
  slice(start: number, end: number): readonly LogEntry[];
  /** Of the entry with this key, else of the first one after it; the length where there is none. */
  indexOf(key: number): number;
}
