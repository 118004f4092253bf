import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { text } from "node:stream/consumers";
import { logEntries } from "@quayside/core/demo/demo-log.ts";
import { type DemoOptions, startDemoEngine } from "@quayside/core/demo/start-demo-engine.ts";
import { type Engine, openEngine } from "@quayside/core/engine/engine.ts";
import type { StatsReading } from "@quayside/core/engine/stats-record.ts";
import { pathDialer } from "@quayside/core/hosts/dialers.ts";
import { DEMO } from "@quayside/core/hosts/hosts.ts";
import type { Container } from "@quayside/core/model/container.ts";
import type { EngineEvent } from "@quayside/core/model/engine-event.ts";
import type { TerminalExit } from "@quayside/core/model/terminal.ts";
import { sampleOf } from "@quayside/core/stats/stats-sample.ts";
import { describe, expect, it, onTestFinished } from "vitest";
import { engineApi } from "../lab/engine-api.ts";
import { until } from "../lab/waiting.ts";
import { listed, openQuayside } from "./open-quayside.ts";

const signal = new AbortController().signal;

async function demo(options: DemoOptions = {}) {
  const { socketPath, dispose } = await startDemoEngine(options);
  const opened = {
    host: "demo",
    dialer: pathDialer(socketPath, "demo"),
    deadline: 10_000,
    now: options.now ?? Date.now,
  };
  const engine = await openEngine(opened, signal);
  const api = engineApi(socketPath);
  onTestFinished(async () => {
    engine.dispose();
    api.dispose();
    await dispose();
  });
  return { engine, api, socketPath, dispose };
}

async function named(engine: Engine, name: string): Promise<Container> {
  const found = (await engine.queries.listContainers(signal)).find((container) => container.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

/** Collects events from when the engine has taken the request. */
async function listen(engine: Engine): Promise<EngineEvent[]> {
  const heard: EngineEvent[] = [];
  const leaving = new AbortController();
  onTestFinished(() => leaving.abort());
  await new Promise<void>((opened, failed) => {
    void (async () => {
      for await (const event of engine.queries.events({}, leaving.signal, opened)) heard.push(event);
    })().catch((error: Error) => leaving.signal.aborted || failed(error));
  });
  return heard;
}

/** The frames of a log, without their heads. */
function lines(bytes: Buffer): { readonly stream: number; readonly text: string }[] {
  const found = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at + 4);
    found.push({ stream: bytes[at] ?? 0, text: bytes.toString("utf8", at + 8, at + 8 + length) });
    at += 8 + length;
  }
  return found;
}

async function log(
  engine: Engine,
  id: string,
  request: { readonly tail?: number; readonly since?: string; readonly until?: string },
) {
  const stream = await engine.queries.logs(id, { follow: false, ...request }, signal);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return lines(Buffer.concat(chunks));
}

