import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isError } from "../errors/errors.ts";
import { delay } from "../lifetime/abort.ts";
import type { DemoContainer } from "./demo-container.ts";
import { type LogEntry, logEntries, nextEntryTime } from "./demo-log.ts";
import { nanosecondsOf, parseTime, rfc3339 } from "./docker-time.ts";
import type { DemoEvent, EventHistory } from "./event-history.ts";
import { framed } from "./frame.ts";

interface Events {
  readonly events: EventHistory;
  readonly now: () => number;
}

/** `GET /events`: what is kept since then, and what happens until then. */
export function sendEvents(
  { events, now }: Events,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const since = parseTime(query.get("since"));
  const until = parseTime(query.get("until"));
  response.writeHead(200, { "content-type": "application/json" });
  response.flushHeaders();
  const inside = ({ timeNano }: DemoEvent) =>
    (since === undefined || timeNano >= since) && (until === undefined || timeNano <= until);
  if (since !== undefined) for (const event of events.kept) if (inside(event)) response.write(event.line);
  const left = until === undefined ? undefined : Number(until / 1_000_000n) - now();
  if (left !== undefined && left <= 0) return void response.end();

  const listening = events.onDidAppend((event) => {
    if (inside(event)) response.write(event.line);
  });
  const timer = left === undefined ? undefined : setTimeout(() => response.end(), Math.min(left, 2 ** 31 - 1)).unref();
  request.socket.once("close", () => response.end());
  response.once("close", () => {
    listening.dispose();
    clearTimeout(timer);
  });
}

/** How soon a follower sees that its container has ended or gone on. */
const LOOKS_AGAIN = 200;

/** `GET /containers/{id}/logs`, framed. With `follow` until the container ends. */
export async function sendLogs(
  { now }: { readonly now: () => number },
  container: DemoContainer,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const flag = (name: string) => /^(1|true)$/i.test(query.get(name) ?? "");
  const tail = /^\d+$/.test(query.get("tail") ?? "") ? Number(query.get("tail")) : undefined;
  const until = parseTime(query.get("until"));
  const wanted = { stdout: flag("stdout"), stderr: flag("stderr") };
  const written = ({ time, stream, text }: LogEntry) =>
    framed(stream, `${flag("timestamps") ? `${rfc3339(time)} ` : ""}${text}\n`);
  response.writeHead(200, { "content-type": "application/vnd.docker.multiplexed-stream" });
  response.flushHeaders();

  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const send = async (entries: readonly LogEntry[]): Promise<void> => {
    const bytes = Buffer.concat(entries.filter(({ stream }) => wanted[stream]).map(written));
    if (bytes.length > 0 && !response.write(bytes)) await once(response, "drain", { signal: gone.signal });
  };
  try {
    let seen = smaller(until, nanosecondsOf(now()));
    const since = parseTime(query.get("since"));
    await send(logEntries(container, { after: since === undefined ? 0n : since - 1n, until: seen }, tail));
    while (flag("follow") && !gone.signal.aborted && (until === undefined || seen < until)) {
      if (container.state === "exited" || container.state === "restarting") break;
      const next = nextEntryTime(container, now());
      await delay(Math.max(1, Math.min(LOOKS_AGAIN, (next ?? Number.POSITIVE_INFINITY) - now())), gone.signal);
      const present = smaller(until, nanosecondsOf(now()));
      await send(logEntries(container, { after: seen, until: present }));
      seen = present;
    }
    response.end();
  } catch (error) {
    // Who read has gone.
    if (!gone.signal.aborted && !isError(error, "Cancelled")) throw error;
  } finally {
    request.resume();
  }
}

function smaller(a: bigint | undefined, b: bigint): bigint {
  return a !== undefined && a < b ? a : b;
}
