// Measures both ways of docker-desktop-extension/DUPLEX.md under every chaos profile, in a real browser. It prints a
// table: node --import tsx test/desktop/measure-duplex.ts
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { LogItem } from "@quayside/core/model/log-line.ts";
import { build } from "esbuild";
import { chromium, type Frame } from "playwright-core";
import { createBackend } from "../../docker-desktop-extension/backend/backend-server.ts";
import { buildDesktop } from "../../docker-desktop-extension/build.ts";
import { chaosProfiles } from "../../docker-desktop-extension/preview/chaos.ts";
import { previewContainer } from "../../docker-desktop-extension/preview/preview-container.ts";
import { startPreviewServer } from "../../docker-desktop-extension/preview/preview-server.ts";
import { handlersOf } from "../core/panel-pair.ts";
import type { ProbeResult } from "./probe/duplex-probe.ts";

const RATE = 20_000;
const text = "2026-11-21T08:00:00.000Z INFO request GET /product/4711 answered 200 in 18 ms, session 5f2c9e1d8b grüße";

/** `tail` lines at the rate, or as fast as they are taken when it is 0; batches as core makes them. */
async function* produced(tail: number, rate: number, signal: AbortSignal) {
  const began = performance.now();
  let sequence = 0;
  while (sequence < tail && !signal.aborted) {
    const due = rate === 0 ? tail : Math.min(tail, Math.floor(((performance.now() - began) / 1000) * rate));
    while (sequence < due) {
      const items: LogItem[] = [];
      for (let size = 0; size < 64 << 10 && sequence < due; size += text.length + 80) {
        sequence += 1;
        items.push({ line: { sequence, timestamp: "2026-11-21T08:00:00.000000000Z", stream: "stdout", text } });
      }
      yield { items, caughtUp: true };
    }
    if (rate > 0) await sleep(50);
  }
}

async function* ticks(signal: AbortSignal) {
  const nothing = { hosts: [], removedHosts: [], containers: [], removedContainers: [] };
  while (!signal.aborted) {
    await sleep(50);
    yield { change: { ...nothing, listed: [String(Date.now())] } };
  }
}

let rate = RATE;
const handlers = handlersOf({
  "containers.inspect": async () => "{}",
  "inventory.watch": (_input, signal) => ticks(signal),
  "logs.follow": ({ tail = 0 }, signal) => produced(tail, rate, signal),
});

const percentile = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
const both = (values: readonly number[]) =>
  `${percentile(values, 0.5).toFixed(1)} / ${percentile(values, 0.95).toFixed(1)}`;

await buildDesktop();
const probe = await build({
  entryPoints: [fileURLToPath(new URL("probe/duplex-probe.ts", import.meta.url))],
  ...{ bundle: true, write: false, format: "iife", platform: "browser", target: "chrome120" },
});
const dist = fileURLToPath(new URL("../../docker-desktop-extension/dist", import.meta.url));
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });

async function measure(chaos: string, way: "stream" | "poll"): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "quayside-duplex-"));
  const backendSocket = join(folder, "backend.sock");
  const backend = createBackend({ handlers: () => handlers, onProblem: console.error });
  await new Promise<void>((resolve) => backend.server.listen(backendSocket, resolve));
  const container = previewContainer(join(dist, "backend"), backendSocket);
  const preview = await startPreviewServer({
    port: 0,
    token: "token",
    folder: dist,
    backendSocket,
    container,
    note: "",
  });
  const context = await browser.newContext({ bypassCSP: true });
  try {
    const page = await context.newPage();
    await page.goto(`${preview.url}&chaos=${chaos}`);
    const frame = (await (await page.waitForSelector("iframe")).contentFrame()) as Frame;
    await frame.waitForFunction(() => "ddClient" in window);
    await frame.addScriptTag({ content: probe.outputFiles[0]?.text ?? "" });
    const session = await context.newCDPSession(page);
    await session.send("Performance.enable");
    const busy = async () =>
      (await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0;
    const run = (lines: number) =>
      frame.evaluate(([name, count]) => window.probeDuplex(name, count), [way, lines] as const);
    rate = RATE;
    const before = await busy();
    const paced: ProbeResult = await run(RATE * 5);
    const spent = (await busy()) - before;
    rate = 0;
    const fast: ProbeResult = await run(RATE * 5);
    const perSecond = (result: ProbeResult) => Math.round(result.lines / result.seconds).toLocaleString("en");
    const wrong = paced.wrong + fast.wrong + (RATE * 10 - paced.lines - fast.lines);
    return `${both(paced.calls)} | ${both(paced.changes)} | ${both(paced.busyChanges)} | ${perSecond(paced)} | ${perSecond(fast)} | ${wrong} | ${paced.opened.toFixed(0)} | ${spent.toFixed(1)}`;
  } catch (error) {
    return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  } finally {
    await context.close();
    await preview.close();
    backend.dispose();
    await rm(folder, { recursive: true });
  }
}

console.log(
  "| profile | way | call ms p50 / p95 | change ms | change ms under load | lines/s of 20,000 | lines/s at most | lost or doubled | open ms | page busy s |",
);
console.log("|---|---|---|---|---|---|---|---|---|---|");
for (const chaos of process.argv.slice(2).length > 0 ? process.argv.slice(2) : ["", ...chaosProfiles]) {
  for (const way of ["stream", "poll"] as const)
    console.log(`| ${chaos || "none"} | ${way} | ${await measure(chaos, way)} |`);
}
await browser.close();
