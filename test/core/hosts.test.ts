import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { retryDelay, usualTimings } from "@quayside/core/hosts/timings.ts";
import type { Host, HostState } from "@quayside/core/model/host.ts";
import { afterAll, afterEach, beforeAll, describe, expect, test as plainTest } from "vitest";
import { runContainer } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until } from "../lab/waiting.ts";
import { startEngineProxy } from "./engine-proxy.ts";
import { bareMachine, listed, type OpenedQuayside, openQuayside, quickTimings } from "./open-quayside.ts";
import { bundleScript, removeFolder, temporaryFolder, Window } from "./storage-processes.ts";

const lab = needs("engine");
const { signal } = new AbortController();
const nowhere = (name: string) => ({ name, connection: { kind: "unix", path: `/nowhere/${name}.sock` } }) as const;
const opened: OpenedQuayside[] = [];
const folders: string[] = [];

async function openOn(...options: Parameters<typeof openQuayside>): Promise<OpenedQuayside> {
  const quayside = await openQuayside(...options);
  opened.push(quayside);
  return quayside;
}
async function newFolder(): Promise<string> {
  const folder = await temporaryFolder();
  folders.push(folder);
  return folder;
}
afterEach(async () => {
  for (const quayside of opened.splice(0)) await quayside.close();
  for (const folder of folders.splice(0)) await removeFolder(folder);
});

const names = ({ quayside }: OpenedQuayside) => quayside.hosts.list().map(({ name }) => name);

