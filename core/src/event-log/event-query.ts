import type { EventQuery, QuaysideEvent } from "../model/event.ts";

/** Events that a query gives where it doesn't say how many. */
export const defaultLimit = 200;

/**
 * Whether the query asks for this event. `since` and `until` are both included; `subject` is an id or a name, whole;
 * `text` is looked for, in any case of letters, in what people read of an event.
 */
export function matches(event: QuaysideEvent, query: EventQuery): boolean {
  if (query.host !== undefined && event.host !== query.host) return false;
  if (query.kinds !== undefined && !query.kinds.includes(event.kind)) return false;
  if (query.levels !== undefined && !query.levels.includes(event.level)) return false;
  if (query.since !== undefined && event.time < query.since) return false;
  if (query.until !== undefined && event.time > query.until) return false;
  if (query.subject !== undefined && query.subject !== event.subject?.id && query.subject !== event.subject?.name)
    return false;
  return query.text === undefined || query.text === "" || holdsText(event, query.text.toLowerCase());
}

function holdsText(event: QuaysideEvent, text: string): boolean {
  const { message, type, subject, error, command } = event;
  return [message, type, subject?.name, subject?.id, error, command].some((part) => part?.toLowerCase().includes(text));
}
