import { mkdtempSync, rmSync } from "node:fs";
import { appendFile, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StatsRange } from "@quayside/core/model/stats-history.ts";
import { pointOf, type StatsPoint } from "@quayside/core/model/stats-point.ts";
import { Cascade } from "@quayside/core/stats/recording/cascade.ts";
import { HostRecorder } from "@quayside/core/stats/recording/host-recorder.ts";
import { type Level, levels } from "@quayside/core/stats/recording/levels.ts";
import { decodePoint, encodePoint } from "@quayside/core/stats/recording/point-line.ts";
import { readHistory } from "@quayside/core/stats/recording/read-history.ts";
import { type ReadPoint, SegmentFiles } from "@quayside/core/stats/recording/segment-files.ts";
import type { StorageProblem } from "@quayside/core/storage/storage-problem.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "../lab/waiting.ts";

const { signal } = new AbortController();
const DAY = 86_400_000;
const START = Date.UTC(2026, 5, 1);
const [seconds, tens, minutes, tenMinutes] = levels as readonly [Level, Level, Level, Level];
const cpu = (time: number, value: number): StatsPoint => pointOf({ time, cpuPercent: value }, time);

describe("what is recorded", () => {
  let folder: string;
  let now: number;
  let problems: StorageProblem[];
  const open = () => new SegmentFiles({ folder, now: () => now, report: (problem) => problems.push(problem) });
  let files: SegmentFiles;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "quayside-stats-"));
    now = START;
    problems = [];
    files = open();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const all = async (level: Level, series = "c/web", from: SegmentFiles = files): Promise<StatsPoint[]> => {
    const found: ReadPoint[] = [];
    for await (const points of from.read(level, 0, series, signal)) found.push(...points);
    return found.map(({ point }) => point).sort((a, b) => a.time - b.time);
  };
  const history = (range: StatsRange) =>
    readHistory((level, since, until) => files.read(level, since, "c/web", until), range, now, signal);
  const names = async () => (await readdir(folder)).sort();

  it("is written and read again as it was, to four digits; of a name that is like a line, too", () => {
    const series = 'c/evil"},\n{"k":"c/web';
    const point: StatsPoint = {
      ...{ time: START, limit: 512e6, started: true },
      values: { cpu: [0.5, 12.34, 99.9, 10], memory: [1e8, 1e8, 1e8, 1], read: [0, 1, 2, 3] },
    };
    const line = encodePoint(series, point);
    expect(line.indexOf("\n")).toBe(line.length - 1);
    expect(decodePoint(line)).toEqual({ series, point });
    expect(decodePoint(encodePoint("h", cpu(1, 12.3456)))?.point.values.cpu?.[1]).toBe(12.35);
    for (const bad of [
      "",
      "{",
      "null",
      "[]",
      '{"k":1,"t":2,"v":{}}',
      '{"k":"a","t":"x","v":{}}',
      '{"k":"a","t":1,"v":null}',
    ])
      expect(decodePoint(bad)).toBeUndefined();
  });

  it("for hours is rolled up from level to level, with its peaks, and the newest steps are made of finer ones", async () => {
    const written: [number, string, StatsPoint][] = [];
    const cascade = new Cascade((level, series, point) => written.push([level, series, point]));
    for (let second = 0; second < 7_265; second++) {
      const time = START + second * 1000;
      cascade.add("c/web", cpu(time, second === 4_000 ? 800 : 10));
      cascade.end(time);
    }
    now = START + 7_265_000;
    for (const [index, level] of levels.entries()) {
      const lines = written.filter(([of]) => of === index).map(([, series, point]) => encodePoint(series, point));
      await files.append(level, lines.join(""));
    }
    expect([0, 1, 2, 3].map((index) => written.filter(([of]) => of === index).length)).toEqual([7265, 726, 121, 12]);
    for (const range of ["2h", "1d", "30d"] as const) {
      const points = await history(range);
      expect(Math.max(...points.map(({ values }) => values.cpu?.[2] ?? 0))).toBe(800);
      // The step that goes on is there as far as it has come.
      expect(points.at(-1)?.time).toBeGreaterThan(now - 600_000);
      expect(new Set(points.map(({ time }) => time)).size).toBe(points.length);
    }
    expect((await history("10min")).every(({ values }) => values.cpu?.[2] === 10)).toBe(true);
    expect((await history("30d")).reduce((sum, { values }) => sum + (values.cpu?.[3] ?? 0), 0)).toBe(7265);
  });

  it("goes by and by, a file at a time: after a year no more is there than after a month", async () => {
    const counts: number[] = [];
    for (let day = 0; day < 365; day++) {
      now = START + day * DAY;
      await files.append(tenMinutes, encodePoint("c/web", cpu(now, day)));
      if (day === 60 || day === 364) counts.push((await names()).length);
    }
    expect(counts[1]).toBeLessThanOrEqual((counts[0] ?? 0) + 1);
    expect(counts[1]).toBeLessThan(10);
    const kept = await all(tenMinutes);
    expect(kept.at(-1)?.time).toBe(now);
    // All of the last thirty days.
    expect(kept.filter(({ time }) => time > now - 30 * DAY)).toHaveLength(30);
  });

  it("takes no more room than it may, the oldest goes first", async () => {
    for (let index = 0; index < 12; index++) {
      now = START + index * minutes.segment;
      await files.append(minutes, encodePoint("c/web", cpu(now, index)).repeat(100));
    }
    await files.clean(minutes, 20_000);
    const kept = await all(minutes);
    expect([kept.length > 100, kept.length < 500]).toEqual([true, true]);
    expect(kept.at(-1)?.time).toBe(now);
  });

  it("of a window that was killed in the middle of a line is whole up to that line", async () => {
    await files.append(seconds, encodePoint("c/web", cpu(START, 1)) + encodePoint("c/web", cpu(START + 1000, 2)));
    const [name = ""] = await names();
    await appendFile(join(folder, name), encodePoint("c/web", cpu(START + 2000, 3)).slice(0, 20));
    // What comes next is in a file of its own.
    const next = open();
    await next.append(seconds, encodePoint("c/web", cpu(START + 3000, 4)));
    expect((await all(seconds)).map(({ values }) => values.cpu?.[1])).toEqual([1, 2, 4]);
    expect(problems).toEqual([]);
  });

  it("by a window that was killed is rolled up by the next one, which goes on where that one was", async () => {
    for (let second = 0; second < 25; second++)
      await files.append(seconds, encodePoint("c/web", cpu(START + second * 1000, second)));
    now = START + 26_000;
    const recorder = new HostRecorder({
      ...{ folder, files: open(), now: () => now, report: (problem) => problems.push(problem) },
      ...{ follow: () => ({ dispose: () => {} }), alive: () => [], fewConnections: () => false },
      ...{ onDidChange: () => {}, timings: { lease: 20, write: 20 } },
    });
    const steps = async (count: number) =>
      until(async () => ((await all(tens)).length >= count ? all(tens) : undefined), { what: `${count} steps` });
    expect((await steps(2)).map(({ time, values }) => [time - START, values.cpu])).toEqual([
      [0, [0, 4.5, 9, 10]],
      [10_000, [10, 14.5, 19, 10]],
    ]);
    now = START + 31_000;
    expect((await steps(3)).at(-1)?.values.cpu).toEqual([20, 22, 24, 5]);
    await recorder.close();
    expect((await all(tens)).length).toBe(3);
    expect(problems).toEqual([]);
  });

  it("in a file that is none of ours is set aside and told once, and the others are read", async () => {
    await files.append(seconds, encodePoint("c/web", cpu(START, 1)));
    const broken = [`1s-${START}-1-00.jsonl`, `1s-${START}-2-00.jsonl`];
    await writeFile(join(folder, broken[0] ?? ""), "\u0000\u0001 no line of ours\n{}\n");
    await writeFile(join(folder, broken[1] ?? ""), "garbage without an end");
    for (let look = 0; look < 2; look++) expect((await all(seconds)).map(({ values }) => values.cpu?.[1])).toEqual([1]);
    expect(problems.map(({ sentence }) => sentence)).toEqual(
      broken.map((name) => expect.stringContaining(`${name} could not be read. It was set aside as`)),
    );
    const aside = (await names()).filter((name) => name.includes(".corrupt-"));
    expect(aside.map((name) => name.replace(/\.corrupt-.*/, ""))).toEqual(broken);
    expect(await readFile(join(folder, aside[1] ?? ""), "utf8")).toBe("garbage without an end");
  });

  it("in lines that are no values is skipped and told once, with their count", async () => {
    await files.append(seconds, `${encodePoint("c/web", cpu(START, 1))}{"k":"c/web","t":no}\n[]\n`);
    expect(await all(seconds)).toHaveLength(1);
    expect(await all(seconds)).toHaveLength(1);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ lines: 2, sentence: expect.stringContaining("2 lines that are no values") });
  });

  it("by a newer Quayside is neither shown nor removed, and that is said", async () => {
    const name = `10s-${START - 90 * DAY}-1-00.jsonl`;
    await writeFile(join(folder, name), '{"quayside":"stats","version":7}\n{"something":"else"}\n');
    expect(await files.newerVersion()).toBe(7);
    expect(await all(tens)).toEqual([]);
    expect(problems[0]?.sentence).toContain("was written by a newer Quayside (format 7, this one knows 1)");
    await files.clean(tens);
    expect(await names()).toEqual([name]);
  });
});
