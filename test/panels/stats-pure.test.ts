import { pointOf, type StatsPoint } from "@quayside/core/model/stats-point.ts";
import { cards } from "@quayside/shared-ui/stats/cards.ts";
import type { Palette } from "@quayside/shared-ui/stats/charts/chart-colours.ts";
import { smoothed, sortedConsumers } from "@quayside/shared-ui/stats/consumers.ts";
import { lineOf, lineView, type Picture, pointAt } from "@quayside/shared-ui/stats/line-view.ts";
import { joined, pointNow, sumWaits, withPoint } from "@quayside/shared-ui/stats/live-points.ts";
import { readScope } from "@quayside/shared-ui/stats/scope.ts";
import { timesOf } from "@quayside/shared-ui/stats/time-scale.ts";
import { amounts, ceilingOf, percents, rates, scaleOf } from "@quayside/shared-ui/stats/units.ts";
import { describe, expect, test } from "vitest";
import { snapshot } from "./gallery/inventory-fixture.ts";

const cpu = (time: number, value: number): StatsPoint => pointOf({ time, cpuPercent: value }, time);
const picture = (points: readonly StatsPoint[], step = 1000): Picture => ({
  ...{ points, step, now: 600_000, from: 0, to: 600_000 },
});
const palette: Palette = {
  ...{ text: "t", muted: "m", line: "l", ground: "g", edge: "e", limit: "y", font: "f", highContrast: false },
  ...{ blue: "blue", purple: "purple", green: "green", orange: "orange", yellow: "yellow" },
};

describe("a scale", () => {
  test("ends at a round number, with a round half, in units that people read", () => {
    expect(scaleOf(ceilingOf(81, percents), percents)).toEqual(["0", "50 %", "100 %"]);
    expect(scaleOf(ceilingOf(0, percents), percents)).toEqual(["0", "5 %", "10 %"]);
    expect(scaleOf(ceilingOf(486e6, amounts), amounts)).toEqual(["0", "250 MB", "500 MB"]);
    expect(scaleOf(ceilingOf(232_000, rates), rates)).toEqual(["0", "120", "240 kB/s"]);
    expect(scaleOf(ceilingOf(1.1e6, rates), rates)[1]).toBe("600 kB/s");
    for (const value of [0, 1, 999, 1e3, 12_345, 1e9, 7.7e12])
      expect(ceilingOf(value, rates)).toBeGreaterThanOrEqual(value);
  });

  test("of time has round moments in local time, and no more than fit", () => {
    const from = new Date(2026, 6, 1, 14, 22, 0).getTime();
    const labels = (minutes: number, most: number) =>
      timesOf({ from, to: from + minutes * 60_000 }, most).map(({ label }) => label);
    expect(labels(10, 6)).toEqual(["14:22", "14:24", "14:26", "14:28", "14:30", "14:32"]);
    expect(labels(24 * 60, 5)).toEqual(["18:00", "2 Jul", "06:00", "12:00"]);
    expect(labels(30 * 24 * 60, 4)[0]).toMatch(/^\d+ Jul$/);
    for (const minutes of [1, 10, 120, 1440, 43_200]) expect(labels(minutes, 6).length).toBeLessThanOrEqual(7);
  });
});

describe("a line", () => {
  test("has a break where nothing came for a while, and where a value isn’t known", () => {
    const points = [cpu(1000, 1), cpu(2000, 2), cpu(60_000, 3), { time: 61_000, values: {} }, cpu(62_000, 5)];
    const values = lineOf(picture(points), "cpu", 1).map(({ y }) => y);
    expect(values).toEqual([1, 2, Number.NaN, 3, Number.NaN, 5]);
    // A second that came late is no gap.
    expect(lineOf(picture([cpu(1000, 1), cpu(4000, 2)]), "cpu", 1)).toHaveLength(2);
  });

  test("goes on to the edge of what was chosen", () => {
    const points = Array.from({ length: 100 }, (_, index) => cpu(index * 1000, index));
    const line = lineOf({ ...picture(points), from: 10_500, to: 20_500 }, "cpu", 1);
    expect([line[0]?.x, line.at(-1)?.x]).toEqual([10_000, 21_000]);
  });

  test("of long steps has its peaks beside it, and the scale reaches up to them", () => {
    const [card] = cards;
    if (card === undefined) throw new Error("There is no card.");
    const step = { time: 60_000, values: { cpu: [1, 10, 480, 60] as const } };
    const view = lineView(card, picture([step], 60_000), palette, 500);
    expect(view.ceiling).toBe(500);
    expect(view.series.map(({ line }) => line[0]?.y)).toEqual([480, 10]);
    expect(lineView(card, picture([cpu(60_000, 10)]), palette, 500).series).toHaveLength(1);
  });

  test("of memory has its limit where that is near", () => {
    const memory = cards.find(({ id }) => id === "memory");
    if (memory === undefined) throw new Error("There is no card.");
    const point = (limit: number) => pointOf({ time: 0, memory: { used: 400e6, limit } }, 1000);
    expect(lineView(memory, picture([point(512e6)]), palette, 500).limit).toMatchObject({ label: "limit 512 MB" });
    expect(lineView(memory, picture([point(16e9)]), palette, 500).limit).toBeUndefined();
  });

  test("is pointed at where it is, and not within a gap", () => {
    const points = [cpu(1000, 1), cpu(60_000, 2)];
    expect(pointAt(picture(points), 2400)?.time).toBe(1000);
    expect(pointAt(picture(points), 30_000)).toBeUndefined();
  });
});