describe("hosts", () => {
  plainTest("are added, renamed and removed, and still there the next time", async () => {
    const folder = await newFolder();
    const first = await openOn([], { folder });
    const { hosts } = first.quayside;
    const { id } = await hosts.add(nowhere("east"), signal);
    const { id: west } = await hosts.add({ ...nowhere(" west "), access: "view" }, signal);
    await hosts.update(id, { name: "north" }, signal);
    expect(names(first)).toEqual(["north", "west"]);
    await first.close();

    const second = await openOn([], { folder });
    expect(second.quayside.hosts.list()).toMatchObject([
      { id, name: "north", access: "admin", found: false, connection: { kind: "unix", path: "/nowhere/east.sock" } },
      { id: west, name: "west", access: "view" },
    ]);
    await second.quayside.hosts.remove(id, signal);
    expect(names(second)).toEqual(["west"]);
    await second.close();
    expect(names(await openOn([], { folder }))).toEqual(["west"]);
  });

  plainTest("of a name that is taken, or is none, are refused", async () => {
    const one = await openOn([]);
    const { hosts } = one.quayside;
    await hosts.add(nowhere("east"), signal);
    const { id } = await hosts.add(nowhere("west"), signal);
    await expect(hosts.add(nowhere("east"), signal)).rejects.toMatchObject({ name: "Conflict" });
    await expect(hosts.update(id, { name: " east " }, signal)).rejects.toMatchObject({ name: "Conflict" });
    for (const name of ["", "  ", "x".repeat(201)]) {
      await expect(hosts.add({ ...nowhere("a"), name }, signal)).rejects.toMatchObject({
        name: "InvalidInput",
        field: "name",
      });
    }
    expect(names(one)).toEqual(["east", "west"]);
  });

  plainTest("that are gone can't be changed or removed", async () => {
    const { hosts } = (await openOn([])).quayside;
    await expect(hosts.update("gone", { name: "a" }, signal)).rejects.toMatchObject({ name: "NotFound" });
    await expect(hosts.remove("gone", signal)).rejects.toMatchObject({ name: "NotFound" });
  });

  plainTest("have the local engine beside them, until it is added itself; nobody else may take its name", async () => {
    const surroundings = { ...bareMachine, env: { DOCKER_HOST: "unix:///nowhere/local.sock" } };
    const one = await openOn([], { surroundings });
    const { hosts } = one.quayside;
    expect(hosts.list()).toMatchObject([{ id: "local", name: "local", found: true }]);
    await expect(hosts.add({ ...nowhere("east"), name: "local" }, signal)).rejects.toMatchObject({ name: "Conflict" });
    expect(hosts.candidates()).toEqual([]);
    await hosts.add(nowhere("local"), signal);
    expect(hosts.list()).toMatchObject([{ name: "local", found: false }]);
  });

  plainTest("of two windows that each add one at once: both remain, and both see both", async () => {
    const folder = await newFolder();
    const script = await bundleScript("quayside-window.ts", await newFolder());
    const windows = [new Window(script, folder), new Window(script, folder)];
    try {
      await Promise.all(windows.map((window) => window.ask("sees 0")));
      for (let round = 0; round < 5; round++) {
        await Promise.all(
          windows.map((window, number) => window.ask(`add host-${round}-${number} /nowhere/${round}-${number}.sock`)),
        );
        const kept = JSON.parse(await readFile(join(folder, "hosts.json"), "utf8")) as { data: { hosts: unknown[] } };
        expect(kept.data.hosts).toHaveLength(2 * round + 2);
        for (const window of windows) expect(await window.ask(`sees ${2 * round + 2}`)).toHaveLength(2 * round + 2);
      }
    } finally {
      await Promise.all(windows.map((window) => window.kill()));
    }
  });

  plainTest("in a file of a newer version are shown, and can't be changed", async () => {
    const folder = await newFolder();
    const host = { id: "a1", ...nowhere("east"), access: "admin", colour: "red" };
    const text = JSON.stringify({ version: 99, data: { hosts: [host] } });
    await writeFile(join(folder, "hosts.json"), text);
    const one = await openOn([], { folder });
    expect(names(one)).toEqual(["east"]);
    expect(one.problems).toMatchObject([
      { path: join(folder, "hosts.json"), sentence: expect.stringContaining("newer Quayside") },
    ]);
    await expect(one.quayside.hosts.add(nowhere("west"), signal)).rejects.toMatchObject({ name: "StoreUnusable" });
    expect(await readFile(join(folder, "hosts.json"), "utf8")).toBe(text);
  });

  plainTest.each([
    ["torn", '{"version": 1, "data": {"ho'],
    ["not a list of hosts", '{"version": 1, "data": {"hosts": [{"id": "../../x", "name": "evil"}]}}'],
  ])("in a file that is %s: it is set aside and reported, and hosts can be added", async (_what, text) => {
    const folder = await newFolder();
    await writeFile(join(folder, "hosts.json"), text);
    const one = await openOn([], { folder });
    const aside = (await readdir(folder)).filter((name) => name.startsWith("hosts.json.corrupt-"));
    expect(aside).toHaveLength(1);
    expect(one.problems).toMatchObject([{ sentence: expect.stringContaining(aside[0] ?? "?") }]);
    expect(await readFile(join(folder, aside[0] ?? ""), "utf8")).toBe(text);
    await one.quayside.hosts.add(nowhere("east"), signal);
    expect(names(one)).toEqual(["east"]);
  });

  plainTest("in a file that can't be read at all: that is reported, and the local engine is there", async () => {
    const folder = await newFolder();
    await mkdir(join(folder, "hosts.json"));
    const surroundings = { ...bareMachine, env: { DOCKER_HOST: "unix:///nowhere/local.sock" } };
    const one = await openOn([], { folder, surroundings });
    expect(names(one)).toEqual(["local"]);
    expect(one.problems).toMatchObject([
      { sentence: expect.stringContaining("hosts.json"), error: { name: "StoreUnusable" } },
    ]);
  });
});

