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

const LINE_LIMIT = 1 << 20;

/** Bytes cut anywhere into lines. A line without end is given up at 1 MB: no engine sends such. */
export async function* lines(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    let data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10)) {
      yield data.toString("utf8", 0, end);
      data = data.subarray(end + 1);
    }
    rest = data.length > LINE_LIMIT ? Buffer.alloc(0) : data;
  }
  if (rest.length > 0) yield rest.toString("utf8");
}
