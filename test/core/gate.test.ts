import { execFile } from "node:child_process";
import { EngineCommands } from "@quayside/core/engine/engine-commands.ts";
import type { Ref } from "@quayside/core/model/ref.ts";
import { afterEach, beforeAll, beforeEach, expect } from "vitest";
import { createMany, removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until } from "../lab/waiting.ts";
import { caught, type EngineProxy, startEngineProxy } from "./engine-proxy.ts";
import { listed, type OpenedQuayside, openQuayside } from "./open-quayside.ts";
import { bundleScript, removeFolder, temporaryFolder } from "./storage-processes.ts";

const { describe, test } = needs("engine");
const { signal } = new AbortController();

describe("the gate", () => {
  let engine: EngineAccess;
  let proxy: EngineProxy;
  let opened: OpenedQuayside;
  let host: string;
  let ref: Ref;

  beforeAll(async () => {
    [engine] = sharedEngines();
  });
  beforeEach(async () => {
    proxy = await startEngineProxy(engine.socket);
    opened = await openQuayside([{ name: "gated", socket: proxy.socket }]);
    host = opened.hosts[0] ?? "";
    await listed(opened, host);
    ref = { host, id: await runContainer(engine, { name: "gate-one" }) };
    await until(() => opened.quayside.inventory.container(ref), { what: "the container" });
  });
  afterEach(async () => {
    await opened.close();
    await proxy.close();
    await removeContainer(engine, ref.id);
  });
  const actions = () => opened.quayside.events.query({ host, kinds: ["action"], limit: 1000 }, signal);
  const changes = () => proxy.requests.filter((request) => !request.startsWith("GET"));

  test("lets nobody act on the container in which Quayside itself runs; it is not shown, and what it does not recorded", async () => {
    const own = await openQuayside([{ name: "inside", socket: proxy.socket }], { ownContainer: ref.id.slice(0, 12) });
    const [inside = ""] = own.hosts;
    const other = await runContainer(engine, { name: "gate-other" });
    try {
      await listed(own, inside);
      await until(() => own.quayside.inventory.container({ host: inside, id: other }), { what: "the other container" });
      await engine.docker(["restart", "--time", "0", ref.id]);
      await engine.docker(["restart", "--time", "0", other]);
      const told = () => own.quayside.events.query({ host: inside, kinds: ["engine"], limit: 1000 }, signal);
      await until(async () => (await told()).some(({ subject, type }) => subject?.id === other && type === "start"), {
        what: "the events of the other",
      });
      expect((await told()).filter(({ subject }) => subject?.id === ref.id)).toEqual([]);
      expect(own.quayside.inventory.container({ ...ref, host: inside })).toBeUndefined();
      const before = changes();
      const results = await own.quayside.containers.stop([{ ...ref, host: inside }], {}, signal);
      expect(results).toMatchObject([
        { error: { name: "NotAllowed", sentence: "Quayside itself runs in this container." } },
      ]);
      expect(changes()).toEqual(before);
    } finally {
      await own.close();
      await removeContainer(engine, other);
    }
  });

  test("refuses what the host's access level forbids, asks the engine nothing, and records that", async () => {
    const { containers, terminals, hosts } = opened.quayside;
    await hosts.update(host, { access: "view" }, signal);
    for (const run of [
      () => containers.start([ref], signal),
      () => containers.stop([ref], {}, signal),
      () => containers.restart([ref], {}, signal),
      () => containers.pause([ref], signal),
      () => containers.unpause([ref], signal),
      () => containers.kill([ref], signal),
      () => containers.remove([ref], { force: true }, signal),
    ]) {
      expect(await run()).toMatchObject([{ ref, error: { name: "NotAllowed", title: "Not allowed on gated" } }]);
    }
    await expect(containers.rename(ref, "renamed", signal)).rejects.toMatchObject({ name: "NotAllowed" });
    await expect(terminals.open(ref, { columns: 80, rows: 24 }, signal)).rejects.toMatchObject({ name: "NotAllowed" });
    expect(changes()).toEqual([]);
    const recorded = await actions();
    expect(recorded.map(({ type }) => type).sort()).toEqual([
      "exec",
      "kill",
      "pause",
      "remove",
      "rename",
      "restart",
      "start",
      "stop",
      "unpause",
    ]);
    for (const event of recorded)
      expect(event).toMatchObject({ level: "warning", exitCode: 1, subject: { name: "gate-one" } });
  });

  test("lets a host at “operate” be run, and nothing on it be removed or renamed", async () => {
    const { containers, hosts } = opened.quayside;
    await hosts.update(host, { access: "operate" }, signal);
    expect(await containers.pause([ref], signal)).toEqual([{ ref }]);
    expect(await containers.unpause([ref], signal)).toEqual([{ ref }]);
    expect(await containers.remove([ref], { force: true }, signal)).toMatchObject([{ error: { name: "NotAllowed" } }]);
    await expect(containers.rename(ref, "renamed", signal)).rejects.toMatchObject({ name: "NotAllowed" });
    expect(opened.quayside.inventory.container(ref)).toBeDefined();
  });

  test("lets few calls at once through, and the others one after the other; those that wait can be cancelled", async () => {
    const ids = await createMany(engine, "gate-many", 20);
    try {
      proxy.treat = (request) => (request.startsWith("POST") ? "hold" : "pass");
      const controller = new AbortController();
      const started = opened.quayside.containers.start(
        ids.map((id) => ({ host, id })),
        signal,
      );
      await caught(proxy, 8);
      const waiting = opened.quayside.containers.stop([ref], {}, controller.signal);
      controller.abort();
      expect(await waiting).toMatchObject([{ error: { name: "Cancelled" } }]);
      expect(changes()).toHaveLength(8);
      proxy.treat = () => "pass";
      proxy.release();
      expect(await started).toEqual(ids.map((id) => ({ ref: { host, id } })));
      expect(changes().some((request) => request.includes("/stop"))).toBe(false);
    } finally {
      for (const id of ids) await removeContainer(engine, id);
    }
  });

  test("says who did what, where, how long it took and what came of it", async () => {
    const before = Date.now();
    await opened.quayside.containers.stop([ref], { grace: 3 }, signal);
    const [event] = await actions();
    expect(event).toMatchObject({
      host,
      kind: "action",
      type: "stop",
      level: "info",
      subject: { type: "container", id: ref.id, name: "gate-one" },
      message: "stop gate-one on gated",
      command: "docker stop --time 3 gate-one",
      exitCode: 0,
    });
    expect(event?.time).toBeGreaterThanOrEqual(before);
    expect(event?.duration).toBeLessThanOrEqual(Date.now() - before);
  });

  test("writes commands that can be pasted, whatever a name holds", async () => {
    const { commandLine } = await import("@quayside/core/containers/container-commands.ts");
    expect(commandLine("remove", "a; rm -rf '$HOME'", { force: true, volumes: true })).toBe(
      "docker rm --force --volumes 'a; rm -rf '\\''$HOME'\\'''",
    );
  });

  test("is the only way to what changes an engine: nothing of Quayside's hands out its commands", () => {
    const seen = new Set<unknown>();
    const reached: string[] = [];
    const look = (value: unknown, path: string): void => {
      if (typeof value !== "object" || value === null || seen.has(value) || seen.size > 50_000) return;
      seen.add(value);
      if (value instanceof EngineCommands) reached.push(path);
      for (
        let level: object | null = value;
        level !== null && level !== Object.prototype;
        level = Object.getPrototypeOf(level)
      ) {
        for (const [key, { value: plain, get }] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
          if (key !== "__proto__") look(get === undefined ? plain : get.call(value), `${path}.${key}`);
        }
      }
    };
    look(opened.quayside, "quayside");
    expect(reached).toEqual([]);
    look({ deep: { down: Object.create(EngineCommands.prototype) } }, "planted");
    expect(reached).toEqual(["planted.deep.down"]);
  });
});

