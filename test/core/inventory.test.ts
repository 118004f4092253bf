import { ChangeBuffer } from "@quayside/core/inventory/change-buffer.ts";
import type { Container } from "@quayside/core/model/container.ts";
import type { InventoryChange } from "@quayside/core/model/inventory-change.ts";
import { afterAll, afterEach, beforeAll, expect, test as plainTest, vi } from "vitest";
import {
  createContainer,
  createMany,
  removeContainer,
  removeEverything,
  runContainer,
  runUnhealthy,
} from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import { caught, type EngineProxy, startEngineProxy } from "./engine-proxy.ts";
import { listed, type OpenedQuayside, openQuayside } from "./open-quayside.ts";
import { bundleScript, removeFolder, temporaryFolder, Window } from "./storage-processes.ts";

const { describe, test } = needs("engine");
const { signal } = new AbortController();
const someContainer: Container = {
  ...{ host: "a", id: "a", name: "a", image: "", imageId: "", command: "", createdAt: 0, state: "running" },
  ...{ ports: [], labels: {}, networks: [], mounts: [] },
};

plainTest("changes are delivered at once when they come alone, and each 30 ms while they come without pause", () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const delivered: { readonly at: number; readonly names: readonly string[] }[] = [];
  const start = performance.now();
  const buffer = new ChangeBuffer(({ containers }) => {
    delivered.push({ at: performance.now() - start, names: containers.map(({ name }) => name) });
  });
  const change = (id: string, name: string) => buffer.containers([{ ...someContainer, id, name }], []);
  try {
    change("a", "alone");
    vi.advanceTimersByTime(1);
    expect(delivered).toEqual([{ at: expect.closeTo(0, -1), names: ["alone"] }]);
    vi.advanceTimersByTime(999);
    delivered.splice(0);
    for (let count = 0; count < 100; count++) {
      change("a", `a-${count}`);
      change(`b-${count}`, `b-${count}`);
      vi.advanceTimersByTime(10);
    }
    const waits = delivered.slice(1).map(({ at }, index) => at - (delivered[index]?.at ?? 0));
    expect(delivered.length).toBeGreaterThanOrEqual(25);
    expect(Math.max(...waits)).toBeLessThanOrEqual(40);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(30);
    vi.advanceTimersByTime(100);
    expect(new Set(delivered.flatMap(({ names }) => names.filter((name) => name.startsWith("b-")))).size).toBe(100);
    expect(delivered.at(-1)?.names).toContain("a-99");
  } finally {
    buffer.dispose();
    vi.useRealTimers();
  }
});

