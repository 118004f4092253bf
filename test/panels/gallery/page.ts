import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import { connectPanel } from "@quayside/core/panel/connection.ts";
import { inMemoryTransports } from "@quayside/core/panel/in-memory-transport.ts";
import { PanelError } from "@quayside/core/panel/panel-error.ts";
import { servePanel } from "@quayside/core/panel/serve-panel.ts";
import { mountPanel } from "@quayside/shared-ui/app/mount-panel.tsx";
import { viewKey } from "@quayside/shared-ui/logs/log-selection.ts";
import { defaultLimits } from "@quayside/shared-ui/logs/log-window.ts";
import { chartsFrom } from "@quayside/shared-ui/stats/charts/load-charts.ts";
import * as details from "./container-details-fixture.ts";
import * as container from "./container-fixture.ts";
import * as events from "./event-fixture.ts";
import { FakeCore } from "./fake-core.ts";
import * as files from "./file-fixture.ts";
import * as hosts from "./hosts-fixture.ts";
import * as inventory from "./inventory-fixture.ts";
import * as logs from "./log-fixture.ts";
import * as search from "./search-fixture.ts";
import * as stats from "./stats-fixture.ts";
import * as terminals from "./terminal-fixture.ts";
import * as usage from "./usage-fixture.ts";

/** What the tests reach from outside. */
export interface Gallery {
  readonly core: FakeCore;
  readonly inventory: typeof inventory;
  readonly logs: typeof logs;
  readonly container: typeof container;
  readonly details: typeof details;
  readonly hosts: typeof hosts;
  readonly search: typeof search;
  readonly events: typeof events;
  readonly terminals: typeof terminals;
  readonly usage: typeof usage;
  readonly stats: typeof stats;
  /** The moment of the pictures has come. */
  passed: boolean;
  remembered: unknown;
  /** When this is done, what the panel asked before has reached core. */
  settled(): Promise<void>;
  /** Ends the connection between the panel and core. */
  disconnect(): void;
}

declare global {
  interface Window {
    gallery: Gallery;
  }
}

const query = new URLSearchParams(location.search);
const state = query.get("state") ?? "default";
const core = new FakeCore();
const [panelEnd, coreEnd] = inMemoryTransports();
const server = servePanel(coreEnd, core.handlers, { onProblem: (problem) => console.error(problem) });
const api = connectPanel(panelEnd);

const gallery: Gallery = {
  core,
  inventory,
  logs,
  container,
  details,
  hosts,
  search,
  events,
  terminals,
  usage,
  stats,
  passed: false,
  remembered: { collapsed: ["host:nas"] },
  settled: async () => {
    await api.call("events.query", { query: {} });
    // It was asked by the test and by no panel.
    core.calls.pop();
  },
  disconnect: () => server.dispose(),
};
window.gallery = gallery;
document.body.className = `vscode-${query.get("theme") ?? "dark"}`;
const root = document.getElementById("root");
if (root === null) throw new Error("The page has no root.");
const memory = {
  get: () => gallery.remembered,
  set: (value: unknown) => {
    gallery.remembered = value;
  },
};
const now = query.has("clock") ? Date.now : () => inventory.NOW;
/** What a search has found, as the home tells the Logs panel. */
function lineAsked(state: string): { readonly input?: unknown } {
  if (!state.startsWith("jump")) return {};
  const items = state === "jump" ? logs.logItems : logs.manyLines(20);
  const words = state === "jump" ? "charge 58213 failed" : "request 7 ";
  const found = items.flatMap((item) => ("line" in item && item.line.text.includes(words) ? [item.line] : []))[0];
  if (found === undefined) throw new Error("The line that is asked for is missing.");
  const at = { timestamp: found.timestamp, stream: found.stream, nth: 1, asked: 1 };
  return {
    input: { selectors: [{ host: "laptop", name: "shop-web-1" }], title: "shop-web-1", hostName: "laptop", at },
  };
}

const refused: ErrorInfo = {
  name: "EngineError",
  title: "Docker refused on laptop",
  sentence: "can not get logs from container which is dead or marked for removal",
  hint: "Mend what the engine names, then try again.",
  detail: "HTTP 409: can not get logs from container which is dead or marked for removal",
};

