import type { EngineEvent } from "../model/engine-event.ts";
import { object, text, textMap } from "./json.ts";

/** One JSON line of `/events` into our words; nothing for a line that is none. */
export function parseEvent(line: string): EngineEvent | undefined {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return undefined;
  }
  const event = object(json);
  const actor = object(event.Actor);
  const action = text(event.Action) || text(event.status);
  const seconds = typeof event.time === "number" ? event.time : 0;
  if (action === "") return undefined;
  return {
    type: text(event.Type) || "container",
    action,
    actorId: text(actor.ID) || text(event.id),
    attributes: textMap(actor.Attributes),
    // Taken from the text: as a number it would lose its last digits.
    timeNano: /"timeNano":(\d+)/.exec(line)?.[1] ?? `${seconds}000000000`,
  };
}

/** The engine takes times as seconds with nanoseconds behind a point. */
export function eventTime(timeNano: string): string {
  const digits = timeNano.padStart(10, "0");
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

/** An event carries all labels of its container, and the engine takes labels of many MB. */
const LINE_LIMIT = 64 << 20;

/** Bytes cut anywhere into lines. Of a line beyond 64 MB only what is left after the limit is given. */
export async function* lines(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let begun: Buffer[] = [];
  let length = 0;
  const whole = (last: Buffer): string => {
    const line = Buffer.concat([...begun, last]).toString("utf8");
    begun = [];
    length = 0;
    return line;
  };
  for await (const chunk of stream) {
    let data = chunk;
    for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10)) {
      yield whole(data.subarray(0, end));
      data = data.subarray(end + 1);
    }
    if (data.length === 0) continue;
    if (length + data.length > LINE_LIMIT) {
      begun = [];
      length = 0;
    }
    begun.push(data);
    length += data.length;
  }
  if (length > 0) yield whole(Buffer.alloc(0));
}
