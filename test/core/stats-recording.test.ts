import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type DemoEngine, startDemoEngine } from "@quayside/core/demo/start-demo-engine.ts";
import type { StatsRange, StatsScope } from "@quayside/core/model/stats-history.ts";
import type { StatsPoint } from "@quayside/core/model/stats-point.ts";
import { RECORDED_CONTAINERS } from "@quayside/core/model/stats-recording.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { removeContainer, runContainer, runCpuBurner } from "../lab/containers.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { startSmallDisk } from "../lab/small-disk.ts";
import { until } from "../lab/waiting.ts";
import { listed, type OpenedQuayside, openQuayside } from "./open-quayside.ts";

const { signal } = new AbortController();
const recording = { lease: 100, write: 200 };

const state = ({ quayside }: OpenedQuayside, host: string) =>
  quayside.recordings.state.hosts.find((one) => one.host === host);
const past = async ({ quayside }: OpenedQuayside, of: StatsScope, range: StatsRange = "10min") =>
  (await quayside.stats.history(of, range, signal)).points;
const isThere = async (one: OpenedQuayside, of: StatsScope, count: number): Promise<readonly StatsPoint[]> =>
  until(
    async () => {
      const points = await past(one, of);
      return points.length >= count ? points : undefined;
    },
    { what: `${count} seconds`, withinMs: 30_000 },
  );

describe("what a demo’s containers use", () => {
  let demo: DemoEngine;
  const opened: OpenedQuayside[] = [];

  beforeEach(async () => {
    demo = await startDemoEngine({ containers: 70 });
  });
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
    await demo.dispose();
  });

  const open = async (folder?: string): Promise<OpenedQuayside> => {
    const one = await openQuayside(folder === undefined ? [{ name: "demo", socket: demo.socketPath }] : [], {
      ...(folder === undefined ? {} : { folder }),
      recording,
    });
    opened.push(one);
    return one;
  };
  const hostOf = ({ quayside }: OpenedQuayside) => quayside.hosts.list()[0]?.id ?? "";

  it("is not recorded until a person says so; then as many as may be, which is told, and still after a restart", async () => {
    const one = await open();
    const host = hostOf(one);
    await listed(one, host);
    expect(one.quayside.recordings.state).toEqual({
      all: false,
      hosts: [{ host, on: false, standing: "off", containers: 0, left: 0 }],
    });
    expect(await readdir(one.folder)).not.toContain("stats");
    await one.quayside.recordings.record(host, true, signal);
    await until(() => state(one, host)?.containers === RECORDED_CONTAINERS, { what: "the streams", withinMs: 30_000 });
    expect(state(one, host)).toMatchObject({ on: true, standing: "here" });
    const alive = one.quayside.inventory.containersOf(host).filter(({ state: now }) => now === "running");
    expect(state(one, host)?.left).toBeGreaterThanOrEqual(alive.length - RECORDED_CONTAINERS);
    const [first] = [...alive].sort((a, b) => (a.name < b.name ? -1 : 1));
    const container = { kind: "container", host, name: first?.name ?? "" } as const;
    const before = await isThere(one, container, 3);
    const sum = await past(one, { kind: "host", host });
    expect(sum.at(-1)?.values.memory?.[1]).toBeGreaterThan(before.at(-1)?.values.memory?.[1] ?? Number.NaN);
    expect((await past(one, { kind: "all" })).length).toBeGreaterThanOrEqual(sum.length);
    expect(await past(one, { ...container, name: "nobody" })).toEqual([]);

    // The window goes, and another one comes.
    await one.quayside.dispose();
    opened.pop();
    const next = await open(one.folder);
    await until(() => state(next, host)?.standing === "here", { what: "it to go on", withinMs: 30_000 });
    const after = await isThere(next, container, before.length + 2);
    expect(after.map(({ time }) => time).slice(0, before.length)).toEqual(before.map(({ time }) => time));
    await next.quayside.recordings.record(host, false, signal);
    await until(() => state(next, host)?.standing === "off", { what: "it to end" });
    opened.push({ ...next, close: () => rm(next.folder, { recursive: true, force: true }) });
  });

  it("is recorded by one of two windows, each second once; the other reads it, and goes on when that one is gone", async () => {
    const one = await open();
    const host = hostOf(one);
    await listed(one, host);
    const two = await open(one.folder);
    await listed(two, host);
    await one.quayside.recordings.record(undefined, true, signal);
    const standings = () => [one, two].map((window) => state(window, host)?.standing).sort();
    await until(() => String(standings()) === "elsewhere,here", { what: "one of them to record", withinMs: 30_000 });
    const seen = await isThere(two, { kind: "host", host }, 4);
    for (const { values } of await isThere(one, { kind: "host", host }, 4)) expect(values.cpu?.[3] ?? 1).toBe(1);
    expect(new Set(seen.map(({ time }) => time)).size).toBe(seen.length);
    const here = state(one, host)?.standing === "here" ? one : two;
    const other = here === one ? two : one;
    opened.splice(opened.indexOf(here), 1);
    await here.quayside.dispose();
    await until(() => state(other, host)?.standing === "here", { what: "the other to go on", withinMs: 30_000 });
    const files = async () => (await readdir(join(one.folder, "stats", host))).filter((name) => name.startsWith("1s-"));
    await until(async () => (await files()).length >= 2, { what: "a file of its own", withinMs: 30_000 });
    opened.push({ ...here, close: () => rm(one.folder, { recursive: true, force: true }) });
  });
});

