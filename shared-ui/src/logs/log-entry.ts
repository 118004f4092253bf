import type { LogItem, LogLine, LogNotice } from "@quayside/core/model/log-line.ts";
import type { LineGroup, LineGroups } from "@quayside/core/model/log-text/line-group.ts";
import { parseAnsi, type Span } from "./ansi.ts";

/** More of one line than this is not drawn: a megabyte in one text node stops the browser. */
export const SHOWN_CHARACTERS = 20_000;

export type LogEntry = LineEntry | NoticeEntry;

export interface NoticeEntry {
  readonly key: number;
  readonly notice: LogNotice;
}

/** A line that is parsed when it is first shown or searched. */
export class LineEntry {
  #spans: readonly Span[] | undefined;
  #text: string | undefined;

  constructor(
    /** Counts up within one window, notices too. */
    readonly key: number,
    readonly line: LogLine,
    /** With which it belongs together. */
    readonly group: LineGroup,
  ) {}

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

/** The next entry; what comes after a notice doesn't go on with what was before. */
export function entryOf(key: number, item: LogItem, groups: LineGroups): LogEntry {
  if ("line" in item) return new LineEntry(key, item.line, groups.add(item.line));
  groups.break();
  return { key, notice: item.notice };
}
