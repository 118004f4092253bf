import { signal } from "@preact/signals";
import type { LineGroup } from "@quayside/core/model/log-text/line-group.ts";
import { isLine, type LineEntry } from "./log-entry.ts";
import type { ShownLines } from "./shown-lines.ts";

const MOST = 200;

/** Frames of packages in stack traces: those that stand together are one row until somebody opens the trace. */
export class Folds {
  /** Traces that are shown whole. */
  readonly unfolded = signal<ReadonlySet<LineGroup>>(new Set());

  unfold({ group }: LineEntry): void {
    if (this.unfolded.value.has(group)) return;
    this.unfolded.value = new Set([...this.unfolded.value, group].slice(-MOST));
  }

  fold({ group }: LineEntry): void {
    const groups = new Set(this.unfolded.value);
    if (groups.delete(group)) this.unfolded.value = groups;
  }
}

/** Whether the entry at this index goes on with frames of packages before it: it has no row of its own then. */
export function isFolded(lines: ShownLines, index: number, unfolded: ReadonlySet<LineGroup>): boolean {
  const entry = lines.at(index);
  if (entry === undefined || !isLine(entry) || !entry.isVendorFrame || unfolded.has(entry.group)) return false;
  return isFrameOf(lines, index - 1, entry.group);
}

/** Whether the row at this index stands for those that are folded behind it. */
export function isFoldHead(lines: ShownLines, index: number, unfolded: ReadonlySet<LineGroup>): boolean {
  const entry = lines.at(index);
  if (entry === undefined || !isLine(entry) || !entry.isVendorFrame || unfolded.has(entry.group)) return false;
  return !isFrameOf(lines, index - 1, entry.group) && isFrameOf(lines, index + 1, entry.group);
}

/** How many frames the row at this index stands for; 0 where it is a line like others. */
export function foldedFrames(lines: ShownLines, index: number, unfolded: ReadonlySet<LineGroup>): number {
  const entry = lines.at(index);
  if (entry === undefined || !isLine(entry) || !isFoldHead(lines, index, unfolded)) return 0;
  let frames = 1;
  while (isFrameOf(lines, index + frames, entry.group)) frames++;
  return frames;
}

/** Whether the entry at this index goes on with the one above it: time, source and stream are told there. */
export function isGoingOn(lines: ShownLines, index: number): boolean {
  const [before, entry] = [lines.at(index - 1), lines.at(index)];
  return entry !== undefined && before !== undefined && isLine(entry) && isLine(before) && before.group === entry.group;
}

function isFrameOf(lines: ShownLines, index: number, group: LineGroup): boolean {
  const entry = lines.at(index);
  return entry !== undefined && isLine(entry) && entry.group === group && entry.isVendorFrame;
}
