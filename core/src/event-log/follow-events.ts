import { onAbort } from "../lifetime/abort.ts";
import type { EventQuery, QuaysideEvent } from "../model/event.ts";
import type { EventLog } from "./event-log.ts";
import { defaultLimit, matches } from "./event-query.ts";

/**
 * First what the query finds, newest first, then what comes and fits: each event once, in the order in which it came.
 * Who takes long to ask for the next gets the newest of what came meanwhile, as many as the query asks for. Ends on abort.
 */
export async function* followEvents(
  log: Pick<EventLog, "query" | "onDidAppend">,
  query: EventQuery,
  signal: AbortSignal,
): AsyncGenerator<readonly QuaysideEvent[]> {
  let pending: QuaysideEvent[] = [];
  let wake: () => void = () => {};
  const listening = log.onDidAppend((events) => {
    const fitting = events.filter((event) => matches(event, query));
    if (fitting.length === 0) return;
    pending = [...pending, ...fitting].slice(-(query.limit ?? defaultLimit));
    wake();
  });
  const aborted = onAbort(signal, () => wake());
  try {
    const found = await log.query(query, signal);
    yield found;
    // What was appended while the log was read may be in both.
    const known = new Set(found.map(({ id }) => id));
    while (!signal.aborted) {
      pending = pending.filter(({ id }) => !known.has(id));
      if (pending.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (signal.aborted) resolve();
        });
        continue;
      }
      const events = pending;
      pending = [];
      yield events;
    }
  } finally {
    listening.dispose();
    aborted.dispose();
  }
}
