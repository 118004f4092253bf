import type { Quayside } from "@quayside/core/quayside.ts";
import { removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { until } from "../lab/waiting.ts";
import type { Row } from "./row.ts";

const SECONDS = 5;
const RATE = 1_000;
const WORKERS = 8;

/** A thousand events a second for five seconds: how many of them come out of the inventory. */
export async function benchEvents(quayside: Quayside, host: string, engine: EngineAccess): Promise<Row[]> {
  const id = await runContainer(engine, { name: "bench-events" });
  await until(() => quayside.inventory.container({ host, id }), { what: "the container" });
  const mark = `bench-${process.pid}`;
  const seen = new Set<string>();
  const listening = quayside.inventory.onDidHostEvent(({ event }) => {
    if (event.action.includes(mark)) seen.add(event.action);
  });
  const total = RATE * SECONDS;
  const start = performance.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < total) {
      const number = next++;
      // Making an exec and never starting it is the cheapest event that a real engine has.
      await engine.api.json("POST", `/containers/${id}/exec`, { Cmd: [mark, String(number)] });
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
  const perSecond = total / ((performance.now() - start) / 1000);
  await until(() => seen.size === total, { what: "all events", withinMs: 10_000 }).catch(() => false);
  listening.dispose();
  await removeContainer(engine, id);
  const lost = total - seen.size;
  return [
    {
      name: `events lost of ${total} at ${Math.round(perSecond)}/s`,
      unit: "events",
      target: "0 at 1,000/s",
      reached: lost,
      kept: lost === 0 && perSecond >= RATE,
      samples: total,
    },
  ];
}
