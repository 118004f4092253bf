import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EventLog } from "@quayside/core/event-log/event-log.ts";
import type { Retention } from "@quayside/core/event-log/retention.ts";
import { encodeEvent, headerLine } from "@quayside/core/event-log/segment-format.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { until } from "../lab/waiting.ts";
import { anEvent } from "./event-log-events.ts";
import { removeFolder, temporaryFolder } from "./storage-processes.ts";

const DAY = 86_400_000;

describe("the event log’s segments", () => {
  let storage: string;
  let events: string;
  let now: number;
  let log: EventLog | undefined;

  beforeEach(async () => {
    storage = await temporaryFolder();
    events = join(storage, "events");
    await mkdir(events);
    now = Date.now();
  });
  afterEach(async () => {
    await log?.dispose();
    await removeFolder(storage);
  });

  const open = async (retention?: Retention): Promise<EventLog> => {
    const options = { clock: () => now, onProblem: (problem: object) => expect(problem).toBeUndefined() };
    log = await EventLog.open(storage, { ...options, ...(retention === undefined ? {} : { retention }) });
    return log;
  };
  /** Of another window, whose last event is so old. */
  const segment = async (number: number, age: number, header = headerLine): Promise<void> => {
    const path = join(events, `events-999999-${number}.jsonl`);
    await writeFile(path, `${header}${encodeEvent(anEvent(`of-${number}`, { time: now - age }))}`);
    const last = new Date(now - age);
    await utimes(path, last, last);
  };
  const ids = async () => (await log?.query({}))?.map(({ id }) => id);
  const names = async () => (await readdir(events)).sort();

  test("go when their last event is too old, but for those of a newer Quayside", async () => {
    await segment(1, 91 * DAY);
    await segment(2, 91 * DAY, headerLine.replace(/"version":\d+/, '"version":99'));
    await segment(3, 89 * DAY);
    const options = { clock: () => now, onProblem: () => {} };
    log = await EventLog.open(storage, options);
    expect(await names()).toEqual(["events-999999-2.jsonl", "events-999999-3.jsonl"]);
    expect(await ids()).toEqual(["of-3"]);
  });

  test("go where they are too much, the oldest first, though a small one would still fit", async () => {
    await segment(0, 10 * DAY, "");
    for (const number of [1, 2, 3, 4]) await segment(number, (5 - number) * DAY);
    await open({
      age: 90 * DAY,
      bytes: 2.5 * (headerLine.length + encodeEvent(anEvent("of-1", { time: now })).length),
    });
    expect(await ids()).toEqual(["of-4", "of-3"]);
  });

  test("are left for a new one when they are big, or a day old; none of it is lost, and the old are removed then", async () => {
    await open();
    const message = "x".repeat(100_000);
    for (let n = 0; n < 45; n++)
      await log?.appendDurable(anEvent(`big-${String(n).padStart(2, "0")}`, { time: n, message }));
    expect(await names()).toHaveLength(2);
    now += DAY;
    await log?.appendDurable(anEvent("next", { time: 100 }));
    await segment(1, 91 * DAY);
    await log?.appendDurable(anEvent("after", { time: 101 }));
    expect((await ids())?.filter((id) => id !== "of-1")).toHaveLength(47);
    now += DAY;
    await log?.appendDurable(anEvent("last", { time: 102 }));
    await until(async () => !(await names()).includes("events-999999-1.jsonl"), { what: "the old one to go" });
    expect(await ids()).toHaveLength(48);
  });
});
