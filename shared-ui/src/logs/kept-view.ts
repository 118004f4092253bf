import { record } from "../app/record.ts";
import { isFiltering, type LineFilter, readFilter } from "./line-filter.ts";
import { isLine, type LineEntry } from "./log-entry.ts";
import { type LogRange, readRange } from "./log-range.ts";
import type { LogWindow } from "./log-window.ts";
import type { ShownLines } from "./shown-lines.ts";

/** A line, in words that the next reading understands too: the nth of those that its source wrote at this very time. */
export interface LineMark {
  readonly timestamp: string;
  readonly nth: number;
  /** Its source, see `sourceKey`; absent where there was only one. */
  readonly source?: string;
}

/** Where the view was let go: at this line, so many pixels of which are above the top. */
export interface KeptPlace {
  readonly line: LineMark;
  readonly above: number;
  /** When it was let go, and the time of the last line then. */
  readonly at: number;
  readonly last: number;
}

/** What is remembered of the logs of one container beside the settings of all. */
export interface KeptView {
  /** Whose: the selectors, as JSON. */
  readonly of: string;
  /** Absent where it follows. */
  readonly place?: KeptPlace;
  readonly picked?: { readonly anchor: LineMark; readonly head: LineMark };
  /** Absent where all lines are shown. */
  readonly filter?: LineFilter;
  /** The last line that was asked for from elsewhere, by the time of asking: it has been shown. */
  readonly asked?: number;
  /** Sources that are switched off, see `sourceKey`. */
  readonly off?: readonly string[];
  /** Absent for the latest lines. */
  readonly range?: LogRange;
}

const VIEWS = 20;
const MOST_OFF = 200;

/** By which a source is known in another reading. */
export type SourceKey = (number: number) => string | undefined;

/** The mark of this entry, or of the first line after it. */
export function markOf(window: LogWindow, key: number, sourceKey: SourceKey = () => undefined): LineMark | undefined {
  for (let index = window.indexOf(key); index < window.length; index++) {
    const entry = lineAt(window, index);
    if (entry === undefined) continue;
    let nth = 0;
    for (let before = index - 1; (window.at(before)?.at ?? Number.NaN) === entry.at; before--) {
      const other = lineAt(window, before);
      if (other?.source === entry.source && other.line.timestamp === entry.line.timestamp) nth++;
    }
    const source = sourceKey(entry.source);
    return { timestamp: entry.line.timestamp, nth, ...(source === undefined ? {} : { source }) };
  }
  return undefined;
}

/** The key of that line; of the first of its source after it where it has fallen out. */
export function keyOf(
  window: LogWindow,
  { timestamp, nth, source }: LineMark,
  sourceKey: SourceKey = () => undefined,
): number | undefined {
  let alike = 0;
  for (let index = 0; index < window.length; index++) {
    const entry = lineAt(window, index);
    if (entry === undefined || entry.line.timestamp < timestamp) continue;
    if (source !== undefined && sourceKey(entry.source) !== source) continue;
    if (entry.line.timestamp > timestamp || alike === nth) return entry.key;
    alike++;
  }
  return undefined;
}

/** Lines that came after that time. */
export function linesAfter(window: ShownLines, at: number): number {
  let lines = 0;
  for (let index = window.length - 1; index >= 0; index--) {
    const entry = lineAt(window, index);
    if (entry === undefined) continue;
    if (entry.at <= at) break;
    lines++;
  }
  return lines;
}

/** The time of the last line. */
export function lastTime(window: LogWindow): number {
  for (let index = window.length - 1; index >= 0; index--) {
    const entry = lineAt(window, index);
    if (entry !== undefined) return entry.at;
  }
  return 0;
}

/** Undefined for what is no line, or has no time. */
function lineAt(window: ShownLines, index: number): LineEntry | undefined {
  const entry = window.at(index);
  return entry !== undefined && isLine(entry) && entry.line.timestamp !== "" ? entry : undefined;
}

/** With this one as the newest; the oldest are forgotten. */
export function withView(views: readonly KeptView[], view: KeptView): readonly KeptView[] {
  const others = views.filter(({ of }) => of !== view.of);
  const isPlain =
    view.place === undefined &&
    view.picked === undefined &&
    view.filter === undefined &&
    view.off === undefined &&
    view.range === undefined &&
    view.asked === undefined;
  return isPlain ? others : [...others, view].slice(-VIEWS);
}

/** Old data, perhaps of another version: what isn't understood is left out. */
export function readViews(value: unknown): readonly KeptView[] {
  const { views } = record(value);
  return !Array.isArray(views) ? [] : views.flatMap((view: unknown) => readView(record(view)) ?? []).slice(-VIEWS);
}

function readView({
  of,
  place,
  picked,
  filter: given,
  off: left,
  range: span,
  asked,
}: Record<string, unknown>): KeptView | undefined {
  if (typeof of !== "string") return undefined;
  const { above, at, last, ...where } = record(place);
  const line = readMark(where.line);
  const [anchor, head] = [readMark(record(picked).anchor), readMark(record(picked).head)];
  const filter = readFilter(given);
  const isPlace = typeof above === "number" && typeof at === "number" && typeof last === "number";
  const range = readRange(span);
  const off = Array.isArray(left) ? left.filter((one) => typeof one === "string").slice(0, MOST_OFF) : [];
  return {
    of,
    ...(line !== undefined && isPlace ? { place: { line, above, at, last } } : {}),
    ...(anchor !== undefined && head !== undefined ? { picked: { anchor, head } } : {}),
    ...(isFiltering(filter) ? { filter } : {}),
    ...(typeof asked === "number" ? { asked } : {}),
    ...(off.length > 0 ? { off } : {}),
    ...(range.kind === "latest" ? {} : { range }),
  };
}

function readMark(value: unknown): LineMark | undefined {
  const { timestamp, nth, source } = record(value);
  if (typeof timestamp !== "string" || typeof nth !== "number") return undefined;
  return { timestamp, nth, ...(typeof source === "string" ? { source } : {}) };
}
