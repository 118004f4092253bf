import type { StatsSample } from "@quayside/core/model/container-stats.ts";
import { nextSort, sorted } from "@quayside/shared-ui/containers/sort.ts";
import { type History, linePath, SAMPLES, usageOf, withSample } from "@quayside/shared-ui/containers/usage-history.ts";
import { percent } from "@quayside/shared-ui/text/percent.ts";
import { expect, test } from "vitest";
import { snapshot } from "./gallery/inventory-fixture.ts";

const sample = (second: number, cpuPercent?: number, used?: number): StatsSample => ({
  time: second * 1000,
  ...(cpuPercent === undefined ? {} : { cpuPercent }),
  ...(used === undefined ? {} : { memory: { used } }),
});
const historyOf = (samples: readonly StatsSample[]) => samples.reduce<History>(withSample, []);
const times = (history: History) => history.map(({ time }) => time / 1000);

test("A history holds the last minute, each sample once", () => {
  const long = historyOf(Array.from({ length: 100 }, (_, second) => sample(second)));
  expect(times(long)).toEqual(Array.from({ length: SAMPLES }, (_, index) => 40 + index));
  expect(withSample(long, sample(99))).toBe(long);
});

test("A history begins anew after a break, and where the engine’s clock was set back", () => {
  expect(times(historyOf([sample(1), sample(2), sample(12)]))).toEqual([1, 2, 12]);
  expect(times(historyOf([sample(1), sample(2), sample(13)]))).toEqual([13]);
  expect(times(historyOf([sample(100), sample(40)]))).toEqual([40]);
});

test("A line ends at the right, stays within its height, and has a break where there is no value", () => {
  expect(linePath([0, 5, 10], 10, 14)).toBe("M57 14L58 7L59 0");
  expect(linePath([0, undefined, 20], 10, 14)).toBe("M57 14M59 0");
  expect(linePath([], 10, 14)).toBe("");
});

test("What rows are sorted by is a mean of the last ten samples; what isn’t known is less than nothing", () => {
  const spike = historyOf(Array.from({ length: 20 }, (_, second) => sample(second, second === 19 ? 100 : 0, 5e6)));
  expect(usageOf(spike)).toEqual({ cpu: 10, memory: 5 });
  expect(usageOf([])).toEqual({ cpu: -1, memory: -1 });
  expect(usageOf([sample(1, 0)])).toEqual({ cpu: 0, memory: -1 });
});

test("Sorted by use, the most comes first, and the second click turns it round", () => {
  const byName = { column: "name", descending: false } as const;
  const byCpu = nextSort(byName, "cpu");
  expect(byCpu).toEqual({ column: "cpu", descending: true });
  expect(nextSort(byCpu, "cpu")).toEqual({ column: "cpu", descending: false });
  expect(nextSort(byCpu, "status")).toEqual({ column: "status", descending: false });
  const [one, two, three] = snapshot.containers;
  if (one === undefined || two === undefined || three === undefined) throw new Error("no containers");
  const usages = new Map([
    [`${two.host}/${two.id}`, { cpu: 7, memory: 1 }],
    [`${three.host}/${three.id}`, { cpu: 0, memory: 2 }],
  ]);
  const order = (column: "cpu" | "memory") =>
    sorted([one, two, three], { column, descending: true }, usages).map(({ id }) => id);
  expect(order("cpu")).toEqual([two.id, three.id, one.id]);
  expect(order("memory")).toEqual([three.id, two.id, one.id]);
});

test("Percents have at most three digits that matter", () => {
  expect([0, 0.04, 38.14, 99.94, 99.96, 291.4].map(percent)).toEqual([
    ...["0.0 %", "0.0 %", "38.1 %", "99.9 %", "100 %", "291 %"],
  ]);
});
