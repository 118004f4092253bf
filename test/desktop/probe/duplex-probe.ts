// Runs in the tab's page: measures the channel from there. The clock is the same as the backend's: one machine.

import type { InventoryChange } from "@quayside/core/model/inventory-change.ts";
import type { LogBatch } from "@quayside/core/model/log-line.ts";
import { connectPanel } from "@quayside/core/panel/connection.ts";
import type { DesktopClient } from "../../../docker-desktop-extension/ui/desktop.ts";
import { DesktopTransport } from "../../../docker-desktop-extension/ui/transport/desktop-transport.ts";
import { PollDownlink } from "../../../docker-desktop-extension/ui/transport/poll-downlink.ts";
import { ServiceCalls } from "../../../docker-desktop-extension/ui/transport/service-calls.ts";
import { StreamDownlink } from "../../../docker-desktop-extension/ui/transport/stream-downlink.ts";

export interface ProbeResult {
  /** Milliseconds until the session is open and the first call is answered. */
  readonly opened: number;
  /** Milliseconds of a call and its answer. */
  readonly calls: number[];
  /** Milliseconds from the backend's change to the page. */
  readonly changes: number[];
  /** The same while 20,000 lines a second flow. */
  readonly busyChanges: number[];
  readonly lines: number;
  readonly seconds: number;
  /** Gaps and repeats in the numbers of the lines. */
  readonly wrong: number;
}

declare global {
  interface Window {
    probeDuplex(way: "stream" | "poll", lines: number): Promise<ProbeResult>;
  }
}

async function openSession(calls: ServiceCalls): Promise<string> {
  for (let wait = 50; ; wait *= 2) {
    try {
      return (await calls.openSession()).session;
    } catch (error) {
      if (wait > 10_000) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.min(wait, 2000)));
    }
  }
}

window.probeDuplex = async (way, lines) => {
  const began = performance.now();
  const { extension } = (window as unknown as { readonly ddClient: DesktopClient }).ddClient;
  if (extension.vm?.service === undefined) throw new Error("vm.service is missing");
  const calls = new ServiceCalls(extension.vm.service);
  if (way === "stream" && extension.vm.cli === undefined) throw new Error("vm.cli is missing");
  const downlink = way === "stream" ? new StreamDownlink(extension.vm.cli.exec) : new PollDownlink(calls);
  const api = connectPanel(new DesktopTransport(await openSession(calls), calls, downlink));
  const ref = { host: "local", id: "x" };
  await api.call("containers.inspect", { ref });
  const opened = performance.now() - began;

  const took: number[] = [];
  for (let i = 0; i < 100; i += 1) {
    const start = performance.now();
    await api.call("containers.inspect", { ref });
    took.push(performance.now() - start);
  }
  const watching = new AbortController();
  let changes: number[] = [];
  const watch = (async () => {
    for await (const item of api.stream("inventory.watch", {}, watching.signal)) {
      const { listed } = (item as { readonly change: InventoryChange }).change;
      changes.push(Date.now() - Number(listed[0]));
    }
  })();
  while (changes.length < 60) await new Promise((resolve) => setTimeout(resolve, 20));
  const quiet = changes;
  changes = [];
  let [seen, wrong, first] = [0, 0, 0];
  for await (const { items } of api.stream("logs.follow", {
    selectors: [{ host: "local", name: "x" }],
    tail: lines,
  }) as AsyncIterable<LogBatch>) {
    first ||= performance.now();
    for (const item of items) {
      if (!("line" in item)) continue;
      seen += 1;
      if (item.line.sequence !== seen) wrong += 1;
    }
  }
  const seconds = (performance.now() - first) / 1000;
  watching.abort();
  await watch;
  api.dispose();
  return { opened, calls: took, changes: quiet, busyChanges: changes, lines: seen, seconds, wrong };
};
