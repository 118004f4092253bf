import type { Quayside } from "@quayside/core/quayside.ts";
import { removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { until } from "../lab/waiting.ts";
import { rawDrain } from "./raw-api.ts";
import { alternating, percentile, type Row, rounded, timed } from "./row.ts";

/** Of each log, as the container wrote it. */
const MEGABYTES = 50;
const LINE = 100;
/** Logs that are searched beside each other, so many as the search reads at once on one host. */
const SEARCHED = 3;

/** Through all that several containers wrote, and nothing is found: beside the engine's own speed. */
export async function benchSearch(quayside: Quayside, host: string, engine: EngineAccess): Promise<Row[]> {
  const line = "x".repeat(LINE - 1);
  const script = `yes ${line} | head -n ${(MEGABYTES * 1_000_000) / LINE}`;
  const names = Array.from({ length: SEARCHED }, (_, index) => `bench-search-${index}`);
  const ids = await Promise.all(names.map((name) => runContainer(engine, { name, script })));
  const containers = ids.map((id) => ({ host, id }));
  await until(() => containers.every((ref) => quayside.inventory.container(ref)?.state === "exited"), {
    what: "the logs that are searched",
    withinMs: 300_000,
  });
  const rate = async (work: () => Promise<unknown>): Promise<number> =>
    (MEGABYTES * SEARCHED) / ((await timed(work)) / 1000);
  const search = async (): Promise<void> => {
    let lines = 0;
    const { signal } = new AbortController();
    const counts = new Map<string, number>();
    for await (const batch of quayside.logs.search({ text: "nowhere", containers }, signal))
      for (const { ref, lines: read } of batch.containers) counts.set(ref.id, read);
    for (const read of counts.values()) lines += read;
    const expected = ((MEGABYTES * 1_000_000) / LINE) * SEARCHED;
    if (lines !== expected) throw new Error(`${lines} of ${expected} lines were searched`);
  };
  const path = (id: string) => `/containers/${id}/logs?stdout=1&stderr=1&timestamps=1`;
  const rates = await alternating(3, {
    ours: () => rate(search),
    raw: () => rate(() => Promise.all(ids.map((id) => rawDrain(engine.socket, path(id))))),
  });
  await Promise.all(ids.map((id) => removeContainer(engine, id)));
  const [reached, raw] = [percentile(rates.ours, 0.5), percentile(rates.raw, 0.5)];
  return [
    {
      name: `search through ${MEGABYTES * SEARCHED} MB of logs`,
      unit: "MB/s",
      target: "≥ 0.8 × raw",
      reached: rounded(reached),
      kept: reached >= 0.8 * raw,
      raw: rounded(raw),
      samples: 3,
    },
  ];
}
