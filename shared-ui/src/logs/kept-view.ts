import { record } from "../app/record.ts";
import { isFiltering, type LineFilter, readFilter } from "./line-filter.ts";
import { isLine } from "./log-entry.ts";
import type { LogWindow } from "./log-window.ts";
import type { ShownLines } from "./shown-lines.ts";

/** A line, in words that the next reading understands too: the nth of those that were written at this very time. */
export interface LineMark {
  readonly timestamp: string;
  readonly nth: number;
}

/** Where the view was let go: at this line, so many pixels of which are above the top. */
export interface KeptPlace {
  readonly line: LineMark;
  readonly above: number;
  /** When it was let go, and the time stamp of the last line then. */
  readonly at: number;
  readonly last: string;
}

/** What is remembered of the logs of one container beside the settings of all. */
export interface KeptView {
  /** Whose: a selector, as JSON. */
  readonly of: string;
  /** Absent where it follows. */
  readonly place?: KeptPlace;
  readonly picked?: { readonly anchor: LineMark; readonly head: LineMark };
  /** Absent where all lines are shown. */
  readonly filter?: LineFilter;
  /** The last line that was asked for from elsewhere, by the time of asking: it has been shown. */
  readonly asked?: number;
}

const VIEWS = 20;

/** The mark of this entry, or of the first line after it. */
export function markOf(window: LogWindow, key: number): LineMark | undefined {
  for (let index = Math.max(0, key - window.firstKey); index < window.length; index++) {
    const timestamp = timestampAt(window, index);
    if (timestamp === undefined) continue;
    let nth = 0;
    for (let before = index - 1; timestampAt(window, before) === timestamp; before--) nth++;
    return { timestamp, nth };
  }
  return undefined;
}

/** The key of that line; of the first after it where it has fallen out. */
export function keyOf(window: LogWindow, { timestamp, nth }: LineMark): number | undefined {
  let alike = 0;
  for (let index = 0; index < window.length; index++) {
    const here = timestampAt(window, index);
    if (here === undefined || here < timestamp) continue;
    if (here > timestamp || alike === nth) return window.firstKey + index;
    alike++;
  }
  return undefined;
}

/** Lines that came after that time. */
export function linesAfter(window: ShownLines, timestamp: string): number {
  let lines = 0;
  for (let index = window.length - 1; index >= 0; index--) {
    const here = timestampAt(window, index);
    if (here === undefined) continue;
    if (here <= timestamp) break;
    lines++;
  }
  return lines;
}

/** The time stamp of the last line. */
export function lastTimestamp(window: LogWindow): string {
  for (let index = window.length - 1; index >= 0; index--) {
    const here = timestampAt(window, index);
    if (here !== undefined) return here;
  }
  return "";
}

/** Undefined for what is no line, or has no time. */
function timestampAt(window: ShownLines, index: number): string | undefined {
  const entry = window.at(index);
  return entry !== undefined && isLine(entry) && entry.line.timestamp !== "" ? entry.line.timestamp : undefined;
}

/** With this one as the newest; the oldest are forgotten. */
export function withView(views: readonly KeptView[], view: KeptView): readonly KeptView[] {
  const others = views.filter(({ of }) => of !== view.of);
  const isPlain =
    view.place === undefined && view.picked === undefined && view.filter === undefined && view.asked === undefined;
  return isPlain ? others : [...others, view].slice(-VIEWS);
}

/** Old data, perhaps of another version: what isn't understood is left out. */
export function readViews(value: unknown): readonly KeptView[] {
  const { views } = record(value);
  return !Array.isArray(views) ? [] : views.flatMap((view: unknown) => readView(record(view)) ?? []).slice(-VIEWS);
}

function readView({ of, place, picked, filter: given, asked }: Record<string, unknown>): KeptView | undefined {
  if (typeof of !== "string") return undefined;
  const { above, at, last, ...where } = record(place);
  const line = readMark(where.line);
  const [anchor, head] = [readMark(record(picked).anchor), readMark(record(picked).head)];
  const filter = readFilter(given);
  const isPlace = typeof above === "number" && typeof at === "number" && typeof last === "string";
  return {
    of,
    ...(line !== undefined && isPlace ? { place: { line, above, at, last } } : {}),
    ...(anchor !== undefined && head !== undefined ? { picked: { anchor, head } } : {}),
    ...(isFiltering(filter) ? { filter } : {}),
    ...(typeof asked === "number" ? { asked } : {}),
  };
}

function readMark(value: unknown): LineMark | undefined {
  const { timestamp, nth } = record(value);
  return typeof timestamp === "string" && typeof nth === "number" ? { timestamp, nth } : undefined;
}