needs("engine").describe("what a real engine’s containers use", () => {
  let lab: Lab;
  let one: OpenedQuayside | undefined;

  beforeEach(() => {
    lab = openLab();
  });
  afterEach(async () => {
    await one?.close();
    one = undefined;
    await lab.close();
  });

  it("on a full disk is held and that is told once; with space all of it is there", async () => {
    const disk = await startSmallDisk(lab, "stats-disk", 512);
    const demo = await startDemoEngine({ containers: 3 });
    try {
      one = await openQuayside([{ name: "demo", socket: demo.socketPath }], { folder: disk.folder, recording });
      const host = one.hosts[0] ?? "";
      await listed(one, host);
      await one.quayside.recordings.record(host, true, signal);
      const sum = { kind: "host", host } as const;
      await isThere(one, sum, 2);
      await disk.fill();
      await until(() => one !== undefined && state(one, host)?.standing === "failed", {
        what: "it to say so",
        withinMs: 30_000,
      });
      expect(state(one, host)?.problem).toMatch(/the disk is full/);
      const filled = (await past(one, sum)).length;
      // What isn't on the disk is seen all the same.
      await isThere(one, sum, filled + 3);
      const told = () => one?.problems.filter(({ path }) => path.includes("stats")) ?? [];
      expect(told().map(({ sentence }) => sentence)).toEqual([
        expect.stringMatching(/ can’t be written: the disk is full\. What containers use is not recorded meanwhile/),
      ]);
      await disk.free();
      await until(() => one !== undefined && state(one, host)?.standing === "here", {
        what: "it to go on",
        withinMs: 30_000,
      });
      const after = await isThere(one, sum, filled + 5);
      const gaps = after.slice(1).map(({ time }, index) => time - (after[index]?.time ?? 0));
      expect(Math.max(...gaps)).toBeLessThan(5_000);
      expect(new Set(after.map(({ time }) => time)).size).toBe(after.length);
    } finally {
      await one?.close();
      one = undefined;
      await demo.dispose();
    }
  });

  it("has a gap while the engine was killed, and no peak after it: the counters began anew", async () => {
    const engine = await lab.startEngine({ name: "stats-killed" });
    const id = await runCpuBurner(engine, "burner");
    one = await openQuayside([{ name: "lab", socket: engine.socket }], { recording });
    const host = one.hosts[0] ?? "";
    await listed(one, host);
    await one.quayside.recordings.record(host, true, signal);
    const burner = { kind: "container", host, name: "burner" } as const;
    const before = await until(
      async () => {
        const points = one === undefined ? [] : await past(one, burner);
        return points.filter(({ values }) => values.cpu !== undefined).length >= 5 ? points : undefined;
      },
      { what: "what it used", withinMs: 60_000 },
    );
    const most = (points: readonly StatsPoint[]) => Math.max(...points.map(({ values }) => values.cpu?.[2] ?? 0));
    await engine.kill();
    await until(() => one?.quayside.hosts.get(host)?.state.kind === "unreachable", { what: "it to be away" });
    await engine.start();
    await until(() => one?.quayside.hosts.get(host)?.state.kind === "online", { what: "it back", withinMs: 30_000 });
    await engine.docker(["start", id]);
    const after = await until(
      async () => {
        const points = one === undefined ? [] : await past(one, burner);
        const fresh = points.filter(({ time }) => time > (before.at(-1)?.time ?? 0));
        return fresh.filter(({ values }) => values.cpu !== undefined).length >= 4 ? fresh : undefined;
      },
      { what: "what it uses again", withinMs: 60_000 },
    );
    expect(after.some(({ started }) => started === true)).toBe(true);
    // A processor can't be more than busy; a counter read over the gap would say so.
    expect(most(after)).toBeLessThan(most(before) * 3 + 100);
    for (const { values } of after)
      for (const [metric, spread] of Object.entries(values)) expect([metric, spread[0] >= 0]).toEqual([metric, true]);
    await removeContainer(engine, id);
  });

  it("goes on under its name when a container is created anew, with a mark", async () => {
    const engine = await lab.startEngine({ name: "stats-anew" });
    const first = await runContainer(engine, { name: "anew" });
    one = await openQuayside([{ name: "lab", socket: engine.socket }], { recording });
    const host = one.hosts[0] ?? "";
    await listed(one, host);
    await one.quayside.recordings.record(undefined, true, signal);
    const anew = { kind: "container", host, name: "anew" } as const;
    const before = await isThere(one, anew, 2);
    await removeContainer(engine, first);
    await runContainer(engine, { name: "anew" });
    const after = await isThere(one, anew, before.length + 2);
    expect(after.map(({ time }) => time).slice(0, before.length)).toEqual(before.map(({ time }) => time));
    expect(after.some(({ started }) => started === true)).toBe(true);
  });
});
