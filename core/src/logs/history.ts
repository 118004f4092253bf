import type { LogStream } from "../model/log-line.ts";
import type { Cursor } from "./cursor.ts";
import type { LogEntry } from "./lines.ts";
import { type LogPlace, readLog } from "./read-log.ts";
import { epochSeconds } from "./timestamp.ts";

export interface HistoryQuery {
  readonly tail?: number;
  /** Canonical, see timestamp.ts. */
  readonly since?: string;
}

/** Up to so many last lines are gathered, then shown; more flow as they come, where the engine's own tail is whole. */
const GATHERED = 2000;
/**
 * So many more are asked for and not shown: the first could be the rest of a long line that began before, or one of
 * several lines with one timestamp of which not all came, and then the cursor wouldn't know its place.
 */
const MARGIN = 16;
const FRACTION = /\.\d{9}Z$/;

/** The history that a viewer asked for, up to now. Advances the cursor past what is read and not shown. */
export async function* readHistory(
  place: LogPlace,
  query: HistoryQuery,
  cursor: Cursor,
  signal: AbortSignal,
): AsyncGenerator<readonly LogEntry[]> {
  const { tail } = query;
  // Where the lines of a second can't be told apart by their time, all of them must be there to be counted.
  const from = place.source.logHabits.wholeSeconds ? query.since?.replace(FRACTION, ".000000000Z") : query.since;
  const since = from === undefined ? {} : { since: epochSeconds(from) };
  const { wholeTail } = place.source.logHabits;
  if (tail === undefined || (tail > GATHERED && wholeTail)) {
    yield* readLog(place, { follow: false, ...(tail === undefined ? {} : { tail }), ...since }, signal);
    return;
  }
  let entries = await all(readLog(place, { follow: false, tail: tail + MARGIN, ...since }, signal));
  const first = entries[0];
  // Of one stream that alone is as bad: the count of its lines with this timestamp would be of those that came.
  const last = (stream: LogStream) => entries.findLast((entry) => entry.stream === stream)?.timestamp;
  const uncounted = [last("stdout"), last("stderr")].includes(first?.timestamp);
  if (first !== undefined && (!wholeTail || (entries.length > MARGIN && uncounted))) {
    entries = await all(readLog(place, { follow: false, since: epochSeconds(first.timestamp) }, signal));
  }
  const shown = Math.max(0, entries.length - tail);
  cursor.advance(entries.slice(0, shown));
  yield entries.slice(shown);
}

async function all(read: AsyncIterable<readonly LogEntry[]>): Promise<LogEntry[]> {
  const all: LogEntry[] = [];
  for await (const entries of read) all.push(...entries);
  return all;
}
