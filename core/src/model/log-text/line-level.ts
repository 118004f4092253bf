import { type Field, readJsonFields } from "./json-fields.ts";
import { readLogfmtFields } from "./logfmt-fields.ts";
import { plainStart } from "./plain-start.ts";

export const levels = ["fatal", "error", "warn", "info", "debug", "trace"] as const;
export type Level = (typeof levels)[number];

const WORDS: ReadonlyMap<string, Level> = new Map<string, Level>([
  ...["fatal", "critical", "crit", "emergency", "emerg", "alert", "panic", "ftl"].map((word): [string, Level] => [
    word,
    "fatal",
  ]),
  ...["error", "err", "eror", "severe", "fail"].map((word): [string, Level] => [word, "error"]),
  ...["warn", "warning", "wrn"].map((word): [string, Level] => [word, "warn"]),
  ...["info", "information", "notice", "inf"].map((word): [string, Level] => [word, "info"]),
  ...["debug", "dbug", "dbg"].map((word): [string, Level] => [word, "debug"]),
  ...["trace", "trce", "trc", "verbose"].map((word): [string, Level] => [word, "trace"]),
]);

const NAMES: ReadonlySet<string> = new Set(["level", "severity", "lvl", "loglevel", "log.level", "levelname", "@l"]);

const WORD = [...WORDS.keys()].join("|");
/** What stands before a level: times, zones, a process or thread, each with its own end. */
const STAMP =
  /[ \t]*(?:\[?\d{4}[-/]\d\d[-/]\d\d(?:[T ,]+\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?)?(?: ?(?:Z|[+-]\d\d:?\d\d|[A-Z]{3,4}(?![A-Za-z:])))?\]?|\[?\d\d:\d\d:\d\d(?:[.,]\d+)?\]?|[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d)[ \t]*(?:[-|] )?/y;
const ASIDE = /[ \t]*(?:\[[^\]]{0,60}\]|\d{1,10}(?=\s))[ \t]*/y;
const BRACKETED = new RegExp(`[ \\t]*[[(<][ \\t]*(${WORD})[ \\t]*[\\])>]`, "iy");
/** In capitals or small letters it stands for itself; as at the beginning of a sentence only with a sign after it. */
const BARE = new RegExp(
  `[ \\t]*(?:((?:${WORD.toUpperCase()})(?![\\w-])|(?:${WORD})(?=[ \\t:|[]))|([A-Z][a-z]+)(?=[:|\\]]| [-|] ))`,
  "y",
);
/** After a time, between signs: `… - shop - INFO - …`, `… | INFO | …`. */
const BETWEEN = new RegExp(`(?:[-|:] ?)(${WORD.toUpperCase()})[ \\t]*[-|:]`);
const KLOG = /^([IWEF])\d{4} \d\d:\d\d:\d\d/;
const KLOG_LEVELS: Readonly<Record<string, Level>> = { I: "info", W: "warn", E: "error", F: "fatal" };
const FAILURE =
  /^(?:Traceback \(most recent call last\)|Unhandled [Ee]xception|Uncaught |Exception in thread |(?:[\w$]+\.)*[\w$]*(?:Error|Exception)(?:: | \[|$))/;
const PANIC = /^(?:panic|fatal error): /;

/** Characters at the beginning that are looked at. */
const START = 400;
/** Of a line of fields, where the level may stand behind a long message. */
const FIELDS_START = 20_000;

/** What the line itself says its level is; undefined where it doesn't. */
export function levelOf(line: string): Level | undefined {
  const text = plainStart(line, START).trimStart();
  if (text.startsWith("{")) return levelOfFields(line, readJsonFields);
  return levelAtStart(text) ?? levelOfFields(line, readLogfmtAfterStamp);
}

function levelOfFields(line: string, read: typeof readJsonFields): Level | undefined {
  let level: Level | undefined;
  read(plainStart(line, FIELDS_START).trimStart(), (field) => {
    if (!NAMES.has(field.name.toLowerCase())) return false;
    level = levelOfValue(field);
    return level !== undefined;
  });
  return level;
}

function readLogfmtAfterStamp(text: string, onField: (field: Field) => boolean): void {
  readLogfmtFields(text.slice(endOf(STAMP, text, 0) ?? 0), onField);
}

/** Numbers as pino and bunyan write them. */
function levelOfValue({ value, kind }: Field): Level | undefined {
  const number = kind === "number" ? Number(value) : Number.NaN;
  if (Number.isNaN(number)) return WORDS.get(value.trim().toLowerCase());
  return number >= 10 && number < 70 ? levels[6 - Math.floor(number / 10)] : undefined;
}

function levelAtStart(text: string): Level | undefined {
  const klog = KLOG.exec(text)?.[1];
  if (klog !== undefined) return KLOG_LEVELS[klog];
  let stamped = false;
  for (let at = 0, turn = 0; turn < 6; turn++) {
    const word = match(BRACKETED, text, at) ?? match(BARE, text, at);
    const level = WORDS.get(word?.toLowerCase() ?? "");
    if (level !== undefined) return level;
    const stamp = endOf(STAMP, text, at);
    stamped ||= stamp !== undefined;
    const next = stamp ?? endOf(ASIDE, text, at);
    if (next === undefined) break;
    at = next;
  }
  const between = stamped ? BETWEEN.exec(text.slice(0, 160))?.[1] : undefined;
  if (between !== undefined) return WORDS.get(between.toLowerCase());
  if (FAILURE.test(text)) return "error";
  return PANIC.test(text) ? "fatal" : undefined;
}

function match(expression: RegExp, text: string, at: number): string | undefined {
  expression.lastIndex = at;
  const found = expression.exec(text);
  return found?.[1] ?? found?.[2];
}

function endOf(expression: RegExp, text: string, at: number): number | undefined {
  expression.lastIndex = at;
  return expression.test(text) ? expression.lastIndex : undefined;
}
