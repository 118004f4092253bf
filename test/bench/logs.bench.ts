import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Quayside } from "@quayside/core/quayside.ts";
import { removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { until } from "../lab/waiting.ts";
import { rawDrain } from "./raw-api.ts";
import { alternating, percentile, type Row, rounded, timed } from "./row.ts";

/** 200 MB as the container wrote them. */
const MEGABYTES = 200;
const LINE = 100;

export async function benchLogs(quayside: Quayside, host: string, engine: EngineAccess): Promise<Row[]> {
  const line = "x".repeat(LINE - 1);
  const script = `yes ${line} | head -n ${(MEGABYTES * 1_000_000) / LINE}`;
  const id = await runContainer(engine, { name: "bench-logs", script });
  await until(() => quayside.inventory.container({ host, id })?.state === "exited", {
    what: "200 MB of logs",
    withinMs: 300_000,
  });
  const all = `/containers/${id}/logs?stdout=1&stderr=1&timestamps=1`;
  const lines = (MEGABYTES * 1_000_000) / LINE;
  const rate = async (work: () => Promise<unknown>): Promise<number> => MEGABYTES / ((await timed(work)) / 1000);
  const throughput = await alternating(3, {
    ours: () => rate(() => readLines(quayside, { host, id }, undefined, lines)),
    raw: () => rate(() => rawDrain(engine.socket, all)),
    cli: () => rate(() => dockerLogs(engine, id)),
  });
  const tail = {
    ours: () => timed(() => readLines(quayside, { host, id }, 1_000, 1_000)),
    raw: () => timed(() => rawDrain(engine.socket, `${all}&tail=1000`)),
    cli: () => timed(() => engine.docker(["logs", "--tail", "1000", id])),
  };
  await alternating(3, tail);
  const last = await alternating(20, tail);
  await removeContainer(engine, id);
  const reached = { throughput: percentile(throughput.ours, 0.5), tail: percentile(last.ours, 0.5) };
  const raw = { throughput: percentile(throughput.raw, 0.5), tail: percentile(last.raw, 0.5) };
  return [
    {
      name: "200 MB of logs",
      unit: "MB/s",
      target: "≥ 0.95 × raw",
      reached: rounded(reached.throughput),
      kept: reached.throughput >= 0.95 * raw.throughput,
      raw: rounded(raw.throughput),
      cli: rounded(percentile(throughput.cli, 0.5)),
      samples: 3,
    },
    {
      name: "last 1,000 lines",
      unit: "ms",
      target: "≤ 1.5 × raw",
      reached: rounded(reached.tail),
      kept: reached.tail <= 1.5 * raw.tail,
      raw: rounded(raw.tail),
      cli: rounded(percentile(last.cli, 0.5)),
      samples: 20,
    },
  ];
}

/** As a person would read them into nothing: 200 MB are too much to be held as one text. */
function dockerLogs(engine: EngineAccess, id: string): Promise<unknown> {
  const env = { ...process.env, DOCKER_HOST: engine.dockerHost };
  const child = spawn("/usr/bin/docker", ["logs", id], { env, stdio: "ignore" });
  return once(child, "exit");
}

/** Follows until so many lines have come. */
export async function readLines(
  quayside: Quayside,
  selector: { host: string; id: string },
  tail: number | undefined,
  count: number,
): Promise<void> {
  let seen = 0;
  const stop = new AbortController();
  for await (const { items } of quayside.logs.follow(
    { selector, ...(tail === undefined ? {} : { tail }) },
    stop.signal,
  )) {
    for (const item of items) {
      if ("line" in item) seen += 1;
      else if (item.notice.kind === "skipped") throw new Error(`${item.notice.lines} lines were skipped`);
    }
    if (seen >= count) break;
  }
  stop.abort();
}