describe("what is seen as it comes", () => {
  const update = (id: string, cpuPercent: number | null) => ({
    ...{ ref: { host: "h", id } },
    sample: cpuPercent === null ? null : { time: 1, cpuPercent },
  });

  test("is the sum of those whose value is known; of none there is no point", () => {
    expect(pointNow([update("a", 5), update("b", 6), update("c", null)], false, 1999)?.values.cpu?.[1]).toBe(11);
    expect(pointNow([update("c", null)], false, 1999)).toBeUndefined();
  });

  test("of several begins when all have told, and isn’t held up by one that never does", () => {
    const begun = { since: 10_000, told: 1, wanted: 3, last: undefined };
    expect(sumWaits(begun, 11_000)).toBe(true);
    expect(sumWaits({ ...begun, told: 3 }, 11_000)).toBe(false);
    expect(sumWaits(begun, 13_000)).toBe(false);
    // One that joins the others leaves no gap in what is drawn of them.
    expect(sumWaits({ ...begun, last: 10_000 }, 11_000)).toBe(false);
    // After a time that nobody looked it is as at the beginning.
    expect(sumWaits({ ...begun, last: 5_000 }, 11_000)).toBe(true);
  });

  test("is one point a second, for as long as is kept", () => {
    let points: readonly StatsPoint[] = [];
    for (let time = 0; time <= 700_000; time += 500)
      points = withPoint(points, { ...cpu(time, 1), time: Math.floor(time / 1000) * 1000 }, 600_000);
    expect(points).toHaveLength(600);
    expect(points.at(-1)?.time).toBe(700_000);
    // A clock that was set back begins anew.
    expect(withPoint(points, cpu(5000, 1), 600_000)).toHaveLength(1);
  });

  test("goes on where what was recorded ends, in steps as long", () => {
    const past = [{ time: 0, values: { cpu: [1, 1, 1, 10] as const } }];
    const live = [cpu(9000, 99), cpu(10_000, 2), cpu(11_000, 4)];
    expect(joined(past, live, 10_000)).toEqual([...past, { time: 10_000, values: { cpu: [2, 3, 4, 2] } }]);
  });
});

describe("the top consumers", () => {
  const [one, two, three] = snapshot.containers;
  const key = (container: typeof one) => `${container?.host}/${container?.id}`;

  test("stand by what they use, those of which it isn’t known last either way", () => {
    if (one === undefined || two === undefined || three === undefined) throw new Error("There are too few.");
    const values = new Map([
      [key(one), { cpu: 5 }],
      [key(two), { cpu: 50 }],
    ]);
    const names = (descending: boolean) =>
      sortedConsumers([three, one, two], { column: "cpu", descending }, values).map(({ name }) => name);
    expect(names(true)).toEqual([two.name, one.name, three.name]);
    expect(names(false)).toEqual([one.name, two.name, three.name]);
  });

  test("don’t change places for one second", () => {
    const busy = smoothed({ cpu: 10 }, { ref: { host: "h", id: "a" }, sample: { time: 1, cpuPercent: 30 } });
    expect(busy.cpu).toBe(14);
    expect(smoothed({ cpu: 10 }, { ref: { host: "h", id: "a" }, sample: null })).toEqual({});
  });
});

test("A scope that was kept by another version, or by nobody, is all hosts", () => {
  for (const value of [
    undefined,
    null,
    5,
    {},
    { kind: "host" },
    { kind: "stack", host: "h" },
    { kind: "x", host: "h" },
  ])
    expect(readScope(value)).toEqual({ kind: "all" });
  const container = { kind: "container", host: "h", name: "n" };
  expect(readScope({ ...container, more: 1 })).toEqual(container);
});