describe("an action that was answered", () => {
  test("is in the log although its process is killed in that instant, 100 times", async () => {
    const [engine] = sharedEngines();
    const [folder, scripts] = [await temporaryFolder(), await temporaryFolder()];
    const id = await runContainer(engine, { name: "gate-killed" });
    const first = await openQuayside([engine], { folder });
    const host = first.hosts[0] ?? "";
    await first.close();
    try {
      const script = await bundleScript("gate-killed.ts", scripts);
      const marks = Array.from({ length: 100 }, (_, number) => `gate-killed-${number}`);
      const left = [...marks];
      const run = async () => {
        for (let mark = left.pop(); mark !== undefined; mark = left.pop())
          expect(await killedAfterReply(script, folder, host, id, mark)).toBe(mark);
      };
      await Promise.all([run(), run(), run()]);
      const last = await openQuayside([], { folder });
      const found = await last.quayside.events.query({ kinds: ["action"], limit: 1000 }, signal);
      await last.close();
      expect(found.map(({ command }) => command?.split(" ").at(-1)).sort()).toEqual([...marks].sort());
      expect(found.every(({ exitCode }) => exitCode === 0)).toBe(true);
      expect(last.problems).toEqual([]);
    } finally {
      await removeContainer(engine, id);
      await removeFolder(folder);
      await removeFolder(scripts);
    }
  });
});

/** What the process said before it was killed. */
function killedAfterReply(...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, args, (_error, said, complaint) => {
      if (child.signalCode === "SIGKILL") resolve(said);
      else reject(new Error(`It was not killed: ${complaint}`));
    });
  });
}
