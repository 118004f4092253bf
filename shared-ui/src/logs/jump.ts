import type { LogLineMark } from "@quayside/core/model/log-search.ts";
import { isLine } from "./log-entry.ts";
import type { LogWindow } from "./log-window.ts";

/** Whether a line of this time is in the window, or fell out of it, or was never read. */
export function reaches(window: LogWindow, { timestamp }: LogLineMark): boolean {
  for (let index = 0; index < window.length; index++) {
    const entry = window.at(index);
    if (entry === undefined || !isLine(entry) || entry.line.timestamp === "") continue;
    return entry.line.timestamp <= timestamp;
  }
  return false;
}

const OUT_OF_ORDER = 100;

/** The key of that line; where it is gone, of the first at or after its time. */
export function keyOfMark(window: LogWindow, { timestamp, stream, nth }: LogLineMark): number | undefined {
  let alike = 0;
  let later = 0;
  let near: number | undefined;
  for (let index = 0; index < window.length; index++) {
    const entry = window.at(index);
    if (entry === undefined || !isLine(entry)) continue;
    const { line } = entry;
    if (line.timestamp < timestamp) continue;
    if (line.timestamp === timestamp && line.stream === stream && ++alike === nth) return entry.key;
    near ??= entry.key;
    // The two streams are a little out of order: the line may come behind some that are later.
    if (line.timestamp > timestamp && ++later > OUT_OF_ORDER) break;
  }
  return near;
}
