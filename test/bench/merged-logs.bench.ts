import http from "node:http";
import type { Quayside } from "@quayside/core/quayside.ts";
import { removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { until } from "../lab/waiting.ts";
import { readLines } from "./logs.bench.ts";
import { rawDrain } from "./raw-api.ts";
import { alternating, percentile, type Row, rounded, timed } from "./row.ts";

const SOURCES = 10;
/** Of each, as its container wrote them. */
const MEGABYTES = 10;
const LINE = 100;
/** Milliseconds for which what is written singly is watched. */
const WATCH = 10_000;

export async function benchMergedLogs(quayside: Quayside, host: string, engine: EngineAccess): Promise<Row[]> {
  const script = `yes ${"x".repeat(LINE - 1)} | head -n ${(MEGABYTES * 1_000_000) / LINE}`;
  const names = Array.from({ length: SOURCES }, (_, index) => `bench-merged-${index}`);
  const ids = await Promise.all(names.map((name) => runContainer(engine, { name, script })));
  await until(() => ids.every((id) => quayside.inventory.container({ host, id })?.state === "exited"), {
    what: "the logs of ten containers",
    withinMs: 300_000,
  });
  const all = (id: string) => `/containers/${id}/logs?stdout=1&stderr=1&timestamps=1`;
  const rate = async (work: () => Promise<unknown>) => (SOURCES * MEGABYTES) / ((await timed(work)) / 1000);
  const selectors = names.map((name) => ({ host, name }));
  const throughput = await alternating(3, {
    ours: () => rate(() => readAll(quayside, selectors)),
    raw: () => rate(() => Promise.all(ids.map((id) => rawDrain(engine.socket, all(id))))),
  });
  const [first = ""] = ids;
  const lines = (MEGABYTES * 1_000_000) / LINE;
  const cpu = await alternating(5, {
    ours: () => cpuOf(() => readLines(quayside, { host, id: first }, undefined, lines)),
    raw: () => cpuOf(() => demultiplexed(engine.socket, all(first))),
  });
  await Promise.all(ids.map((id) => removeContainer(engine, id)));
  const seen = await untilSeen(quayside, host, engine);
  const reached = { rate: percentile(throughput.ours, 0.5), cpu: percentile(cpu.ours, 0.5) };
  const raw = { rate: percentile(throughput.raw, 0.5), cpu: percentile(cpu.raw, 0.5) };
  return [
    {
      name: "logs of 10 containers, merged",
      unit: "MB/s",
      target: "≥ 0.8 × raw",
      reached: rounded(reached.rate),
      kept: reached.rate >= 0.8 * raw.rate,
      raw: rounded(raw.rate),
      samples: 3,
    },
    {
      name: "CPU of 10 MB of logs, beside a demultiplexer by hand",
      unit: "ms",
      target: "≤ 1.5 × raw",
      reached: rounded(reached.cpu),
      kept: reached.cpu <= 1.5 * raw.cpu,
      raw: rounded(raw.cpu),
      samples: 5,
    },
    {
      name: "written → given, two containers merged",
      unit: "ms p95",
      target: "≤ 100",
      reached: rounded(percentile(seen, 0.95)),
      kept: percentile(seen, 0.95) <= 100,
      samples: seen.length,
    },
  ];
}

async function readAll(
  quayside: Quayside,
  selectors: readonly { readonly host: string; readonly name: string }[],
): Promise<void> {
  let seen = 0;
  const { signal } = new AbortController();
  for await (const { items } of quayside.logs.followAll({ selectors, follow: false }, signal)) {
    for (const item of items) {
      if ("line" in item) seen++;
      else if (item.notice.kind === "skipped") throw new Error(`${item.notice.lines} lines were skipped`);
    }
  }
  const lines = (SOURCES * MEGABYTES * 1_000_000) / LINE;
  if (seen !== lines) throw new Error(`${seen} lines of ${lines}`);
}

/** Milliseconds of the processor that the work took here. */
async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The least that a program does that shows lines: frames, lines, timestamps. */
function demultiplexed(socketPath: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.get({ socketPath, path, agent: false }, (response) => {
      let rest = Buffer.alloc(0);
      const batch: { timestamp: string; text: string; stderr: boolean }[] = [];
      let lines = 0;
      response.on("data", (chunk: Buffer) => {
        const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
        let at = 0;
        while (bytes.length - at >= 8) {
          const length = bytes.readUInt32BE(at + 4);
          if (bytes.length - at - 8 < length) break;
          const record = bytes.toString("utf8", at + 8, at + 8 + length - 1);
          const space = record.indexOf(" ");
          batch.push({ timestamp: record.slice(0, space), text: record.slice(space + 1), stderr: bytes[at] === 2 });
          at += 8 + length;
        }
        lines += batch.length;
        batch.length = 0;
        rest = Buffer.from(bytes.subarray(at));
      });
      response.on("end", () => resolve(lines));
      response.on("error", reject);
    });
    request.on("error", reject);
  });
}

/** Milliseconds from the engine's timestamp of each line to the batch that it comes in. */
async function untilSeen(quayside: Quayside, host: string, engine: EngineAccess): Promise<number[]> {
  const names = ["bench-tick", "bench-tock"];
  const script = "trap 'exit 0' TERM; while :; do echo tick; sleep 0.05; done";
  const ids = await Promise.all(names.map((name) => runContainer(engine, { name, script })));
  await until(() => ids.every((id) => quayside.inventory.container({ host, id }) !== undefined), { what: "both" });
  const stop = new AbortController();
  const seen: number[] = [];
  let from: number | undefined;
  const selectors = names.map((name) => ({ host, name }));
  for await (const { items, caughtUp } of quayside.logs.followAll({ selectors, tail: 0 }, stop.signal)) {
    const now = Date.now();
    if (caughtUp) from ??= now;
    if (from === undefined) continue;
    for (const item of items) if ("line" in item && (item.at ?? 0) > from) seen.push(now - (item.at ?? 0));
    if (now - from > WATCH) break;
  }
  stop.abort();
  await Promise.all(ids.map((id) => removeContainer(engine, id)));
  return seen;
}
