import { MergeWindow, type PlacedItem } from "@quayside/core/logs/merge-window.ts";
import { describe, expect, it } from "vitest";

const patience = { reading: 2000, live: 30 };
const ROOM = 1000;

const line = (source: number, at: number): PlacedItem => ({
  line: { sequence: at, timestamp: "2026-07-01T14:31:38.911120345Z", stream: "stdout", text: `${source}@${at}` },
  source,
  at,
});
const shown = (items: readonly PlacedItem[]) =>
  items.map((item) => ("line" in item ? item.line.text + (item.late ? " late" : "") : item.notice.kind));

describe("the window in which lines of several containers are brought into one order", () => {
  const open = (...sources: readonly number[]) => {
    const window = new MergeWindow(patience, () => ROOM);
    for (const source of sources) window.add(source, 0);
    const put = (source: number, now: number, ...times: readonly number[]) =>
      window.put(
        source,
        times.map((at) => line(source, at)),
        1,
        now,
      );
    return { window, put, take: (now: number) => shown(window.take(10_000_000, now)) };
  };

  it("gives them by their time as soon as each has one", () => {
    const { put, take } = open(1, 2, 3);
    put(1, 0, 10, 40);
    put(2, 0, 20, 30, 50);
    expect(take(0)).toEqual([]);
    put(3, 1, 5, 45, 60);
    expect(take(1)).toEqual(["3@5", "1@10", "2@20", "2@30", "1@40"]);
  });

  it("keeps the lines of one that reads its history for as long as patience lasts, then goes on without", () => {
    const { window, put, take } = open(1, 2);
    put(1, 0, 10);
    expect(take(1999)).toEqual([]);
    expect(window.readyAt(0)).toBe(2000);
    expect(window.settled(1999)).toBe(false);
    expect(take(2000)).toEqual(["1@10"]);
  });

  it("marks late what comes after its time, and lets it hold up nobody", () => {
    const { window, put, take } = open(1, 2);
    window.stands(1, "live", 0);
    window.stands(2, "live", 0);
    put(1, 0, 100);
    expect(take(29)).toEqual([]);
    expect(take(30)).toEqual(["1@100"]);
    put(2, 40, 50, 110);
    put(1, 40, 105);
    expect(take(40)).toEqual(["2@50 late", "1@105"]);
    expect(take(70)).toEqual(["2@110"]);
  });

  it("waits for none of which nothing is to be expected, and no longer for one that is full than it must", () => {
    const { window, put, take } = open(1, 2, 3);
    window.stands(1, "live", 0);
    window.stands(2, "quiet", 0);
    window.stands(3, "live", 0);
    window.put(1, [line(1, 1)], ROOM, 0);
    expect(window.hasRoom(1)).toBe(false);
    expect(take(0)).toEqual(["1@1"]);
    window.remove(3);
    put(1, 1, 2);
    expect(take(1)).toEqual(["1@2"]);
    expect(window.isEmpty).toBe(true);
  });
});
