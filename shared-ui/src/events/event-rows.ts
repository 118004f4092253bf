import type { QuaysideEvent } from "@quayside/core/model/event.ts";

export interface DayRow {
  readonly kind: "day";
  readonly key: string;
  /** Of its newest event. */
  readonly time: number;
}

export interface EventRow {
  readonly kind: "event";
  readonly key: string;
  readonly event: QuaysideEvent;
  readonly open: boolean;
  /** It is one of a burst, and stands under it. */
  readonly nested: boolean;
}

/** Many events of one container in a short time, as of one that dies at once after each start. */
export interface BurstRow {
  readonly kind: "burst";
  readonly key: string;
  /** Newest first. */
  readonly events: readonly QuaysideEvent[];
  readonly open: boolean;
}

export type ListRow = DayRow | EventRow | BurstRow;

/** Milliseconds between two events of a burst at most. */
const PAUSE = 120_000;
/** A start, its end and a removal are no burst. */
const LEAST = 6;

/** Events, newest first, as rows under their days. `open`: keys of rows that are opened. */
export function rowsOf(events: readonly QuaysideEvent[], open: ReadonlySet<string>): readonly ListRow[] {
  const bursts = burstsOf(events);
  const rows: ListRow[] = [];
  let day = "";
  for (const event of events) {
    const burst = bursts.get(event);
    if (burst !== undefined && burst[0] !== event) continue;
    const date = new Date(event.time).toDateString();
    if (date !== day) rows.push({ kind: "day", key: `day ${date}`, time: event.time });
    day = date;
    if (burst === undefined) {
      rows.push({ kind: "event", key: event.id, event, open: open.has(event.id), nested: false });
      continue;
    }
    // By its oldest event: newer ones join it.
    const key = `burst ${burst.at(-1)?.id}`;
    const isOpen = open.has(key);
    rows.push({ kind: "burst", key, events: burst, open: isOpen });
    if (!isOpen) continue;
    for (const part of burst)
      rows.push({ kind: "event", key: part.id, event: part, open: open.has(part.id), nested: true });
  }
  return rows;
}

/** Each event of a burst, with all of that burst. */
function burstsOf(events: readonly QuaysideEvent[]): ReadonlyMap<QuaysideEvent, readonly QuaysideEvent[]> {
  const runs: QuaysideEvent[][] = [];
  const latest = new Map<string, QuaysideEvent[]>();
  for (const event of events) {
    if (event.kind !== "engine" || event.subject === undefined) continue;
    const key = JSON.stringify([event.host, event.subject.type, event.subject.name]);
    const run = latest.get(key);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && last.time - event.time <= PAUSE) run.push(event);
    else {
      const fresh = [event];
      latest.set(key, fresh);
      runs.push(fresh);
    }
  }
  const bursts = new Map<QuaysideEvent, readonly QuaysideEvent[]>();
  for (const run of runs) if (run.length >= LEAST) for (const event of run) bursts.set(event, run);
  return bursts;
}

/** How often what happened in a burst, the most frequent first. */
export function countsOf(events: readonly QuaysideEvent[]): readonly (readonly [type: string, times: number])[] {
  const counts = new Map<string, number>();
  for (const { type } of events) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}

/** The worst of a burst: it gives the row its colour. */
export function worstOf(events: readonly QuaysideEvent[]): QuaysideEvent {
  const rank = { error: 2, warning: 1, info: 0 } as const;
  return events.reduce((worst, event) => (rank[event.level] > rank[worst.level] ? event : worst));
}
