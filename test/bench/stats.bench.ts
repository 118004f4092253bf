import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { parseStats } from "@quayside/core/engine/stats-record.ts";
import type { StatsPoint } from "@quayside/core/model/stats-point.ts";
import type { Quayside } from "@quayside/core/quayside.ts";
import { type Level, levels } from "@quayside/core/stats/recording/levels.ts";
import { encodePoint } from "@quayside/core/stats/recording/point-line.ts";
import { readHistory } from "@quayside/core/stats/recording/read-history.ts";
import { SegmentFiles } from "@quayside/core/stats/recording/segment-files.ts";
import { removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import type { Lab } from "../lab/lab.ts";
import { until } from "../lab/waiting.ts";
import { bundleGallery, openGallery } from "../panels/gallery/open-gallery.ts";
import { percentile, type Row, rounded, timed } from "./row.ts";

const STREAMS = 30;
const WINDOW = 15_000;
const { signal } = new AbortController();

/** Streams, what is kept of them, and what draws them. */
export async function benchStats(lab: Lab, quayside: Quayside, host: string, engine: EngineAccess): Promise<Row[]> {
  return [await streams(quayside, host, engine), ...(await history()), await frames(lab)];
}

async function streams(quayside: Quayside, host: string, engine: EngineAccess): Promise<Row> {
  const ids: string[] = [];
  for (let index = 0; index < STREAMS; index++) ids.push(await runContainer(engine, { name: `bench-stats-${index}` }));
  await until(() => ids.every((id) => quayside.inventory.container({ host, id })?.state === "running"), {
    what: "the containers",
    withinMs: 60_000,
  });
  const results = { idle: [] as number[], raw: [] as number[], ours: [] as number[] };
  for (let round = 0; round < 2; round++) {
    results.idle.push(await processor(async () => () => {}));
    results.raw.push(await processor(() => rawStreams(engine, ids)));
    results.ours.push(await processor(() => ourStreams(quayside, host, ids)));
  }
  for (const id of ids) await removeContainer(engine, id);
  const least = (values: readonly number[]): number => Math.min(...values);
  const idle = least(results.idle);
  const [ours, raw] = [least(results.ours) - idle, least(results.raw) - idle];
  return {
    name: `${STREAMS} stats streams, processor beside bare streams whose lines are read`,
    unit: "ms/s",
    target: "≤ 1.5 × raw",
    reached: rounded(ours),
    kept: ours <= 1.5 * raw,
    raw: rounded(raw),
    samples: results.ours.length,
  };
}

/** Milliseconds of processor a second, once all goes on. */
async function processor(begin: () => Promise<() => void>): Promise<number> {
  const end = await begin();
  await sleep(3_000);
  const before = process.cpuUsage();
  await sleep(WINDOW);
  const { user, system } = process.cpuUsage(before);
  end();
  await sleep(1_000);
  return (user + system) / WINDOW;
}

async function rawStreams(engine: EngineAccess, ids: readonly string[]): Promise<() => void> {
  const requests = ids.map((id) =>
    http.get({ socketPath: engine.socket, path: `/containers/${id}/stats?stream=1`, agent: false }, (response) => {
      let rest = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        const lines = (rest + chunk).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) parseStats(line);
      });
      response.on("error", () => {});
    }),
  );
  for (const request of requests) request.on("error", () => {});
  return () => {
    for (const request of requests) request.destroy();
  };
}

async function ourStreams(quayside: Quayside, host: string, ids: readonly string[]): Promise<() => void> {
  const over = new AbortController();
  const refs = ids.map((id) => ({ host, id }));
  const looking = (async () => {
    for await (const _ of quayside.stats.watch(refs, over.signal)) {
      // It is looked at.
    }
  })();
  return () => {
    over.abort();
    void looking;
  };
}

const SERIES = 42;

/** A month of forty containers, a stack and their host. */
async function history(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "quayside-bench-stats-"));
  try {
    const end = Date.now();
    let now = end;
    const files = new SegmentFiles({ folder, now: () => now, report: () => {} });
    for (const level of levels) {
      const first = Math.ceil((end - level.kept) / level.segment) * level.segment;
      for (now = first; now < end; now += level.segment) await files.append(level, segment(level, now, end));
    }
    now = end;
    const delay = monitorEventLoopDelay({ resolution: 1 });
    const spans: number[] = [];
    delay.enable();
    for (let round = 0; round < 5; round++)
      for (const range of ["10min", "2h", "1d", "30d"] as const)
        spans.push(
          await timed(() =>
            readHistory((level, since, until) => files.read(level, since, "c/web-7", until), range, now, signal),
          ),
        );
    for (const level of levels) await files.clean(level);
    delay.disable();
    const longest = delay.max / 1e6;
    return [
      {
        name: "what was recorded in a month is read: the longest that nothing else goes on",
        unit: "ms",
        target: "≤ 50",
        reached: rounded(longest),
        kept: longest <= 50,
        samples: spans.length,
      },
      {
        name: "what was recorded of one container in a month, of forty: read, p95",
        unit: "ms",
        target: "none",
        reached: rounded(percentile(spans, 0.95)),
        kept: true,
        samples: spans.length,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function segment(level: Level, from: number, end: number): string {
  let text = "";
  for (let time = from; time < Math.min(from + level.segment, end); time += level.step)
    for (let index = 0; index < SERIES; index++) {
      const spread = [index * 0.5, index + time / 1e12, index * 3.25, level.step / 1000] as const;
      const values = { cpu: spread, memory: spread, received: spread, sent: spread, read: spread, written: spread };
      const point: StatsPoint = { time, values: { ...values, pids: spread } };
      text += encodePoint(`c/web-${index}`, point);
    }
  return text;
}

/** Four charts of 600 seconds, with a value more twenty times a second: how long the page's frames are. */
async function frames(lab: Lab): Promise<Row> {
  const [browser, bundle] = await Promise.all([lab.startBrowser(), bundleGallery()]);
  const { page } = await openGallery(browser, bundle, { panel: "stats", state: "container" });
  await page.waitForFunction(() => window.gallery.passed);
  const spans = await page.evaluate(async () => {
    const times: number[] = [];
    const { core, stats } = window.gallery;
    for (let update = 0; update < 100; update++) {
      core.stats(stats.second(update % 5));
      await window.gallery.settled();
      const start = performance.now();
      await new Promise(requestAnimationFrame);
      await new Promise((resolve) => setTimeout(resolve));
      times.push(performance.now() - start);
    }
    return times;
  });
  await page.context().close();
  const reached = percentile(spans, 0.95);
  return {
    name: "four charts of 600 seconds and a new value: to the end of the frame, p95",
    unit: "ms",
    target: "≤ 50",
    reached: rounded(reached),
    kept: reached <= 50,
    samples: spans.length,
  };
}
