import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EventLog } from "@quayside/core/event-log/event-log.ts";
import { encodeEvent, headerLine } from "@quayside/core/event-log/segment-format.ts";
import type { StorageProblem } from "@quayside/core/storage/storage-problem.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { until } from "../lab/waiting.ts";
import { anEvent } from "./event-log-events.ts";
import { removeFolder, temporaryFolder } from "./storage-processes.ts";

const DAY = 86_400_000;

describe("a big event log", () => {
  let storage: string;
  let events: string;
  let now: number;
  let problems: StorageProblem[];
  let logs: EventLog[];

  beforeEach(async () => {
    storage = await temporaryFolder();
    events = join(storage, "events");
    await mkdir(events);
    now = Date.now();
    problems = [];
    logs = [];
  });
  afterEach(async () => {
    await Promise.all(logs.map((log) => log.dispose()));
    await removeFolder(storage);
  });

  const open = async (): Promise<EventLog> => {
    const log = await EventLog.open(storage, { clock: () => now, onProblem: (problem) => problems.push(problem) });
    logs.push(log);
    return log;
  };

  test("with garbage in its midst gives all else, and tells how many lines were lost", async () => {
    const total = 100_000;
    const lines = Array.from({ length: total }, (_, time) =>
      encodeEvent(anEvent(`${time}`, { time, host: time % 1000 === 7 ? "rare" : "laptop" })),
    );
    const garbage = Buffer.from(
      Array.from({ length: 50_000 }, (_, at) => (at % 10_000 === 9_999 ? 10 : (at * 89) % 7)),
    );
    const path = join(events, "events-999999-1.jsonl");
    const [before, after] = [lines.slice(0, total / 2).join(""), lines.slice(total / 2).join("")];
    await writeFile(path, Buffer.concat([Buffer.from(headerLine + before), garbage, Buffer.from(after)]));
    const log = await open();
    const ids = async (query: object) => (await log.query({ limit: 2 * total, ...query })).map(({ id }) => id);
    expect(await ids({})).toHaveLength(total);
    expect(await ids({ host: "rare" })).toHaveLength(total / 1000);
    expect(await ids({ text: "(50000)" })).toEqual(["50000"]);
    expect(await ids({ text: "(49999)" })).toEqual(["49999"]);
    expect(problems).toEqual([
      { path, sentence: `${path} holds 5 lines that are no events: they were skipped.`, lines: 5 },
    ]);
  });

  test("in two windows that remove its old segments at once while both write loses nothing else", async () => {
    const [one, two] = [await open(), await open()];
    await Promise.all([one.appendDurable(anEvent("one-0")), two.appendDurable(anEvent("two-0"))]);
    const last = new Date(now - 91 * DAY);
    for (let number = 0; number < 60; number++) {
      const path = join(events, `events-999999-${number}.jsonl`);
      await writeFile(path, headerLine + encodeEvent(anEvent(`old-${number}`)) + encodeEvent(anEvent("one-1")));
      await utimes(path, last, last);
    }
    await one.query({});
    now += DAY;
    const written = Array.from({ length: 100 }, (_, number) => number + 1).flatMap((number) => [
      one.appendDurable(anEvent(`one-${number}`)),
      two.appendDurable(anEvent(`two-${number}`)),
    ]);
    await Promise.all(written);
    await until(async () => !(await readdir(events)).some((name) => name.includes("999999")), {
      what: "the old to go",
    });
    const all = Array.from({ length: 101 }, (_, number) => [`one-${number}`, `two-${number}`]).flat();
    for (const log of [one, two]) {
      const found = await log.query({ limit: 1000 });
      expect(found.map(({ id }) => id).sort()).toEqual([...all].sort());
    }
    expect(problems).toEqual([]);
  });
});