describe("the demo engine", () => {
  it("tells each second what a container uses, nothing of one that is stopped, and ends when it is removed", async () => {
    const { api, engine } = await demo();
    const { id } = await named(engine, "shop-web-1");
    const readings: (StatsReading | null)[] = [];
    for await (const reading of await engine.queries.stats(id, signal)) {
      readings.push(reading);
      if (readings.length === 2) await api.json("POST", `/containers/${id}/stop`);
      if (reading === null) await api.json("DELETE", `/containers/${id}?force=1`);
    }
    const [first, second] = readings;
    if (!first || !second) throw new Error("no two readings");
    expect(sampleOf(first, second)).toMatchObject({
      cpuPercent: expect.any(Number),
      memory: { limit: 16e9 },
      network: { sent: expect.any(Number) },
      block: { written: expect.any(Number) },
    });
    expect(readings.at(-1)).toBeNull();
  });

  it("says that it is Quayside's demo and shows a dozen containers in every state", async () => {
    const { api, engine } = await demo();
    const version = await api.json<{ Platform: { Name: string }; Components: { Name: string }[] }>("GET", "/version");
    expect([version.Platform.Name, version.Components[0]?.Name]).toEqual(["Quayside demo", "Quayside demo"]);
    const containers = await engine.queries.listContainers(signal);
    expect(containers).toHaveLength(12);
    expect(new Set(containers.map(({ state }) => state))).toEqual(
      new Set(["running", "paused", "exited", "restarting"]),
    );
    expect(containers.filter(({ health }) => health === "unhealthy").map(({ name }) => name)).toEqual(["shop-api-1"]);
    expect(new Set(containers.map(({ stack }) => stack?.stack))).toEqual(new Set(["shop", "ci", "staging", undefined]));
  });

  it("tells the same of a container in its list and in its inspect", async () => {
    const now = Date.now();
    const { engine } = await demo({ now: () => now });
    for (const listed of await engine.queries.listContainers(signal)) {
      const { run: _listedRun, ...plain } = listed;
      const { run: _run, ...inspected } = await engine.queries.inspectContainer(listed.id, signal);
      expect(inspected).toEqual(plain);
    }
  });

  it("is the same demo again for the same seed, and another for another", async () => {
    const ids = async (seed: number) => {
      const { engine } = await demo({ seed });
      return (await engine.queries.listContainers(signal)).map(({ id }) => id);
    };
    const first = await ids(7);
    expect(await ids(7)).toEqual(first);
    expect(await ids(8)).not.toEqual(first);
  });

  it("changes a container as it is told, with the events of a real engine", async () => {
    const { engine } = await demo();
    const { id } = await named(engine, "shop-web-1");
    const heard = await listen(engine);
    const state = async () => (await engine.queries.inspectContainer(id, signal)).state;
    await engine.commands.pauseContainer(id, signal);
    expect(await state()).toBe("paused");
    await engine.commands.unpauseContainer(id, signal);
    await engine.commands.stopContainer(id, 10, signal);
    expect(await state()).toBe("exited");
    await engine.commands.stopContainer(id, 10, signal);
    await engine.commands.startContainer(id, signal);
    await engine.commands.restartContainer(id, 10, signal);
    await engine.commands.renameContainer(id, "renamed", signal);
    await engine.commands.killContainer(id, signal);
    await engine.commands.removeContainer(id, {}, signal);
    await until(() => heard.some(({ action }) => action === "destroy"), { what: "the container to be destroyed" });
    const expected = "pause unpause kill die stop start kill die stop start restart rename kill die destroy";
    expect(heard.filter(({ actorId }) => actorId === id).map(({ action }) => action)).toEqual(expected.split(" "));
    await expect(engine.queries.inspectContainer(id, signal)).rejects.toMatchObject({ name: "NotFound" });
  });

  it("tells all that a container's page shows: its processes, its checks, and what differs from its image", async () => {
    const { engine } = await demo();
    const { id, imageId, image } = await named(engine, "shop-api-1");
    const { health, launch } = await engine.queries.inspection(id, false, signal);
    expect(health?.failingStreak).toBe(3);
    expect(health?.results.map(({ exitCode }) => exitCode)).toEqual([-1, -1, -1, 0, 0]);
    const own = await engine.queries.resources.inspectImage(imageId, signal);
    expect((await engine.queries.resources.inspectTaggedImage(image, signal)).id).toBe(imageId);
    expect([own.launch.command, own.launch.environment.at(-1)]).toEqual([launch.command, "LOG_LEVEL=info"]);
    expect(launch.environment).toContain("LOG_LEVEL=debug");
    const { titles, rows } = await engine.queries.processes(id, signal);
    expect(rows[0]?.[titles.indexOf("COMMAND")]).toBe("./api --listen :8080");
    const ended = await named(engine, "shop-migrate-1");
    await expect(engine.queries.processes(ended.id, signal)).rejects.toThrow("is not running");
  });

  it("refuses with the engine's own words", async () => {
    const { engine } = await demo();
    const [web, cache] = [await named(engine, "shop-web-1"), await named(engine, "shop-cache-1")];
    const refused = (work: Promise<unknown>) => expect(work).rejects;
    await refused(engine.commands.startContainer("nobody", signal)).toMatchObject({
      name: "NotFound",
      message: "No such container: nobody",
    });
    await refused(engine.commands.removeContainer(web.id, {}, signal)).toMatchObject({ name: "Conflict" });
    await refused(engine.commands.renameContainer(web.id, cache.name, signal)).toThrow("already in use by container");
    await refused(engine.commands.renameContainer(web.id, "a b", signal)).toThrow("Invalid container name (a b)");
    await engine.commands.pauseContainer(web.id, signal);
    await refused(engine.commands.pauseContainer(web.id, signal)).toMatchObject({ name: "Conflict" });
    await refused(engine.commands.exec(web.id, { command: ["sh"], tty: true, columns: 80, rows: 24 }, signal)).toThrow(
      "is paused",
    );
  });

  it("replays the events since a time, and ends where it is told to", async () => {
    const { engine } = await demo();
    const { id } = await named(engine, "shop-web-1");
    const heard = await listen(engine);
    await engine.commands.stopContainer(id, 1, signal);
    await until(() => heard.length >= 3, { what: "three events" });
    const [, die, stop] = heard;
    if (die === undefined || stop === undefined) throw new Error("too few events");
    const again: string[] = [];
    for await (const { action } of engine.queries.events({ since: die.timeNano, until: stop.timeNano }, signal))
      again.push(action);
    expect(again).toEqual(["die", "stop"]);
  });

  it("writes logs like those of real services: both streams, JSON, colours, every level", async () => {
    const { engine } = await demo();
    const all = await Promise.all(
      (await engine.queries.listContainers(signal)).map(({ id }) => log(engine, id, { tail: 400 })),
    );
    const written = all.flat();
    expect(new Set(written.map(({ stream }) => stream))).toEqual(new Set([1, 2]));
    const joined = written.map(({ text }) => text).join("");
    for (const part of ['"level":"error"', "\u001b[32m", "WARN", "info:", "LOG:", "level=warning"])
      expect(joined).toContain(part);
    expect(joined).not.toMatch(/\{(ms|id|path|ip|n|iso|day|time|amount)\}/);
  });

  it("gives the same lines whether they are asked for at once or in pieces, in order", async () => {
    const now = 1_800_000_000_000;
    const { engine } = await demo({ now: () => now });
    const { id } = await named(engine, "shop-api-1");
    const whole = await log(engine, id, {});
    expect(whole.length).toBeGreaterThan(100);
    const times = whole.map(({ text }) => text.slice(0, 30));
    expect([...times].sort()).toEqual(times);
    expect(new Set(times).size).toBe(times.length);
    expect(await log(engine, id, { tail: 25 })).toEqual(whole.slice(-25));
    const middle = times[50] ?? "";
    const seconds = `${Math.floor(Date.parse(middle) / 1000)}.${middle.slice(20, 29)}`;
    expect(await log(engine, id, { since: seconds })).toEqual(whole.slice(50));
    expect(await log(engine, id, { until: seconds })).toEqual(whole.slice(0, 51));
  });

  it("falls into two halves at any line, none of them in both", () => {
    const source = {
      seed: 5,
      style: "payments" as const,
      pace: 900,
      spans: [{ from: 1_800_000_000_000, starts: true }],
    };
    const end = 1_800_000_060_000n * 1_000_000n;
    const whole = logEntries(source, { after: 0n, until: end });
    expect(whole.length).toBeGreaterThan(60);
    for (const { time } of whole) {
      const halves = [
        ...logEntries(source, { after: 0n, until: time }),
        ...logEntries(source, { after: time, until: end }),
      ];
      expect(halves).toEqual(whole);
    }
  });

  it("follows a log without losing or doubling a line, until the container ends", async () => {
    const { engine } = await demo();
    const { id } = await named(engine, "shop-web-1");
    const stream = await engine.queries.logs(id, { follow: true, tail: 5 }, signal);
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    const ended = new Promise((resolve) => stream.once("end", resolve));
    await until(() => lines(Buffer.concat(chunks)).length >= 8, { what: "three new lines", withinMs: 20_000 });
    await engine.commands.stopContainer(id, 1, signal);
    await ended;
    const followed = lines(Buffer.concat(chunks)).map(({ text }) => text);
    expect(followed.at(-1)).toContain("info: bye");
    expect(followed).toEqual((await log(engine, id, { tail: followed.length })).map(({ text }) => text));
  });

  it("has a shell that echoes, knows its size and gives its exit code", async () => {
    const { engine } = await demo();
    const { id } = await named(engine, "shop-web-1");
    const { id: exec, stream } = await engine.commands.exec(
      id,
      { command: ["sh"], tty: true, columns: 80, rows: 24 },
      signal,
    );
    let shown = "";
    stream.on("data", (bytes: Buffer) => {
      shown += bytes.toString("utf8");
    });
    await until(() => shown.includes("shop-web-1:/# "), { what: "the prompt" });
    stream.write("echo grüß\u007f\u007fün dich\r");
    await until(() => shown.includes("grün dich\r\n"), { what: "the echo" });
    await engine.commands.resizeExec(exec, 132, 50, signal);
    stream.write("stty size\r");
    await until(() => shown.includes("50 132"), { what: "the size" });
    const ended = new Promise((resolve) => stream.once("end", resolve));
    stream.write("exit 3\r");
    await ended;
    expect(await engine.queries.execExitCode(exec, signal)).toBe(3);
  });

  it("is opened in a terminal as a real one is, whose shell ends when it is closed", async () => {
    const opened = await openQuayside([], { demo: "always" });
    onTestFinished(() => opened.close());
    await listed(opened, DEMO);
    const { inventory, terminals } = opened.quayside;
    const ref = inventory.find({ host: DEMO, name: "shop-web-1" });
    if (ref === undefined) throw new Error("no shop-web-1");
    const session = await terminals.open(ref, { columns: 80, rows: 24 }, signal);
    let shown = "";
    let exit: TerminalExit | undefined;
    session.onExit((how) => {
      exit = how;
    });
    session.onData((bytes) => {
      shown += Buffer.from(bytes).toString();
    });
    await until(() => shown === "shop-web-1:/# ", { what: `the prompt in ${shown}` });
    session.write(Buffer.from("hello\r"));
    await until(() => shown.includes("\r\nhello\r\n"), { what: `the echo in ${shown}` });
    await session.close();
    expect(await until(() => exit, { what: "the end" })).toEqual({ exitCode: 129 });
  });

  it("takes none of its containers for a helper of Quayside’s, which is removed, though it heeds no filter", async () => {
    const { engine } = await demo();
    expect((await engine.queries.listContainers(signal)).length).toBeGreaterThan(5);
    expect(await engine.queries.listHelpers(signal)).toEqual([]);
  });

  it("has some files, of running and stopped containers alike, which are read-only", async () => {
    const opened = await openQuayside([], { demo: "always" });
    onTestFinished(() => opened.close());
    await listed(opened, DEMO);
    const { files, inventory } = opened.quayside;
    for (const { id } of inventory.containersOf(DEMO).slice(0, 3)) {
      const place = { host: DEMO, kind: "container", id } as const;
      const { entries } = await files.list(place, "/", { offset: 0, limit: 100 }, signal);
      expect(entries.map(({ name }) => name)).toEqual(["app", "etc", "tmp", "var"]);
      expect((await files.read(place, "/app/config.yaml", signal)).content.toString()).toContain("port: 8080");
      const content = { size: 0, open: async function* () {} };
      await expect(files.write(place, "/app/new", content, { kind: "new" }, signal)).rejects.toMatchObject({
        reason: "read-only",
      });
    }
  });

  it("lives: the broken runner starts and fails again by itself", async () => {
    const { engine } = await demo();
    const heard = await listen(engine);
    const { id } = await named(engine, "ci-runner-2");
    await until(() => heard.filter(({ actorId }) => actorId === id).length >= 2, {
      what: "it to start and die",
      withinMs: 20_000,
    });
    expect(
      heard
        .filter(({ actorId }) => actorId === id)
        .map(({ action }) => action)
        .slice(0, 2),
    ).toEqual(["start", "die"]);
    expect((await engine.queries.inspectContainer(id, signal)).run?.restarts).toBeGreaterThan(6);
  });

  it("lists ten thousand containers and tells a thousand events a second", async () => {
    const { engine } = await demo({ containers: 10_000, eventsPerSecond: 1000 });
    expect(await engine.queries.listContainers(signal)).toHaveLength(10_000);
    const heard = await listen(engine);
    const first = await until(() => heard[0], { what: "the first event" });
    const seconds = (event: EngineEvent) => Number(BigInt(event.timeNano) - BigInt(first.timeNano)) / 1e9;
    const last = await until(() => heard.find((event) => seconds(event) >= 2), {
      what: "two seconds of events",
      withinMs: 30_000,
    });
    expect(heard.indexOf(last)).toBeGreaterThan(1600);
    expect(heard.indexOf(last)).toBeLessThan(2600);
  });

  it("leaves nothing behind", async () => {
    const { api, socketPath, dispose } = await demo();
    const events = await api.open("GET", "/events");
    const broken = text(events).then(
      () => false,
      () => true,
    );
    await dispose();
    expect(await broken).toBe(true);
    expect(existsSync(dirname(socketPath))).toBe(false);
  });
});
