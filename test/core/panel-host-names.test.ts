import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cancelled, Conflict, EngineError } from "@quayside/core/errors/errors.ts";
import { onAbort } from "@quayside/core/lifetime/abort.ts";
import type { LogBatch } from "@quayside/core/model/log-line.ts";
import { callOnHost, streamOnHost } from "@quayside/core/panel/on-host.ts";
import { PanelError } from "@quayside/core/panel/panel-error.ts";
import { panelHandlers } from "@quayside/core/panel/panel-handlers.ts";
import { expect, onTestFinished, test } from "vitest";
import { createContainer, removeContainer } from "../lab/containers.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until as untilTrue } from "../lab/waiting.ts";
import { listed, openQuayside } from "./open-quayside.ts";
import { connected, roundTrips, until } from "./panel-pair.ts";

const ref = { host: "h1", id: "c1" };
const names = (id: string) => (id === "h1" ? "build-vm" : undefined);
const failing = (error: unknown) => callOnHost(names, () => Promise.reject(error));

async function* oneBatchThen(error: unknown): AsyncGenerator<LogBatch> {
  yield { items: [], caughtUp: true };
  throw error;
}

test("What a call on one host fails with says on which host", async () => {
  const { panel, problems } = connected({ "containers.rename": failing(new Conflict("The name is taken.")) });
  await expect(panel.call("containers.rename", { ref, name: "web" })).rejects.toMatchObject({
    info: { name: "Conflict", title: "Not possible now on build-vm", sentence: "The name is taken." },
  });
  expect(problems).toEqual([]);
});

test("What a stream on one host fails with says on which host, after the items that came before", async () => {
  const { panel } = connected({
    "logs.follow": streamOnHost(names, () => oneBatchThen(new EngineError(500, "no logs today"))),
  });
  const items: LogBatch[] = [];
  const read = async () => {
    for await (const item of panel.stream("logs.follow", { selectors: [{ host: "h1", name: "web" }] }))
      items.push(item);
  };
  await expect(read()).rejects.toMatchObject({ info: { title: "Docker refused on build-vm" } });
  expect(items).toHaveLength(1);
});

test("A host that is known no more leaves no id in the words", async () => {
  const { panel } = connected({ "containers.inspect": failing(new Conflict("It is going away.")) });
  const call = panel.call("containers.inspect", { ref: { host: "0b5c-gone", id: "c1" } });
  await expect(call).rejects.toMatchObject({ info: { title: "Not possible now" } });
});

test("An error that has its words keeps them, and the log gets the error that nobody foresaw, not its words", async () => {
  const worded = new PanelError({ name: "NotAllowed", title: "t", sentence: "s", hint: "h", detail: "d" });
  const bug = new TypeError("x is not a function");
  const { panel, problems } = connected({
    "containers.inspect": failing(worded),
    "containers.rename": failing(bug),
  });
  await expect(panel.call("containers.inspect", { ref })).rejects.toMatchObject({ info: worded.info });
  await expect(panel.call("containers.rename", { ref, name: "web" })).rejects.toMatchObject({
    info: { name: "Unexpected", title: "Something went wrong on build-vm" },
  });
  expect(problems).toEqual([bug]);
});

test("A call that its panel has left ends as quietly as before", async () => {
  let stopped = false;
  const stopping = callOnHost(
    names,
    (_input, signal) =>
      new Promise<string>((_resolve, reject) => {
        onAbort(signal, () => {
          stopped = true;
          reject(new Cancelled());
        });
      }),
  );
  const { panel, problems } = connected({ "containers.inspect": stopping });
  const controller = new AbortController();
  const call = panel.call("containers.inspect", { ref }, controller.signal).catch(() => {});
  await roundTrips(panel, 1);
  controller.abort();
  await call;
  await until(() => expect(stopped).toBe(true));
  await roundTrips(panel, 1);
  expect(problems).toEqual([]);
});

const unserved = () => Promise.reject(new Error("This test has no home."));
const nowhere = {
  "home.openContainer": unserved,
  "home.showResource": unserved,
  "home.openLogs": unserved,
  "home.showLogs": unserved,
  "home.exportLogs": unserved,
  "home.exports": async function* () {},
  "home.endExport": unserved,
  "home.saveText": unserved,
  "home.copyLink": unserved,
  "home.openLine": unserved,
  "home.openSource": unserved,
  "home.openTerminal": unserved,
  "home.openPort": unserved,
  "home.openLink": unserved,
  "home.showInspect": unserved,
  "home.openView": unserved,
  "home.showFiles": unserved,
  "home.openFile": unserved,
  "home.downloadFile": unserved,
  "home.uploadFiles": unserved,
  "home.addHost": unserved,
  "home.copy": unserved,
  "home.tell": unserved,
};

test("A panel is told the name of a host whose engine is not there", async () => {
  const folder = mkdtempSync(join(tmpdir(), "quayside-host-names-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { quayside, hosts, close } = await openQuayside([{ name: "build-vm", socket: join(folder, "none.sock") }]);
  onTestFinished(close);
  const host = hosts[0] ?? "";
  await untilTrue(() => quayside.hosts.get(host)?.state.kind === "unreachable", { what: "the host to be unreachable" });
  const { panel } = connected(panelHandlers(quayside, nowhere));
  const title = "Docker is not running on build-vm";
  const gone = { host, id: "feedface" };
  await expect(panel.call("containers.inspect", { ref: gone })).rejects.toMatchObject({ info: { title } });
  await expect(panel.call("containers.rename", { ref: gone, name: "web" })).rejects.toMatchObject({ info: { title } });
});

needs("engine").test("A panel that renames to a taken name is told on which host it is taken", async () => {
  const [engine] = sharedEngines();
  const ids = [
    await createContainer(engine, { name: "names-one" }),
    await createContainer(engine, { name: "names-two" }),
  ];
  const opened = await openQuayside([engine]);
  onTestFinished(async () => {
    await opened.close();
    for (const id of ids) await removeContainer(engine, id);
  });
  const host = opened.hosts[0] ?? "";
  await listed(opened, host);
  const { panel } = connected(panelHandlers(opened.quayside, nowhere));
  const rename = panel.call("containers.rename", { ref: { host, id: ids[0] ?? "" }, name: "names-two" });
  await expect(rename).rejects.toMatchObject({ info: { name: "Conflict", title: "Not possible now on north" } });
});
