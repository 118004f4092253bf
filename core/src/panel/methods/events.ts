import * as v from "valibot";
import { type EventQuery, eventKinds, eventLevels, type QuaysideEvent } from "../../model/event.ts";
import { id } from "./inputs.ts";
import { call, stream } from "./method.ts";

/** Epoch milliseconds, as far as a Date reaches. */
const time = v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15));
const searched = v.pipe(v.string(), v.maxLength(1000));

const eventQuery: v.GenericSchema<unknown, EventQuery> = v.object({
  host: v.exactOptional(id),
  kinds: v.exactOptional(few(v.picklist(eventKinds))),
  levels: v.exactOptional(few(v.picklist(eventLevels))),
  subject: v.exactOptional(searched),
  text: v.exactOptional(searched),
  since: v.exactOptional(time),
  until: v.exactOptional(time),
  limit: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000))),
});

function few<T>(item: v.GenericSchema<unknown, T>) {
  return v.pipe(v.array(item), v.maxLength(16), v.readonly());
}

export const eventsMethods = {
  "events.query": call<readonly QuaysideEvent[]>()(v.object({ query: eventQuery })),
  /** First those that `events.query` gives, then those that come, each once. */
  "events.follow": stream<readonly QuaysideEvent[]>()(v.object({ query: eventQuery })),
} as const;
