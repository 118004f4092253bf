import type { LogItem, LogLine, LogNotice } from "@quayside/core/model/log-line.ts";
import type { LineGroup, LineGroups } from "@quayside/core/model/log-text/line-group.ts";
import { parseAnsi, type Span } from "./ansi.ts";
import { isVendorFrame, placesOf, type SourcePlace } from "./source-places.ts";

/** More of one line than this is not drawn: a megabyte in one text node stops the browser. */
export const SHOWN_CHARACTERS = 20_000;

export type LogEntry = LineEntry | NoticeEntry;

/** Where an entry stands: keys and places count up within one window. */
export interface EntryPlace {
  readonly key: number;
  /** Epoch milliseconds by this machine's clock; never less than that of the entry before. */
  readonly at: number;
  /** The number of its source. */
  readonly source: number;
}

export interface NoticeEntry extends EntryPlace {
  readonly notice: LogNotice;
}

/** A line that is parsed when it is first shown or searched. */
export class LineEntry implements EntryPlace {
  readonly key: number;
  readonly at: number;
  readonly source: number;
  #spans: readonly Span[] | undefined;
  #text: string | undefined;
  #places: readonly SourcePlace[] | undefined;
  #vendor: boolean | undefined;

  constructor(
    { key, at, source }: EntryPlace,
    readonly line: LogLine,
    /** With which it belongs together. */
    readonly group: LineGroup,
  ) {
    this.key = key;
    this.at = at;
    this.source = source;
  }

  /** The first of its group. */
  get isHead(): boolean {
    return this.group.head === this.line;
  }

  get spans(): readonly Span[] {
    this.#spans ??= parseAnsi(this.line.text.slice(0, SHOWN_CHARACTERS));
    return this.#spans;
  }

  /** As it is shown, without colours: what is searched. */
  get text(): string {
    this.#text ??= this.spans.length === 1 ? (this.spans[0]?.text ?? "") : this.spans.map((span) => span.text).join("");
    return this.#text;
  }

  /** The places in the source that it names. */
  get places(): readonly SourcePlace[] {
    this.#places ??= placesOf(this.text);
    return this.#places;
  }

  /** It goes on with a trace, in code of others. */
  get isVendorFrame(): boolean {
    this.#vendor ??= !this.isHead && isVendorFrame(this.line.text);
    return this.#vendor;
  }

  /** Characters that are not drawn. */
  get hidden(): number {
    return Math.max(0, this.line.text.length - SHOWN_CHARACTERS);
  }

  /** All of it as text to take away: what can't be seen is written out there too. */
  get wholeText(): string {
    if (this.hidden === 0) return this.text;
    return parseAnsi(this.line.text)
      .map((span) => span.text)
      .join("");
  }
}

export function isLine(entry: LogEntry): entry is LineEntry {
  return entry instanceof LineEntry;
}

/** What comes after a notice doesn't go on with what was before. */
export function entryOf(place: EntryPlace, item: LogItem, groups: LineGroups): LogEntry {
  if ("line" in item) return new LineEntry(place, item.line, groups.add(item.line, place.source));
  groups.break(place.source);
  return { ...place, notice: item.notice };
}
