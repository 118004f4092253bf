import { NotFound } from "../errors/errors.ts";
import { linkedAbort } from "../lifetime/abort.ts";
import type { LogLine } from "../model/log-line.ts";
import type { LogPart } from "../model/log-search.ts";
import type { Selector } from "../model/ref.ts";
import type { LogEntry } from "./lines.ts";
import type { LogTargets } from "./log-source.ts";
import { type LogPlace, readLog } from "./read-log.ts";
import { epochSeconds } from "./timestamp.ts";

export interface AroundQuery {
  readonly selector: Selector;
  /** Canonical, see timestamp.ts. */
  readonly timestamp: string;
}

/** Lines that are given before that time, and from it on. */
const BEFORE = 1000;
const AFTER = 2000;
/** Seconds before that time from which on is read; more when they hold too little. */
const REACHES = [10, 600, 86_400];

/** The lines around a time, however far back it lies. Errors: HostUnreachable, NotFound, EngineError, Cancelled. */
export async function readAround(targets: LogTargets, query: AroundQuery, signal: AbortSignal): Promise<LogPart> {
  const { selector, timestamp } = query;
  const target = targets.find(selector);
  const host = targets.host(selector.host);
  if (target === undefined || host?.kind !== "online") throw new NotFound("There is no such container any more.");
  const ref = { host: selector.host, id: target.id };
  const { tty, running } = await targets.inspect(ref, signal);
  const place = { source: host.source, ref, tty, complete: !running };
  for (const reach of REACHES) {
    const part = await readFrom(place, timestamp, epochSeconds(timestamp, reach), signal);
    if (part.olderLeft) return part;
  }
  return readFrom(place, timestamp, undefined, signal);
}

async function readFrom(
  place: LogPlace,
  timestamp: string,
  since: string | undefined,
  signal: AbortSignal,
): Promise<LogPart> {
  let before: LogEntry[] = [];
  const after: LogEntry[] = [];
  let olderLeft = false;
  const enough = linkedAbort(signal);
  try {
    const request = { follow: false, ...(since === undefined ? {} : { since }) };
    for await (const entries of readLog(place, request, enough.signal)) {
      for (const entry of entries) (entry.timestamp < timestamp ? before : after).push(entry);
      if (before.length > BEFORE * 2) {
        before = before.slice(-BEFORE);
        olderLeft = true;
      }
      if (after.length > AFTER) break;
    }
  } finally {
    enough.abort();
    enough.dispose();
  }
  const lines = [...before.slice(-BEFORE), ...after.slice(0, AFTER)].map(lineOf);
  return { lines, olderLeft: olderLeft || before.length > BEFORE, newerLeft: after.length > AFTER };
}

function lineOf({ stream, timestamp, text, cutFrom }: LogEntry, sequence: number): LogLine {
  return cutFrom === undefined ? { sequence, timestamp, stream, text } : { sequence, timestamp, stream, text, cutFrom };
}
