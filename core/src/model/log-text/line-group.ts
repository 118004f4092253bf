import { type Level, levelOf } from "./line-level.ts";
import { plainStart } from "./plain-start.ts";

/** What grouping looks at in a line. */
export interface GroupedLine {
  readonly stream: string;
  readonly timestamp: string;
  readonly text: string;
}

/** Lines that belong together: a line and what goes on with it, as a stack trace does. */
export class LineGroup {
  lines = 1;
  #level: Level | undefined | "not judged" = "not judged";

  constructor(
    readonly head: GroupedLine,
    /** What goes on below a panic of Go stands at the margin. */
    readonly panics: boolean,
    /** The number of its source. */
    readonly source = 0,
  ) {}

  /** Of its first line. It is judged when somebody asks. */
  get level(): Level | undefined {
    if (this.#level === "not judged") this.#level = levelOf(this.head.text);
    return this.#level;
  }
}

/** A program that writes nothing but indented lines must not make one endless group. */
const MOST_LINES = 500;
/** Between one line and the next, in milliseconds. */
const SPAN = 1000;
const START = 300;

const BLANK = /^\s*$/;
/** Levels are set to the right by some programs: that is no continuation. */
const SET_RIGHT = /^ {1,2}[A-Z]{4,5}[ :]/;
const CAUSE = /^(?:Caused by: |\.\.\. \d+ more|Suppressed: )/;
/** The line before the last of its trace; in other languages' traces there is a place. */
const PYTHON_CODE = /^\s+(?!at |\.\.\. )\S/;
const CLOSING = /^[}\])]+[;,]?$/;
const CHAINED = /^(?:During handling of the above exception|The above exception was the direct cause|Node\.js v\d)/;
const FAILURE =
  /^(?:Traceback \(most recent call last\):|(?:[\w$]+\.)*[\w$]*(?:Error|Exception|Throwable|Interrupt|Exit)(?:: |$| \[))/;
const PANIC = /^(?:panic|fatal error): /;
const GO = /^(?:goroutine \d+ \[|created by |exit status \d|\[signal |runtime stack:|[\w./*()[\]{}·-]+\(.*\)$)/;

/** Puts lines into groups as they come. */
export class LineGroups {
  readonly #last = new Map<string, { group: LineGroup; timestamp: string; text: string }>();

  /** The group of the next line of this source. */
  add(line: GroupedLine, source = 0): LineGroup {
    const text = plainStart(line.text, START);
    const last = this.#last.get(keyOf(source, line.stream));
    const goesOn =
      last !== undefined &&
      last.group.lines < MOST_LINES &&
      continues(text, last.text, last.group) &&
      apart(last.timestamp, line.timestamp) <= SPAN;
    const group = goesOn ? last.group : new LineGroup(line, PANIC.test(text), source);
    if (goesOn) group.lines++;
    this.#last.set(keyOf(source, line.stream), { group, timestamp: line.timestamp, text });
    return group;
  }

  /** What comes belongs to nothing that was; of this source alone, where one is told. */
  break(source?: number): void {
    if (source === undefined) this.#last.clear();
    else for (const stream of ["stdout", "stderr"]) this.#last.delete(keyOf(source, stream));
  }
}

function keyOf(source: number, stream: string): string {
  return `${source}/${stream}`;
}

function continues(text: string, before: string, group: LineGroup): boolean {
  if (BLANK.test(text)) return group.panics || group.lines > 1;
  const first = text.charCodeAt(0);
  if (first === 32 || first === 9) return !SET_RIGHT.test(text);
  if (group.panics && GO.test(text)) return true;
  if (CAUSE.test(text)) return true;
  if (group.lines > 1 && (CLOSING.test(text) || CHAINED.test(text))) return true;
  if (!FAILURE.test(text)) return false;
  // The last line of Python's trace, a trace after a blank line in one, or the failure that an error was written about.
  return (
    PYTHON_CODE.test(before) ||
    (before === "" && group.lines > 1) ||
    (group.lines === 1 && isFailure(group.level) && !FAILURE.test(before) && !before.startsWith("{"))
  );
}

function isFailure(level: Level | undefined): boolean {
  return level === "error" || level === "fatal" || level === "warn";
}

function apart(before: string, after: string): number {
  // In the same second, as nearly all are.
  if (before.slice(0, 19) === after.slice(0, 19)) return 0;
  const [from, to] = [Date.parse(milliseconds(before)), Date.parse(milliseconds(after))];
  return Number.isNaN(from) || Number.isNaN(to) ? 0 : Math.abs(to - from);
}

function milliseconds(timestamp: string): string {
  return timestamp.replace(/(\.\d{3})\d*/, "$1");
}
