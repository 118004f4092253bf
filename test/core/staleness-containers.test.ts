import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding } from "@quayside/core/model/finding.ts";
import type { Ref } from "@quayside/core/model/ref.ts";
import { afterAll, beforeAll, expect } from "vitest";
import { createContainer, healthCheck, removeContainer, runContainer, runRestartLoop } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until } from "../lab/waiting.ts";
import { type EngineProxy, startEngineProxy } from "./engine-proxy.ts";
import { listed, type OpenedQuayside, openQuayside } from "./open-quayside.ts";
import { startShiftedEngine } from "./shifted-engine.ts";

const { describe, test } = needs("engine");
const { signal } = new AbortController();
const DAY = 86_400_000;

describe("what containers a scan finds on an engine", () => {
  let engine: EngineAccess;
  let proxy: EngineProxy;
  let opened: OpenedQuayside;
  let host: string;
  /** How far the tests' clock is ahead of the machine's. */
  let ahead = 8 * DAY;
  const made: string[] = [];

  beforeAll(async () => {
    [engine] = sharedEngines();
    proxy = await startEngineProxy(engine.socket);
    opened = await openQuayside([{ name: "north", socket: proxy.socket }], { now: () => Date.now() + ahead });
    host = opened.hosts[0] ?? "";
    await listed(opened, host);
  });

  afterAll(async () => {
    await opened?.close();
    await proxy?.close();
    for (const id of made) await removeContainer(engine, id);
  });

  const add = async (make: Promise<string>, state: string): Promise<Ref> => {
    const id = await make;
    made.push(id);
    const ref = { host, id };
    await until(() => opened.quayside.inventory.container(ref)?.state === state, { what: `state ${state}` });
    return ref;
  };
  const scan = async (): Promise<readonly Finding[]> => (await opened.quayside.staleness.scan([host], signal)).findings;
  const of = (ref: Ref, findings = opened.quayside.staleness.report().findings): Finding | undefined =>
    findings.find(({ subject }) => subject.id === ref.id);

  test("one that exited is found when its end is a week ago, and not before", async () => {
    const ref = await add(runContainer(engine, { name: "stale-exited", script: "exit 3" }), "exited");
    ahead = 6 * DAY;
    expect(of(ref, await scan())).toBeUndefined();
    ahead = 8 * DAY;
    const finding = of(ref, await scan());
    expect(finding).toMatchObject({
      ...{ host, kind: "exited", action: "quarantine", subject: { type: "container", name: "stale-exited" } },
      sentence: "Exited 3 eight days ago, not started since.",
    });
    const { FinishedAt } = (
      await engine.api.json<{ State: { FinishedAt: string } }>("GET", `/containers/${ref.id}/json`)
    ).State;
    expect(finding?.since).toBe(Date.parse(FinishedAt));
    // The same verdict has the same id at each scan.
    expect(of(ref, await scan())?.id).toBe(finding?.id);
  });

  test("trap: FinishedAt 0001-01-01 of one that never started; its creation is its age", async () => {
    const ref = await add(createContainer(engine, { name: "stale-created" }), "created");
    ahead = 6 * DAY;
    expect(of(ref, await scan())).toBeUndefined();
    ahead = 8 * DAY;
    expect(of(ref, await scan())).toMatchObject({ kind: "never-started", confidence: "medium" });
    expect(of(ref)?.since).toBeGreaterThan(Date.now() - DAY);
  });

  test("one whose start failed is found with the engine’s reason", async () => {
    const id = await createContainer(engine, { name: "stale-failed", body: { Cmd: ["/no/such/program"] } });
    await engine.api.call("POST", `/containers/${id}/start`);
    const ref = await add(Promise.resolve(id), "created");
    await until(async () => of(ref, await scan())?.sentence.includes("/no/such/program"), { what: "the reason" });
    expect(of(ref)).toMatchObject({ kind: "never-started", confidence: "high" });
  });

  test("trap: policy always found stopped means that someone stopped it: ask", async () => {
    const body = { HostConfig: { RestartPolicy: { Name: "always" } } };
    const ref = await add(runContainer(engine, { name: "stale-stopped", body }), "running");
    await engine.docker(["stop", ref.id]);
    await until(() => opened.quayside.inventory.container(ref)?.state === "exited", { what: "its end" });
    expect(of(ref, await scan())).toMatchObject({ kind: "exited", confidence: "low", action: "none" });
  });

  test("trap: a running one-off is someone’s terminal; it is found a week after it has exited", async () => {
    const labels = { "com.docker.compose.project": "stale", "com.docker.compose.oneoff": "True" };
    const ref = await add(runContainer(engine, { name: "stale-run", labels }), "running");
    expect(of(ref, await scan())).toBeUndefined();
    await engine.docker(["stop", ref.id]);
    await until(() => of(ref)?.kind === "finished-one-off", { what: "the verdict, without a further scan" });
    expect(of(ref)).toMatchObject({ confidence: "high", stack: "stale" });
    await engine.docker(["start", ref.id]);
    await until(() => of(ref) === undefined, { what: "the end of the verdict" });
  });

  test("changes of verdict go on record, each once, and what is the same at each scan doesn’t", async () => {
    const ref = await add(runContainer(engine, { name: "stale-recorded", script: "exit 0" }), "exited");
    await scan();
    await scan();
    const { quayside, folder } = opened;
    const recorded = async (from = quayside): Promise<string[]> =>
      (await from.events.query({ host, kinds: ["finding"], subject: ref.id }, signal)).map(({ type }) => type);
    expect(await recorded()).toEqual(["exited"]);
    // Another window finds the same.
    const other = await openQuayside([], { folder, now: () => Date.now() + ahead });
    await listed(other, host);
    await other.quayside.staleness.scan([host], signal);
    expect(await recorded(other.quayside)).toEqual(["exited"]);
    await other.close();
    await removeContainer(engine, ref.id);
    await until(async () => (await recorded()).includes("resolved"), { what: "that it is resolved" });
    expect(await recorded()).toEqual(["resolved", "exited"]);
  });

  test("one that is paused is found by the event of it", async () => {
    const ref = await add(runContainer(engine, { name: "stale-paused" }), "running");
    await engine.docker(["pause", ref.id]);
    await until(() => of(ref)?.kind === "paused", { what: "the verdict" });
    expect(of(ref)).toMatchObject({ confidence: "medium", sentence: "Paused eight days ago, not resumed since." });
  });

  test("trap: RestartCount deltas show a restart loop", async () => {
    const ref = await add(runRestartLoop(engine, "stale-loop"), "restarting");
    await until(() => of(ref)?.kind === "restart-loop", { what: "the verdict", withinMs: 20_000 });
    expect(of(ref)).toMatchObject({ action: "none", confidence: "high" });
    expect(of(ref)?.sentence).toMatch(/^Restarted .* times .*exit 3/);
  });

  test("one that is unhealthy is found with what its check said", async () => {
    const body = healthCheck("echo no water; exit 1");
    const ref = await add(runContainer(engine, { name: "stale-sick", body }), "running");
    await until(() => of(ref)?.kind === "unhealthy", { what: "the verdict" });
    expect(of(ref)?.sentence).toContain("no water");
  });

  test("trap: an unreachable host freezes its verdicts, and says why", async () => {
    const ref = await add(runContainer(engine, { name: "stale-frozen", script: "exit 0" }), "exited");
    const before = of(ref, await scan());
    expect(before?.kind).toBe("exited");
    await proxy.unplug();
    const state = () => opened.quayside.staleness.report().scans[0];
    await until(() => state()?.state === "frozen", { what: "the frozen verdicts" });
    expect(state()).toMatchObject({ host, at: expect.any(Number), reason: expect.stringMatching(/north/) });
    expect((await opened.quayside.staleness.scan(undefined, signal)).scans[0]?.state).toBe("frozen");
    expect(of(ref)).toEqual(before);
    await removeContainer(engine, ref.id);
    await proxy.plugIn();
    await until(() => state()?.state === "scanned" && of(ref) === undefined, { what: "a new scan" });
  });

  test("trap: the clock of a host is 3 h off, and ages are right all the same", async () => {
    const folder = mkdtempSync(join(tmpdir(), "quayside-shifted-"));
    const shifted = await startShiftedEngine(engine.socket, folder, 3 * 3600);
    const now = () => Date.now() + 7 * DAY - 3_600_000;
    const window = await openQuayside([{ name: "ahead", socket: shifted.socket }], { now });
    try {
      const id = await runContainer(engine, { name: "stale-shifted", script: "exit 0" });
      made.push(id);
      const [other = ""] = window.hosts;
      await until(() => window.quayside.inventory.container({ host: other, id })?.state === "exited", {
        what: "its end",
      });
      const find = async () =>
        (await window.quayside.staleness.scan(undefined, signal)).findings.find(({ subject }) => subject.id === id);
      // An hour short of a week by either clock.
      expect(await find()).toBeUndefined();
    } finally {
      await window.close();
    }
    const later = await openQuayside([{ name: "ahead", socket: shifted.socket }], { now: () => Date.now() + 7 * DAY });
    try {
      const [other = ""] = later.hosts;
      await listed(later, other);
      const { findings } = await later.quayside.staleness.scan([other], signal);
      const finding = findings.find(({ subject }) => subject.name === "stale-shifted");
      expect(finding?.kind).toBe("exited");
      // By this machine's clock.
      expect(Math.abs((finding?.since ?? 0) - Date.now())).toBeLessThan(600_000);
    } finally {
      await later.close();
      await shifted.close();
      rmSync(folder, { recursive: true });
    }
  });

  test("one that stopped is inspected once for all scans, and one that runs never", async () => {
    const stopped = await add(runContainer(engine, { name: "stale-asked", script: "exit 0" }), "exited");
    const running = await add(runContainer(engine, { name: "stale-unasked" }), "running");
    await until(async () => of(stopped, await scan()), { what: "the verdict" });
    const asked = ({ id }: Ref): number =>
      proxy.requests.filter((line) => line.includes(`/containers/${id}/json`)).length;
    const before = [asked(stopped), asked(running)];
    await scan();
    await scan();
    expect([asked(stopped), asked(running)]).toEqual(before);
  });

  test("a host that there isn’t is refused, and so is a scan that was given up", async () => {
    const { staleness } = opened.quayside;
    await expect(staleness.scan(["nowhere"], signal)).rejects.toMatchObject({ name: "NotFound" });
    await expect(staleness.scan([host], AbortSignal.abort())).rejects.toMatchObject({ name: "Cancelled" });
  });

  test("those who watch are told of what changes", async () => {
    const watching = new AbortController();
    const reports = opened.quayside.staleness.watch(watching.signal)[Symbol.asyncIterator]();
    expect((await reports.next()).done).toBe(false);
    const ref = await add(runContainer(engine, { name: "stale-watched", script: "exit 0" }), "exited");
    for (;;) {
      const { value } = await reports.next();
      if (value !== undefined && of(ref, value.findings) !== undefined) break;
    }
    watching.abort();
    expect((await reports.next()).done).toBe(true);
  });
});
