import type { LogHit, LogSearchQuery } from "../../model/log-search.ts";
import { type LineGroup, LineGroups } from "../../model/log-text/line-group.ts";
import { levelOf } from "../../model/log-text/line-level.ts";
import { plainStart } from "../../model/log-text/plain-start.ts";
import { finderOf, spansOf, type TextFinder } from "../../model/log-text/text-finder.ts";
import type { Ref } from "../../model/ref.ts";
import { LINE_LIMIT, type LogEntry } from "../lines.ts";

/** Characters of a line that a hit carries: so many before what was found, and in all. */
const BEFORE = 120;
const CUT = 400;
const CONTEXT_LINES = 2;
const CONTEXT_CUT = 200;
const SPANS = 50;

interface OpenHit {
  readonly hit: Omit<LogHit, "after">;
  readonly after: string[];
}

/** What a search asks of each line, made ready. Throws PatternError for an expression that is none. */
export class LineQuery {
  readonly finder: TextFinder | undefined;
  readonly levels: ReadonlySet<string>;

  constructor({ text, levels = [], ...how }: LogSearchQuery) {
    this.finder = text === "" ? undefined : finderOf({ text, ...how });
    this.levels = new Set(levels);
  }
}

/** Looks at the lines of one container as they come, and gives the hits with the lines around them. */
export class LineSearch {
  readonly #ref: Ref;
  readonly #query: LineQuery;
  readonly #onHit: (hit: LogHit) => void;
  #groups = new LineGroups();
  #before: LogEntry[] = [];
  #open: OpenHit[] = [];

  constructor(ref: Ref, query: LineQuery, onHit: (hit: LogHit) => void) {
    this.#ref = ref;
    this.#query = query;
    this.#onHit = onHit;
  }

  add(entry: LogEntry): void {
    const { finder, levels } = this.#query;
    for (const { after } of this.#open) after.push(contextOf(entry));
    while ((this.#open[0]?.after.length ?? 0) >= CONTEXT_LINES) this.#close();
    // A level is its group's: what goes on with an error is of that error.
    const group = levels.size === 0 ? undefined : this.#groups.add(entry);
    if (finder === undefined || finder.test(plain(entry.text))) this.#found(entry, group);
    this.#before.push(entry);
    if (this.#before.length > CONTEXT_LINES) this.#before.shift();
  }

  /** What comes next does not follow on what was. */
  end(): void {
    while (this.#open.length > 0) this.#close();
    this.#before = [];
    this.#groups = new LineGroups();
  }

  #found(entry: LogEntry, group: LineGroup | undefined): void {
    const level = group === undefined ? levelOf(entry.text) : group.level;
    const { levels, finder } = this.#query;
    if (levels.size > 0 && !levels.has(level ?? "unknown")) return;
    const hit = {
      ref: this.#ref,
      timestamp: entry.timestamp,
      stream: entry.stream,
      nth: entry.nth,
      ...(level === undefined ? {} : { level }),
      ...cutAround(plain(entry.text), finder),
      before: this.#before.map(contextOf),
    };
    this.#open.push({ hit, after: [] });
  }

  #close(): void {
    const open = this.#open.shift();
    if (open !== undefined) this.#onHit({ ...open.hit, after: open.after });
  }
}

const plain = (text: string): string => plainStart(text, LINE_LIMIT);

function contextOf({ text }: LogEntry): string {
  return plainStart(text.slice(0, CONTEXT_CUT * 2), CONTEXT_CUT * 2).slice(0, CONTEXT_CUT);
}

/** The line around what was found first in it. */
function cutAround(
  line: string,
  finder: TextFinder | undefined,
): Pick<LogHit, "text" | "spans" | "cutBefore" | "cutAfter"> {
  const first = finder?.find(line, 0);
  const start = line.length <= CUT ? 0 : Math.max(0, Math.min((first?.[0] ?? 0) - BEFORE, line.length - CUT));
  const end = Math.min(line.length, start + CUT);
  const found = finder === undefined ? [] : spansOf(finder, line.slice(0, end), SPANS, first?.[0]);
  // What reaches beyond the cut is marked as far as it is shown.
  const whole = found.length === 0 && first !== undefined ? [first] : found;
  return {
    text: line.slice(start, end),
    spans: whole.map(([from, to]) => [Math.max(0, from - start), Math.min(to, end) - start] as const),
    ...(start > 0 ? { cutBefore: true as const } : {}),
    ...(end < line.length ? { cutAfter: true as const } : {}),
  };
}