describe("the inventory", () => {
  let lab: Lab;
  let engine: LabEngine;
  let proxy: EngineProxy;
  let opened: OpenedQuayside;
  let host: string;

  beforeAll(async () => {
    lab = openLab("inventory");
    engine = await lab.startEngine({ name: "inventory" });
  });
  afterAll(async () => {
    await lab?.close();
  });
  afterEach(async () => {
    await opened?.close();
    await proxy?.close();
    await removeEverything(engine);
  });

  const open = async (options: Parameters<typeof openQuayside>[1] = {}) => {
    proxy = await startEngineProxy(engine.socket);
    opened = await openQuayside([{ name: "inventory", socket: proxy.socket }], options);
    host = opened.hosts[0] ?? "";
    await listed(opened, host);
  };
  const find = (name: string) => opened.quayside.inventory.find({ host, name });
  const shows = (what: string, ask: () => boolean) => until(ask, { what, everyMs: 3, withinMs: 20_000 });
  const isOnline = () => opened.quayside.hosts.get(host)?.state.kind === "online";
  /** Everything that the engine has, as one that asks only now would see it. */
  const isTrue = async () => {
    const fresh = await openQuayside([engine]);
    try {
      await listed(fresh, fresh.hosts[0] ?? "");
      const plain = (from: OpenedQuayside) =>
        from.quayside.inventory
          .snapshot()
          .containers.map(({ host: _host, run: _run, ...container }) => container)
          .sort((a, b) => (a.id < b.id ? -1 : 1));
      expect(plain(opened)).toEqual(plain(fresh));
    } finally {
      await fresh.close();
    }
  };

  test("follows what somebody else does: create, start, rename, networks, pause, end, removal", async () => {
    await open();
    const docker = (...args: string[]) => engine.docker(args);
    await docker("create", "--name", "other-one", "quayside-lab/busybox:1", "sleep", "600");
    await shows("created", () => find("other-one")?.state === "created");
    await docker("start", "other-one");
    await shows("running", () => find("other-one")?.state === "running");
    await docker("rename", "other-one", "other-two");
    await shows("the new name", () => find("other-two") !== undefined && find("other-one") === undefined);
    await docker("network", "create", "other-net");
    await docker("network", "connect", "other-net", "other-two");
    await shows("the network", () => find("other-two")?.networks.includes("other-net") === true);
    await docker("network", "disconnect", "other-net", "other-two");
    await shows("the network gone", () => find("other-two")?.networks.includes("other-net") === false);
    await docker("pause", "other-two");
    await shows("paused", () => find("other-two")?.state === "paused");
    await docker("unpause", "other-two");
    await docker("kill", "other-two");
    await shows("exited", () => find("other-two")?.state === "exited");
    expect(find("other-two")?.run).toMatchObject({ exitCode: 137, exact: true });
    await docker("rm", "other-two");
    await shows("gone", () => find("other-two") === undefined);
    await docker("network", "rm", "other-net");
  });

  test("follows the health of a container", async () => {
    await open();
    await runUnhealthy(engine, "ill");
    await shows("unhealthy", () => find("ill")?.health === "unhealthy");
  });

  test("keeps up with a burst: changes come together, in order, the last one too", async () => {
    await open();
    const id = await createContainer(engine, { name: "burst-0" });
    await shows("burst-0", () => find("burst-0") !== undefined);
    const numbers: number[] = [];
    opened.quayside.inventory.onDidChange(({ containers }) => {
      expect(containers.length).toBeLessThanOrEqual(1);
      for (const { name } of containers) numbers.push(Number(name.split("-")[1]));
    });
    for (let count = 1; count <= 100; count++)
      await engine.api.json("POST", `/containers/${id}/rename?name=burst-${count}`);
    await shows("the last name", () => numbers.includes(100));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(numbers.length).toBeLessThan(100);
  });

  test("takes what events say while a list is under way before what the list says", async () => {
    const [stopping, leaving] = [
      await runContainer(engine, { name: "stopping" }),
      await createContainer(engine, { name: "leaving" }),
    ];
    proxy = await startEngineProxy(engine.socket);
    proxy.treat = (request) => (request.includes("/containers/json") ? "hold" : "pass");
    opened = await openQuayside([{ name: "inventory", socket: proxy.socket }]);
    host = opened.hosts[0] ?? "";
    await caught(proxy, 1);
    await engine.docker(["kill", stopping]);
    await engine.docker(["rm", leaving]);
    await createContainer(engine, { name: "coming" });
    await shows("what events told", () => find("stopping")?.state === "exited" && find("coming") !== undefined);
    const gone: string[] = [];
    opened.quayside.inventory.onDidHostEvent(({ event }) => gone.push(`${event.action} ${event.actorId}`));
    await engine.docker(["rename", "coming", "came"]);
    await shows("the new name", () => find("came") !== undefined);
    proxy.treat = () => "pass";
    proxy.release();
    await listed(opened, host);
    expect(find("stopping")?.state).toBe("exited");
    expect(find("leaving")).toBeUndefined();
    expect(find("came")?.name).toBe("came");
  });

  test("asks the engine nothing for what changes nothing: execs and the checks of health", async () => {
    const second = 1_000_000_000;
    const Healthcheck = { Test: ["CMD-SHELL", "true"], Interval: second / 2, Timeout: 5 * second, Retries: 1 };
    await open();
    const id = await runContainer(engine, { name: "chatty", body: { Healthcheck } });
    await shows("healthy", () => find("chatty")?.health === "healthy");
    const lookUps = () => proxy.requests.filter((request) => /\/containers\/.*json/.test(request)).length;
    await until(
      async () => {
        const before = lookUps();
        await engine.docker(["exec", "chatty", "true"]);
        return lookUps() === before;
      },
      { what: "the look-ups for its start to end" },
    );
    const before = lookUps();
    const chatter: string[] = [];
    opened.quayside.inventory.onDidHostEvent(({ event }) => chatter.push(event.action));
    for (let count = 0; count < 10; count++) await engine.docker(["exec", "chatty", "true"]);
    await shows("thirty events of execs", () => chatter.filter((action) => action.startsWith("exec_")).length >= 30);
    await engine.docker(["rename", id, "quiet"]);
    await shows("the new name", () => find("quiet") !== undefined);
    expect(lookUps() - before).toBe(1);
  });

  test("after a time away has the true state, and the events of that time, each once", async () => {
    await open();
    await createContainer(engine, { name: "away-before" });
    await shows("it", () => find("away-before") !== undefined);
    await proxy.unplug();
    await shows("the host to be unreachable", () => !isOnline());
    await engine.docker(["rm", "away-before"]);
    await runContainer(engine, { name: "away-new" });
    await proxy.plugIn();
    await shows("the new one", () => find("away-new")?.state === "running" && find("away-before") === undefined);
    await isTrue();
    const all = () => opened.quayside.events.query({ host, kinds: ["engine", "gap"], limit: 1000 }, signal);
    const told = await until(
      async () => {
        const events = await all();
        return events.some(({ type, subject }) => type === "start" && subject?.name === "away-new")
          ? events
          : undefined;
      },
      { what: "the replayed events" },
    );
    const of = (name: string) => told.filter(({ subject }) => subject?.name === name).map(({ type }) => type);
    expect(of("away-before").sort()).toEqual(["create", "destroy"]);
    expect(of("away-new").sort()).toEqual(["create", "start"]);
    expect(told.filter(({ kind }) => kind === "gap")).toEqual([]);
    expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
  });

  test("after 600 events while away has the true state, and the log says that there is a gap", async () => {
    await open();
    const first = await createContainer(engine, { name: "gap-first" });
    await shows("it", () => find("gap-first") !== undefined);
    const left = performance.timeOrigin + performance.now();
    await proxy.unplug();
    await shows("the host to be unreachable", () => !isOnline());
    const ids = await createMany(engine, "gap", 200);
    for (let round = 0; round < 2; round++) {
      await Promise.all(
        ids.map((id, index) => engine.api.json("POST", `/containers/${id}/rename?name=gap-${round}-${index}`)),
      );
    }
    await Promise.all([first, ...ids.slice(0, 19)].map((id) => removeContainer(engine, id)));
    await proxy.plugIn();
    await until(() => opened.quayside.inventory.snapshot().containers.length === 181, {
      what: "181 containers",
      withinMs: 30_000,
    });
    await isTrue();
    const [gap, ...more] = await until(
      async () => {
        const gaps = await opened.quayside.events.query({ host, kinds: ["gap"] }, signal);
        return gaps.length > 0 ? gaps : undefined;
      },
      { what: "the gap in the log" },
    );
    expect(more).toEqual([]);
    expect(gap).toMatchObject({ type: "too-many", level: "warning", message: expect.stringContaining("inventory") });
    const { from, to } = gap?.details as { from: number; to: number };
    expect(from).toBeLessThan(to);
    expect(from).toBeGreaterThan(left - 60_000);
    expect(to).toBeLessThanOrEqual(Date.now());
  });

  test("after a restart of Quayside knows what happened meanwhile from the engine, too", async () => {
    const folder = await temporaryFolder();
    try {
      await open({ folder });
      await createContainer(engine, { name: "meanwhile-0" });
      const first = opened;
      await until(async () => (await first.quayside.events.query({ host, kinds: ["engine"] }, signal)).length > 0, {
        what: "an event",
      });
      await opened.close();
      await createContainer(engine, { name: "meanwhile-1" });
      opened = await openQuayside([], { folder });
      const names = async () =>
        (await opened.quayside.events.query({ kinds: ["engine"] }, signal)).map(({ subject }) => subject?.name);
      await until(async () => (await names()).includes("meanwhile-1"), { what: "what happened meanwhile" });
      expect((await names()).filter((name) => name === "meanwhile-0")).toHaveLength(1);
    } finally {
      await opened.close();
      await removeFolder(folder);
    }
  });

  test("keeps the name of an image that the list doesn't know any more", async () => {
    await engine.docker(["tag", "quayside-lab/busybox:1", "moving:1"]);
    const id = await createContainer(engine, { name: "nameless", body: { Image: "moving:1" } });
    await createContainer(engine, { name: "leaving" });
    await open();
    expect(find("nameless")?.image).toBe("moving:1");
    await proxy.unplug();
    await shows("the host to be unreachable", () => !isOnline());
    await engine.docker(["rmi", "moving:1"]);
    await engine.docker(["rm", "leaving"]);
    await proxy.plugIn();
    await shows("the second list", () => find("leaving") === undefined);
    expect(find("nameless")?.image).toBe("moving:1");
    await engine.docker(["rename", id, "named"]);
    await shows("the new name", () => find("named") !== undefined);
    expect(find("named")?.image).toBe("moving:1");
  });

  test("tells that the containers of a host are gone when the host is removed", async () => {
    await open();
    const id = await createContainer(engine, { name: "removed-with-host" });
    await shows("it", () => find("removed-with-host") !== undefined);
    const changes: InventoryChange[] = [];
    opened.quayside.inventory.onDidChange((change) => changes.push(change));
    await opened.quayside.hosts.remove(host, signal);
    await until(() => changes.some(({ removedHosts }) => removedHosts.includes(host)), { what: "the removal" });
    expect(changes.flatMap(({ removedContainers }) => removedContainers)).toContainEqual(
      expect.objectContaining({ host, id }),
    );
    expect(opened.quayside.inventory.snapshot()).toEqual({ hosts: [], containers: [], listed: [] });
  });

  test("of two windows on one folder records each event of the engine once", async () => {
    const [folder, scripts] = [await temporaryFolder(), await temporaryFolder()];
    const script = await bundleScript("quayside-window.ts", scripts);
    const windows = [new Window(script, folder), new Window(script, folder)];
    proxy = await startEngineProxy(engine.socket);
    try {
      await windows[0]?.ask(`add inventory ${proxy.socket}`);
      await Promise.all(windows.map((window) => window.ask("sees 1")));
      await Promise.all(windows.map((window) => window.ask("listed")));
      const before = (await windows[0]?.ask<string[]>("events"))?.length ?? 0;
      const ids = await createMany(engine, "twice", 20);
      const seen = await Promise.all(
        windows.map((window) =>
          until(
            async () => {
              const events = await window.ask<string[]>("events");
              return ids.every((id) => events.some((event) => event.includes(id))) ? events : undefined;
            },
            { what: "twenty events" },
          ),
        ),
      );
      for (const events of seen) {
        expect(new Set(events).size).toBe(events.length);
        expect(events.length - before).toBe(20);
      }
    } finally {
      await Promise.all(windows.map((window) => window.kill()));
      await removeFolder(folder);
      await removeFolder(scripts);
    }
  });
});
