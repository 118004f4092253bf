import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { EventLog } from "@quayside/core/event-log/event-log.ts";
import type { StorageProblem } from "@quayside/core/storage/storage-problem.ts";
import { afterEach, beforeEach, expect } from "vitest";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { type SmallDisk, startSmallDisk } from "../lab/small-disk.ts";
import { anEvent } from "./event-log-events.ts";
import { type OpenedQuayside, openQuayside } from "./open-quayside.ts";

// It takes root to mount one.
const { describe, test } = needs("engine");
const { signal } = new AbortController();

describe("a full disk", () => {
  let lab: Lab;
  let disk: SmallDisk;
  let close: (() => Promise<void>) | undefined;

  beforeEach(async () => {
    lab = openLab();
    disk = await startSmallDisk(lab, "disk", 256);
  });
  afterEach(async () => {
    await close?.();
    close = undefined;
    await lab.close();
  });

  test("takes no change of the hosts: that is said, nothing is half written, and with space it goes on", async () => {
    const { folder } = disk;
    const one: OpenedQuayside = await openQuayside([], { folder });
    close = one.close;
    const add = (name: string) =>
      one.quayside.hosts.add({ name, connection: { kind: "unix", path: `/nowhere/${name}.sock` } }, signal);
    const names = () => one.quayside.hosts.list().map(({ name }) => name);
    const file = join(folder, "hosts.json");
    await add("before");
    const before = await readFile(file, "utf8");
    const beside = await readdir(folder);

    await disk.fill();
    for (let attempt = 0; attempt < 3; attempt++) {
      await expect(add("during")).rejects.toMatchObject({
        name: "StoreUnusable",
        message: `${file} can’t be written: the disk is full.`,
      });
    }
    expect(await readFile(file, "utf8")).toBe(before);
    expect((await readdir(folder)).sort()).toEqual([...beside, "ballast"].sort());
    expect(names()).toEqual(["before"]);

    await disk.free();
    await add("after");
    expect(names()).toEqual(["before", "after"]);
    expect(JSON.parse(await readFile(file, "utf8")).data.hosts).toHaveLength(2);
  });

  test("takes no events: that is said once, they are held, and with space all are there, none of them torn", async () => {
    const problems: StorageProblem[] = [];
    const log = await EventLog.open(disk.folder, { clock: Date.now, onProblem: (problem) => problems.push(problem) });
    close = () => log.dispose();
    const events = join(disk.folder, "events");
    const long = "x".repeat(3000);
    await log.appendDurable(anEvent("a", { time: 1, message: long }));

    await disk.fill();
    // More than what is left of the last page: the first half of it fits.
    for (const [index, id] of ["b", "c", "d"].entries()) {
      await expect(log.appendDurable(anEvent(id, { time: 2 + index, message: long }))).rejects.toMatchObject({
        name: "StoreUnusable",
        message: expect.stringMatching(/can’t be written: the disk is full\.$/),
      });
    }
    expect(problems.map(({ path, sentence }) => [path, sentence])).toEqual([
      [
        events,
        expect.stringMatching(/: the disk is full\. Events are held in memory and written when it works again\.$/),
      ],
    ]);
    expect(await idsOf(log)).toEqual(["a"]);

    await disk.free();
    await log.appendDurable(anEvent("e", { time: 5 }));
    expect(await idsOf(log)).toEqual(["e", "d", "c", "b", "a"]);
    await log.dispose();
    // The next program finds them whole.
    const next = await EventLog.open(disk.folder, { clock: Date.now, onProblem: (problem) => problems.push(problem) });
    close = () => next.dispose();
    expect(await idsOf(next)).toEqual(["e", "d", "c", "b", "a"]);
    expect(problems).toHaveLength(1);
  });
});

async function idsOf(log: EventLog): Promise<string[]> {
  return (await log.query({ limit: 100 })).map(({ id }) => id);
}