if (query.get("panel") === "logs") {
  if (state === "jump") {
    const of = viewKey({ selectors: [{ host: "laptop", name: "shop-web-1" }] });
    gallery.remembered = { views: [{ of, range: { kind: "last", minutes: 5 } }] };
  }
  mountPanel(root, {
    panel: "logs",
    api,
    state: memory,
    now,
    input: { selectors: [{ host: "laptop", name: "shop-web-1" }], title: "shop-web-1", hostName: "laptop" },
    opensSources: state === "traces",
    ...lineAsked(state),
  });
  if (state === "error") core.fail(refused);
  else if (state === "empty") core.lines([]);
  else if (state === "10000") core.lines(logs.manyLines(10_000));
  else if (state === "jump-far" || state === "jump-lost") {
    const far = logs.manyLines(20).flatMap((item) => ("line" in item ? [item.line] : []));
    core.answers["logs.around"] =
      state === "jump-lost"
        ? () => Promise.reject(new Error("its log is gone"))
        : () => ({ lines: far, olderLeft: false, newerLeft: true });
    // More than the window holds, so that the line that is asked for has fallen out.
    core.lines(logs.manyLines(defaultLimits.lines, 100), false);
    core.lines([]);
  } else if (state === "traces") core.lines(logs.traceItems);
  else if (["understood", "filtered", "nothing", "wrong", "expanded", "expanded-narrow"].includes(state))
    core.lines(logs.understoodItems);
  else if (["merged", "merged-narrow", "picker", "range", "exporting"].includes(state)) core.batch(logs.mergedBatch);
  else if (state.startsWith("20-sources")) core.batch(logs.manySources(20));
  else if (state !== "loading") core.batch({ origins: logs.oneOrigin, items: logs.logItems });
  core.snapshot(inventory.snapshot);
} else if (query.get("panel") === "container") {
  gallery.remembered = undefined;
  const input = { host: state === "unreachable" ? "nas" : "laptop", name: container.nameOf(state) };
  const charts = chartsFrom({ src: "/charts.js" });
  mountPanel(root, { panel: "container", api, state: memory, now, input, charts });
  core.stats(stats.second(0));
  core.answers["stats.history"] = stats.historyOf;
  core.recording(stats.recorded);
  if (state === "hostile") core.answers["containers.details"] = ({ ref }) => details.hostileDetailsOf(ref);
  if (state === "hostile") core.answers["containers.inspect"] = ({ ref }) => details.hugeInspectionOf(ref);
  if (state === "bare") core.answers["containers.details"] = ({ ref }) => details.bareDetailsOf(ref);
  if (state === "error") gallery.disconnect();
  else if (state === "10000") core.snapshot(inventory.manyContainers(10_000));
  else if (state === "hostile") core.snapshot(inventory.hostileSnapshot);
  else if (state !== "loading") core.snapshot(inventory.snapshot);
} else if (query.get("panel") === "search") {
  gallery.remembered =
    state === "fresh"
      ? undefined
      : { form: { text: "timeout", levels: [] }, recent: ["timeout", "refused"], grouped: true };
  mountPanel(root, { panel: "search", api, state: memory, now });
  core.snapshot(inventory.snapshot);
  if (state === "error") core.failSearch(refused);
  else if (state === "empty") core.found(search.nothing);
  else if (state === "10000") core.found(search.many(10_000));
  else if (state === "loading") core.found(search.begun);
  else core.found(search.whole);
  if (state !== "loading" && state !== "error") core.endSearch();
} else if (query.get("panel") === "events") {
  gallery.remembered = undefined;
  mountPanel(root, { panel: "events", api, state: memory, now });
  core.snapshot(state === "hostile" ? inventory.hostileSnapshot : inventory.snapshot);
  if (state === "error") core.failEvents(refused);
  else if (state === "empty") core.events([]);
  else if (state === "10000") core.events(events.many(10_000));
  else if (state === "hostile") core.events(events.hostile);
  else if (state !== "loading") core.events(events.some);
} else if (query.get("panel") === "terminals") {
  gallery.remembered = undefined;
  mountPanel(root, { panel: "terminals", api, state: memory, now });
  core.snapshot(state === "10000" ? inventory.manyContainers(10_000) : inventory.snapshot);
  if (state === "error") gallery.disconnect();
  else if (state === "empty") core.terminals([]);
  else if (state !== "loading")
    core.terminals(
      { ended: terminals.ended, attached: terminals.attached, bare: terminals.bare, debugging: terminals.bare }[
        state
      ] ?? terminals.held,
    );
  if (!["error", "empty", "loading"].includes(state)) core.output(terminals.screen);
} else if (query.get("panel") === "stats") {
  const scopes: Readonly<Record<string, unknown>> = {
    ...{
      container: "container",
      recorded: "container",
      table: "container",
      narrow: "container",
      menu: "container",
      refused: "host",
      disk: "host",
      "disk-unknown": "host",
      "no-charts": "container",
    },
  };
  const kind = scopes[state];
  gallery.remembered = {
    scope: { kind, host: "laptop", name: "shop-api-1" },
    ...{ asTable: state === "table", range: state === "recorded" ? "1d" : "10min" },
  };
  const clock = { now: inventory.NOW };
  if (!["live", "bare", "10000", "empty"].includes(state)) core.answers["stats.history"] = stats.historyOf;
  core.recording(state === "recorded" ? stats.recorded : stats.notRecorded);
  core.answers["stats.diskUse"] = () => (state === "disk" ? stats.disk : null);
  const charts = chartsFrom({ src: state === "no-charts" ? "/nowhere.js" : "/charts.js" });
  mountPanel(root, {
    panel: "stats",
    api,
    state: memory,
    now: query.has("clock") ? Date.now : () => clock.now,
    charts,
  });
  if (state === "error") gallery.disconnect();
  else if (state === "empty") core.snapshot({ ...inventory.snapshot, containers: [] });
  else if (state === "10000") core.snapshot(inventory.manyContainers(10_000));
  else if (state !== "loading") core.snapshot(inventory.snapshot);
  // Ten minutes pass, second by second.
  const pass = async (): Promise<void> => {
    while (core.watched.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    for (let ago = 4; ago >= 0; ago--) {
      clock.now = inventory.NOW - ago * 1000;
      core.stats(
        state === "refused" ? stats.second(ago).map(({ ref }) => ({ ref, ...stats.refusal })) : stats.second(ago),
      );
      await gallery.settled();
    }
  };
  if (!["error", "empty", "loading", "10000", "live"].includes(state)) await pass();
  gallery.passed = true;
} else if (query.get("panel") === "files") {
  gallery.remembered = { paths: [['["laptop","container","shop-web-1"]', files.HERE]] };
  if (state === "error")
    core.answers["files.list"] = () => {
      throw new PanelError(files.refused);
    };
  if (state === "loading") core.answers["files.list"] = () => new Promise(() => {});
  if (state === "empty") core.answers["files.list"] = () => ({ entries: [], total: 0, way: "shell" });
  if (state === "10000") core.answers["files.list"] = ({ offset, limit }) => files.manyPage(offset, limit);
  if (state === "hostile") core.answers["files.list"] = () => files.hostilePage;
  if (state === "stopped") core.answers["files.list"] = () => files.stoppedPage;
  const place = { host: "laptop", kind: "container", name: "shop-web-1" };
  mountPanel(root, { panel: "files", api, state: memory, now, input: { place, hostName: "laptop" } });
} else if (query.get("panel") === "hosts") {
  gallery.remembered = state === "remembered" ? hosts.rememberedForm : undefined;
  core.answers["hosts.parse"] = ({ address }) => hosts.parsedLikeCore(address);
  core.answers["hosts.candidates"] = () => (state === "hostile" ? hosts.hostileCandidates : hosts.candidates);
  core.answers["hosts.disk"] = ({ host }) => (host === "laptop" ? { free: 41e9, total: 256e9 } : null);
  mountPanel(root, { panel: "hosts", api, state: memory, now, asks: true, downloads: true });
  if (state === "error") gallery.disconnect();
  else if (state === "empty") core.snapshot({ hosts: [], containers: [], listed: [] });
  else if (state === "50" || state === "10000") core.snapshot(hosts.manyHosts(50));
  else if (state === "hostile") core.snapshot(hosts.hostileSnapshot);
  else if (state === "groups") core.snapshot(hosts.groupedSnapshot);
  else if (state !== "loading") core.snapshot(hosts.snapshot);
} else {
  mountPanel(root, { panel: "containers", api, state: memory, now, asks: query.has("asks") });
  if (state === "error") gallery.disconnect();
  else if (state === "empty") core.snapshot({ hosts: [], containers: [], listed: [] });
  else if (state === "10000") core.snapshot(inventory.manyContainers(10_000));
  else if (state === "hostile") core.snapshot(inventory.hostileSnapshot);
  else if (state !== "loading") core.snapshot(inventory.snapshot);
  if (state === "default") for (const batch of usage.minute) core.stats(batch);
}
