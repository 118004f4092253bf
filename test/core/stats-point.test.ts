import { mergePoints, pointOf, rollUp, type StatsPoint, sumPoints } from "@quayside/core/model/stats-point.ts";
import { describe, expect, test } from "vitest";

const cpu = (time: number, value: number): StatsPoint => pointOf({ time, cpuPercent: value }, time);

describe("what was used", () => {
  test("in one moment is each value that the engine told, and none that it did not", () => {
    const point = pointOf({ time: 5, memory: { used: 7, limit: 9 }, network: { received: 1, sent: 2 } }, 1000);
    expect(point).toEqual({
      time: 1000,
      values: { memory: [7, 7, 7, 1], received: [1, 1, 1, 1], sent: [2, 2, 2, 1] },
      limit: 9,
    });
  });

  test("keeps the peak of a second and the mean of all, however often it is rolled up", () => {
    const seconds = Array.from({ length: 600 }, (_, index) => cpu(index * 1000, index === 301 ? 900 : 10));
    const tens = rollUp(seconds, 10_000);
    const minutes = rollUp(tens, 60_000);
    const [all, ...others] = rollUp(minutes, 600_000);
    expect([tens.length, minutes.length, others.length]).toEqual([60, 10, 0]);
    const [min, mean, max, count] = all?.values.cpu ?? [];
    expect([min, max, count]).toEqual([10, 900, 600]);
    expect(mean).toBeCloseTo((599 * 10 + 900) / 600);
  });

  test("in a step that has few samples weighs as little", () => {
    const [step] = rollUp([mergePoints(0, [cpu(0, 10), cpu(0, 10), cpu(0, 10)]), cpu(5000, 50)], 10_000);
    expect(step?.values.cpu).toEqual([10, 20, 50, 4]);
  });

  test("leaves a gap where nothing is known, and a value out that is not", () => {
    const steps = rollUp([cpu(0, 1), { time: 30_000, values: {} }, cpu(31_000, 3)], 10_000);
    expect(steps.map(({ time }) => time)).toEqual([0, 30_000]);
    expect(steps[1]?.values).toEqual({ cpu: [3, 3, 3, 1] });
  });

  test("goes on bearing the mark of a start", () => {
    const started = pointOf({ time: 1, started: true }, 12_000);
    expect(rollUp([cpu(11_000, 1), started], 10_000)).toMatchObject([{ time: 10_000, started: true }]);
  });

  test("by several is the sum of what is known; of what nobody knows there is no zero", () => {
    const one = pointOf({ time: 1, cpuPercent: 5, memory: { used: 10, limit: 100 }, pids: 2 }, 0);
    const two = pointOf({ time: 1, cpuPercent: 7, memory: { used: 1 }, block: { read: 3, written: 4 } }, 0);
    expect(sumPoints(0, [one, two])).toEqual({
      time: 0,
      values: {
        ...{ cpu: [12, 12, 12, 1], memory: [11, 11, 11, 1], pids: [2, 2, 2, 1] },
        ...{ read: [3, 3, 3, 1], written: [4, 4, 4, 1] },
      },
    });
    expect(sumPoints(0, []).values).toEqual({});
  });
});
