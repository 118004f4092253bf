import { Logs } from "@quayside/core/logs/logs.ts";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until } from "../lab/waiting.ts";
import { EngineTargets, host } from "./logs-engine.ts";
import { LogViewer } from "./logs-viewer.ts";

const { describe } = needs("engine");

/** Numbered lines on both streams, about 5,000 a second, until so many are written. */
const numbered = (count: number) =>
  `n=0; while [ $n -lt ${count} ]; do e=$((n+500)); while [ $n -lt $e ]; do n=$((n+1)); echo $n; n=$((n+1)); echo $n >&2; done; sleep 0.07; done`;

/** Each stream by itself is in order; between the two the engine itself isn't strict. */
function expectEachOnce(viewer: LogViewer, last: number): void {
  const numbers = (stream: string) =>
    viewer.lines.filter((line) => line.stream === stream).map(({ text }) => Number(text));
  for (const stream of ["stdout", "stderr"]) {
    const seen = numbers(stream);
    const first = seen[0] ?? 0;
    expect(seen).toEqual(Array.from({ length: seen.length }, (_, index) => first + 2 * index));
    // Who came with a tail of 0 or 1 after the end has seen nothing of a stream.
    if (seen.length > 0) expect(seen.at(-1)).toBe(stream === "stdout" ? last - 1 : last);
  }
  expect(viewer.lines.map(({ sequence }) => sequence)).toEqual(viewer.lines.map((_, index) => index));
}

describe("a log that is written fast", () => {
  let engine: EngineAccess;
  let targets: EngineTargets;
  const made: string[] = [];
  const viewers: LogViewer[] = [];

  const write = async (name: string, script: string) => {
    const id = await runContainer(engine, { name: `logs-live-${name}`, script });
    made.push(id);
    return id;
  };

  beforeAll(() => {
    [engine] = sharedEngines();
    targets = new EngineTargets(engine.socket);
  });
  afterEach(async () => {
    await Promise.all(viewers.splice(0).map((viewer) => viewer.leave()));
    await Promise.all(made.splice(0).map((id) => removeContainer(engine, id)));
  });
  afterAll(() => targets.dispose());

  it("is seen whole by each of many viewers who join at random times: no line lost, none doubled", async () => {
    const logs = new Logs({ targets });
    const count = 40_000;
    const id = await write("joins", numbered(count));
    const join = (query: { tail?: number }) => {
      const viewer = new LogViewer(logs, { selector: { host, id }, ...query });
      viewers.push(viewer);
      return viewer;
    };
    const first = join({});
    for (const [index, tail] of [undefined, 0, 1, 500, undefined, 3000, 10, undefined, 100, 0].entries()) {
      await until(() => first.lines.length > (index + 1) * 3000 + Math.random() * 500, {
        what: "more lines",
        withinMs: 40_000,
      });
      join(tail === undefined ? {} : { tail });
    }
    for (const viewer of viewers) await viewer.hears("ended");
    for (const viewer of viewers) expectEachOnce(viewer, count);
    for (const viewer of [0, 1, 5, 8]) expect(viewers[viewer]?.lines).toHaveLength(count);
    const followed = targets.requests.filter(({ request }) => request.follow);
    expect(followed.length).toBeGreaterThan(0);
    expect(followed.length).toBeLessThan(viewers.length);
  });

  it("doesn't wait for a slow viewer: the fast one sees all, the slow one how many were skipped", async () => {
    const logs = new Logs({ targets, limits: { lines: 2000, bytes: 1_000_000 } });
    const count = 20_000;
    const id = await write("slow", numbered(count));
    const [slow, fast] = [
      new LogViewer(logs, { selector: { host, id }, tail: 0 }),
      new LogViewer(logs, { selector: { host, id } }),
    ];
    viewers.push(slow, fast);
    await slow.catchesUp();
    await until(() => slow.lines.length > 0, { what: "the first live lines" });
    slow.hold();
    await fast.hears("ended");
    expectEachOnce(fast, count);
    slow.release();
    await slow.hears("ended");
    const skipped = slow.notices.reduce((sum, notice) => sum + (notice.kind === "skipped" ? notice.lines : 0), 0);
    expect(skipped).toBeGreaterThan(0);
    const sequences = slow.lines.map(({ sequence }) => sequence);
    expect(new Set(sequences).size).toBe(sequences.length);
    expect(sequences.length + skipped).toBe((sequences.at(-1) ?? 0) + 1);
    expect(slow.texts).toEqual(expect.arrayContaining([String(count - 1), String(count)]));
  });

  it("makes the engine wait while nobody has room, and then loses nothing", async () => {
    const logs = new Logs({ targets, limits: { lines: 1000, bytes: 200_000 } });
    const count = 30_000;
    const id = await write("paused", numbered(count));
    const viewer = new LogViewer(logs, { selector: { host, id } });
    viewers.push(viewer);
    await viewer.catchesUp();
    viewer.hold();
    await engine.docker(["wait", id]);
    viewer.release();
    await viewer.hears("ended");
    expect(viewer.notices.map(({ kind }) => kind)).toEqual(["ended"]);
    expectEachOnce(viewer, count);
    expect(viewer.lines).toHaveLength(count);
  });

  it("skips nothing of the history that was asked for, though there is room for little", async () => {
    const logs = new Logs({ targets, limits: { lines: 200, bytes: 1_000_000 } });
    const id = await write("history", "seq 1 5000");
    await engine.docker(["wait", id]);
    for (const tail of [1000, 4000, 5000]) {
      const viewer = new LogViewer(logs, { selector: { host, id }, tail });
      viewers.push(viewer);
      await viewer.hears("ended");
      expect(viewer.texts).toEqual(Array.from({ length: tail }, (_, index) => String(5001 - tail + index)));
      expect(viewer.notices.map(({ kind }) => kind)).toEqual(["ended"]);
    }
  });

  it("comes in batches that are small, and never more often than every 50 ms when they aren't full", async () => {
    const logs = new Logs({ targets });
    const id = await write("batches", numbered(5000));
    const viewer = new LogViewer(logs, { selector: { host, id } });
    viewers.push(viewer);
    await viewer.hears("ended");
    for (const { items } of viewer.batches) expect(items).toBeLessThan(1000);
    expect(viewer.batches.length).toBeLessThan(60);
  });
});
