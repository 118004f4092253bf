import { type LogStyle, logStyles } from "./demo-log-styles.ts";
import { picked, randomAt } from "./random.ts";

/**
 * A container's log is a function of its runs and its seed, not a memory: ten thousand containers cost nothing until
 * somebody reads, and the same lines come again whenever they are read.
 */
export interface LogSource {
  readonly seed: number;
  readonly style: LogStyle;
  /** Milliseconds between two lines, about. */
  readonly pace: number;
  readonly spans: readonly LogSpan[];
}

/** A time in which lines come: a run, or a part of one that a pause cut. Epoch milliseconds. */
export interface LogSpan {
  readonly from: number;
  readonly to?: number;
  readonly starts: boolean;
  readonly end?: "stop" | "crash";
}

export interface LogEntry {
  /** Nanoseconds since 1970. */
  readonly time: bigint;
  readonly stream: "stdout" | "stderr";
  readonly text: string;
}

export interface LogRange {
  /** Later than this, in nanoseconds. */
  readonly after: bigint;
  /** Not later than this. */
  readonly until: bigint;
}

/** What a log driver that rotates would keep. */
const KEPT = 5000;

/** The last `count` lines of the range, oldest first; at most 5000. */
export function logEntries(source: LogSource, range: LogRange, count = KEPT): LogEntry[] {
  const found: LogEntry[] = [];
  let entries = 0;
  // A little later than asked: a line's time is rounded to microseconds. What is too late is left out by its own time.
  const latest = milliseconds(range.until) + 0.01;
  for (const span of [...source.spans].reverse()) {
    for (const entry of backwards(source, span, Math.min(span.to ?? Number.POSITIVE_INFINITY, latest))) {
      if (entry[0] !== undefined && entry[0].time > range.until) continue;
      entries += entry.length;
      found.push(...[...entry].reverse());
      if (entries >= Math.min(count, KEPT) || (entry[0] !== undefined && entry[0].time <= range.after))
        return finished(found, range, count);
    }
  }
  return finished(found, range, count);
}

/** When the next line comes; nothing where the container is silent. Epoch milliseconds. */
export function nextEntryTime(source: LogSource, now: number): number | undefined {
  const span = source.spans.at(-1);
  if (span === undefined || span.to !== undefined) return undefined;
  let index = tickBefore(source, span, now) + 1;
  while (tickTime(source, span, index) <= now) index += 1;
  return tickTime(source, span, index);
}

function finished(newestFirst: readonly LogEntry[], { after, until }: LogRange, count: number): LogEntry[] {
  const inside = newestFirst.filter(({ time }) => time > after && time <= until);
  return inside.slice(0, Math.min(count, KEPT)).reverse();
}

/** From the newest to the oldest; each is one or, for a stack trace, several lines. */
function* backwards(source: LogSource, span: LogSpan, to: number): Generator<readonly LogEntry[]> {
  const { start, stop, crash } = logStyles[source.style];
  const last =
    span.end === undefined || span.to === undefined || span.to > to ? [] : span.end === "stop" ? stop : crash;
  for (let i = last.length - 1; i >= 0; i -= 1) yield written(source, to + i / 1000, 1_000_000 + i, last[i] ?? "");
  for (let index = tickBefore(source, span, to); index >= 0; index -= 1) {
    const time = tickTime(source, span, index);
    const roll = randomAt(source.seed, index * 7 + 3);
    if (time <= to) yield written(source, time, index, picked(logStyles[source.style].usual, roll));
  }
  const first = span.starts ? start : [];
  for (let i = first.length - 1; i >= 0; i -= 1)
    yield written(source, span.from + i * startGap, 2_000_000 + i, first[i] ?? "");
}

const startGap = 4;

/** The first lines come at once; the others never overtake each other, since the jitter stays below the pace. */
function tickTime({ seed, pace }: LogSource, { from }: LogSpan, index: number): number {
  return from + 40 + index * pace + randomAt(seed, index) * pace * 0.9;
}

function tickBefore({ pace }: LogSource, { from }: LogSpan, time: number): number {
  return Math.max(-1, Math.ceil((time - from - 40) / pace));
}

function written(source: LogSource, at: number, index: number, template: string): LogEntry[] {
  const microseconds = BigInt(Math.round(at * 1000));
  return template.split("\n").map((line, row) => ({
    time: microseconds * 1000n + BigInt((index % 90) * 10 + row),
    stream: line.startsWith("!") ? "stderr" : "stdout",
    text: filled(line.replace(/^!/, ""), at, (salt) => randomAt(source.seed ^ salt, index)),
  }));
}

const paths = ["/", "/product/4711", "/product/815", "/search?q=lamp", "/account", "/checkout", "/healthz"];

function filled(template: string, at: number, random: (salt: number) => number): string {
  const iso = new Date(at).toISOString();
  let salt = 0;
  return template.replaceAll(/\{(ms|id|path|ip|n|time|iso|day|amount)\}/g, (_all, name: string) => {
    salt += 1;
    const roll = random(salt * 0x51ed);
    if (name === "ms") return String(10 + Math.floor(roll * 89));
    if (name === "id")
      return Math.floor(roll * 2 ** 32)
        .toString(16)
        .padStart(8, "0");
    if (name === "path") return picked(paths, roll);
    if (name === "ip") return `10.4.${Math.floor(roll * 8)}.${1 + (Math.floor(roll * 9973) % 254)}`;
    if (name === "n") return String(100 + Math.floor(roll * 4900));
    if (name === "amount") return (roll * 200).toFixed(2);
    return name === "iso" ? iso : name === "day" ? iso.slice(0, 23).replace("T", " ") : iso.slice(11, 23);
  });
}

function milliseconds(nanoseconds: bigint): number {
  return Number(nanoseconds / 1000n) / 1000;
}