describe("the wait before the next try", () => {
  plainTest("doubles with each failure up to its longest, with a quarter of jitter either way", () => {
    const waits = (random: number) =>
      [1, 2, 3, 4, 5, 6, 7, 8, 60].map((failures) => retryDelay(failures, usualTimings, () => random));
    expect(waits(0.5)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    expect(waits(0).slice(0, 3)).toEqual([375, 750, 1500]);
    expect(waits(1).slice(0, 3)).toEqual([625, 1250, 2500]);
  });
});

lab.describe("a host", () => {
  let made: Lab;
  let engine: LabEngine;

  beforeAll(async () => {
    made = openLab("hosts");
    engine = await made.startEngine({ name: "hosts" });
  });
  afterAll(async () => {
    await made?.close();
  });

  const hostOf = (one: OpenedQuayside, index = 0): Host => {
    const host = one.quayside.hosts.get(one.hosts[index] ?? "");
    if (host === undefined) throw new Error("the host is gone");
    return host;
  };
  const becomes = <K extends HostState["kind"]>(one: OpenedQuayside, kind: K, withinMs = 20_000, index = 0) =>
    until(
      () => {
        const { state } = hostOf(one, index);
        return state.kind === kind ? (state as Extract<HostState, { kind: K }>) : undefined;
      },
      { what: `the host to be ${kind}`, withinMs },
    );

  lab.test("that is renamed stays connected", async () => {
    const one = await openOn([engine]);
    await listed(one, hostOf(one).id);
    const states: string[] = [];
    one.quayside.hosts.onDidChange(({ changed }) =>
      states.push(...changed.map(({ name, state }) => `${name} ${state.kind}`)),
    );
    await one.quayside.hosts.update(hostOf(one).id, { name: "harbour", access: "view" }, signal);
    expect(hostOf(one)).toMatchObject({ name: "harbour", access: "view" });
    expect(states.at(-1)).toBe("harbour online");
    expect(states.filter((state) => !state.endsWith(" online"))).toEqual([]);
  });

  lab.test("that gets another address is another engine: nothing of the old one stays", async () => {
    const [north] = sharedEngines();
    const id = await runContainer(engine, { name: "hosts-moved" });
    const one = await openOn([engine]);
    const host = hostOf(one).id;
    await until(() => one.quayside.inventory.container({ host, id }), { what: "the container" });
    const removed: string[] = [];
    one.quayside.inventory.onDidChange((change) => removed.push(...change.removedContainers.map((ref) => ref.id)));
    await one.quayside.hosts.update(host, { connection: { kind: "unix", path: north.socket } }, signal);
    await listed(one, host);
    expect(one.quayside.inventory.container({ host, id })).toBeUndefined();
    await until(() => removed.includes(id), { what: "the container's removal to be told" });
    await engine.docker(["rm", "-f", id]);
  });

  lab.test(
    "whose engine is killed is unreachable, with reason, since when and until when; back, it is online with its true state",
    async () => {
      const id = await runContainer(engine, { name: "hosts-killed" });
      const one = await openOn([engine]);
      const host = hostOf(one).id;
      await listed(one, host);
      const before = Date.now();
      await engine.kill();
      const state = await becomes(one, "unreachable");
      // Lost, or, where a next try came before this look at it, refused.
      expect(state.error).toMatchObject({ name: "HostUnreachable", hint: expect.stringContaining("by itself") });
      expect(state.since).toBeGreaterThan(before - 60_000);
      expect(state.since).toBeLessThanOrEqual(Date.now());
      expect(state.nextTry).toBeGreaterThan(before);
      expect(state.nextTry).toBeLessThanOrEqual(Date.now() + quickTimings.longestRetry * 1.25);
      // What is known stays, beside the error.
      expect(one.quayside.inventory.container({ host, id })?.name).toBe("hosts-killed");
      const refused = await until(
        () => {
          const { state: now } = hostOf(one);
          return now.kind === "unreachable" && now.error.title.includes("not running") ? now : undefined;
        },
        { what: "that nobody listens" },
      );
      expect(refused.since).toBe(state.since);
      await expect(one.quayside.containers.inspect({ host, id }, signal)).rejects.toMatchObject({
        name: "HostUnreachable",
      });

      await engine.start();
      await becomes(one, "online");
      const truth = await engine.api.json<{ State: { Status: string } }>("GET", `/containers/${id}/json`);
      await until(() => one.quayside.inventory.container({ host, id })?.state === truth.State.Status, {
        what: truth.State.Status,
      });
      await engine.docker(["rm", "-f", id]);
      await until(() => one.quayside.inventory.container({ host, id }) === undefined, { what: "it to be gone" });
    },
  );

  lab.test("whose engine shuts down is unreachable as it should be said", async () => {
    const one = await openOn([engine]);
    await listed(one, hostOf(one).id);
    const errors: string[] = [];
    one.quayside.hosts.onDidChange(({ changed }) => {
      for (const { state } of changed) if (state.kind === "unreachable") errors.push(state.error.name);
    });
    await engine.shutDown();
    await becomes(one, "unreachable");
    expect(new Set(errors)).toEqual(new Set(["HostUnreachable"]));
    await engine.start();
    await becomes(one, "online");
  });

  lab.test(
    "whose engine is frozen is pinged, and unreachable after two pings; the other hosts go on undelayed",
    async () => {
      const [north] = sharedEngines();
      const one = await openOn([engine, north]);
      const [frozen = "", other = ""] = one.hosts;
      await listed(one, frozen);
      await listed(one, other);
      let lostAt = 0;
      one.quayside.hosts.onDidChange(({ changed }) => {
        if (changed.some(({ id, state }) => id === frozen && state.kind === "unreachable")) lostAt ||= Date.now();
      });
      await engine.freeze();
      try {
        const delays: number[] = [];
        while (hostOf(one).state.kind === "online" || delays.length < 3) {
          const name = `hosts-beside-${delays.length}`;
          const id = await runContainer(north, { name });
          const running = () => one.quayside.inventory.container({ host: other, id })?.state === "running";
          const made = performance.now();
          await until(running, { what: `${name} in the inventory`, everyMs: 2 });
          delays.push(performance.now() - made);
          await north.docker(["rm", "-f", id]);
        }
        const state = await becomes(one, "unreachable");
        expect(state.error.title).toBe("hosts does not answer");
        expect(lostAt - state.since).toBeGreaterThanOrEqual(quickTimings.silence + quickTimings.ping * 2);
        expect(hostOf(one, 1).state.kind).toBe("online");
        expect(Math.max(...delays)).toBeLessThan(1_000);
      } finally {
        engine.thaw();
      }
      await becomes(one, "online");
    },
  );

  lab.test("that is silent is pinged, and stays online as long as it answers", async () => {
    const proxy = await startEngineProxy(engine.socket);
    const one = await openOn([{ name: "silent", socket: proxy.socket }], { timings: { ...quickTimings, silence: 40 } });
    await listed(one, hostOf(one).id);
    const heard: string[] = [];
    one.quayside.hosts.onDidChange(({ changed }) => heard.push(...changed.map(({ state }) => state.kind)));
    const pings = () => proxy.requests.filter((request) => request.includes("/_ping")).length;
    await until(() => pings() >= 5, { what: "five pings" });
    expect(heard.filter((kind) => kind !== "online")).toEqual([]);
    await one.close();
    await proxy.close();
  });

  lab.test("is tried at once when a person asks for it", async () => {
    const timings = { ...quickTimings, firstRetry: 600_000, longestRetry: 600_000 };
    const folder = await newFolder();
    const socket = join(folder, "later.sock");
    const one = await openOn([{ name: "later", socket }], { timings });
    const state = await becomes(one, "unreachable");
    expect(state.error.title).toBe("Docker is not running on later");
    expect(state.nextTry).toBeGreaterThan(Date.now() + 400_000);
    const proxy = await startEngineProxy(engine.socket);
    await one.quayside.hosts.update(one.hosts[0] ?? "", { connection: { kind: "unix", path: proxy.socket } }, signal);
    await becomes(one, "online");
    await proxy.unplug();
    await becomes(one, "unreachable");
    await proxy.plugIn();
    one.quayside.hosts.retry(one.hosts[0] ?? "");
    await becomes(one, "online");
    await one.close();
    await proxy.close();
  });

  lab.test("that is lost as soon as it is there is tried ever more slowly", async () => {
    const proxy = await startEngineProxy(engine.socket);
    proxy.treat = (request) => (request.includes("/events") || request.includes("/containers/json") ? "cut" : "pass");
    const timings = { ...quickTimings, firstRetry: 20, longestRetry: 100_000 };
    const one = await openOn([{ name: "flapping", socket: proxy.socket }], { timings });
    const waits: number[] = [];
    one.quayside.hosts.onDidChange(({ changed }) => {
      for (const { state } of changed) if (state.kind === "unreachable") waits.push((state.nextTry ?? 0) - Date.now());
    });
    await until(() => waits.length >= 5, { what: "five failures", withinMs: 30_000 });
    expect(waits[4]).toBeGreaterThan(150);
    await one.close();
    await proxy.close();
  });
});
