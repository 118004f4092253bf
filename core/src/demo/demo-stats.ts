import type { IncomingMessage, ServerResponse } from "node:http";
import { isError } from "../errors/errors.ts";
import { delay } from "../lifetime/abort.ts";
import { type DemoContainer, isUp } from "./demo-container.ts";
import { nanosecondsOf, rfc3339 } from "./docker-time.ts";
import { randomAt } from "./random.ts";

const PROCESSORS = 8;
const MEMORY = 16_000_000_000;
const SECOND = 1_000;

/** `GET /containers/{id}/stats`: a line each second until who reads has gone or the container is removed. */
export async function sendStats(
  { now, exists }: { readonly now: () => number; readonly exists: (id: string) => boolean },
  container: DemoContainer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  response.writeHead(200, { "content-type": "application/json" });
  const counters = { used: 0, received: 0, sent: 0, read: 0, written: 0 };
  try {
    while (exists(container.id)) {
      const time = now();
      if (container.state === "running") count(counters, container.seed, Math.floor(time / SECOND));
      response.write(`${JSON.stringify(isUp(container) ? reading(counters, container, time) : stopped)}\n`);
      await delay(SECOND, gone.signal);
    }
    response.end();
  } catch (error) {
    if (!isError(error, "Cancelled")) throw error;
  } finally {
    request.resume();
  }
}

type Counters = Record<"used" | "received" | "sent" | "read" | "written", number>;

/** One more second: most do little, some a lot. */
function count(counters: Counters, seed: number, second: number): void {
  const busy = randomAt(seed, 0) ** 4;
  const now = 0.6 + 0.8 * randomAt(seed, second);
  counters.used += 1e9 * busy * now;
  counters.received += Math.round(200_000 * busy * now);
  counters.sent += Math.round(900_000 * busy * now);
  counters.read += 4096 * Math.round(20 * busy * now);
  counters.written += 4096 * Math.round(60 * busy * now);
}

function reading({ used, received, sent, read, written }: Counters, { seed }: DemoContainer, time: number): unknown {
  const held = 8e6 + 5e8 * randomAt(seed, 1) ** 2;
  const wave = 1 + 0.05 * Math.sin(time / 20_000 + seed);
  return {
    read: rfc3339(nanosecondsOf(time)),
    cpu_stats: {
      cpu_usage: { total_usage: Math.round(used) },
      system_cpu_usage: Math.round(time * 1e6 * PROCESSORS),
      online_cpus: PROCESSORS,
    },
    memory_stats: { usage: Math.round(held * wave), stats: { inactive_file: 0 }, limit: MEMORY },
    networks: { eth0: { rx_bytes: received, tx_bytes: sent } },
    blkio_stats: {
      io_service_bytes_recursive: [
        { major: 8, minor: 0, op: "read", value: read },
        { major: 8, minor: 0, op: "write", value: written },
      ],
    },
    pids_stats: { current: 1 + Math.floor(12 * randomAt(seed, 2)) },
  };
}

const stopped = { read: "0001-01-01T00:00:00Z", cpu_stats: {}, memory_stats: {}, pids_stats: {} };
