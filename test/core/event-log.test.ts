import { appendFile, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { keyOf } from "@quayside/core/event-log/event-index.ts";
import { EventLog } from "@quayside/core/event-log/event-log.ts";
import { encodeEvent, headerLine } from "@quayside/core/event-log/segment-format.ts";
import type { EventQuery, QuaysideEvent } from "@quayside/core/model/event.ts";
import type { StorageProblem } from "@quayside/core/storage/storage-problem.ts";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { anEvent } from "./event-log-events.ts";
import { removeFolder, temporaryFolder } from "./storage-processes.ts";

let storage: string;
let events: string;
let problems: StorageProblem[];
let logs: EventLog[];

beforeEach(async () => {
  storage = await temporaryFolder();
  events = join(storage, "events");
  problems = [];
  logs = [];
});
afterEach(async () => {
  await Promise.all(logs.map((log) => log.dispose()));
  await removeFolder(storage);
});

async function openLog(): Promise<EventLog> {
  const log = await EventLog.open(storage, { clock: Date.now, onProblem: (problem) => problems.push(problem) });
  logs.push(log);
  return log;
}

/** Another window's segment. */
async function segment(number: number, ...lines: string[]): Promise<string> {
  await mkdir(events, { recursive: true });
  const path = join(events, `events-999999-${number}.jsonl`);
  await writeFile(path, lines.join(""));
  return path;
}

async function ids(log: EventLog, query: EventQuery = {}): Promise<string[]> {
  return (await log.query(query)).map(({ id }) => id);
}

describe("the event log", () => {
  test("gives back what was appended, whole and newest first, also to the next program", async () => {
    const full = anEvent("b", {
      time: 2,
      message: 'line\nbreak, \u2028, <b>, "\\", \u202e, ✓, \ud83d',
      duration: 12.5,
      exitCode: 137,
      error: "no such",
      command: "docker stop web",
      details: { forced: true, tries: 2, by: "me" },
    });
    const bare: QuaysideEvent = { id: "a", time: 1, kind: "store", type: "opened", level: "info", message: "" };
    const log = await openLog();
    log.append(bare);
    log.append(full);
    expect(await log.query({})).toEqual([full, bare]);
    await log.dispose();
    expect(await (await openLog()).query({})).toEqual([full, bare]);
    expect(problems).toEqual([]);
  });

  test("is readable by its owner only, and versioned", async () => {
    const log = await openLog();
    await log.appendDurable(anEvent("a"));
    const [name] = await readdir(events);
    const path = join(events, name as string);
    expect(name).toMatch(new RegExp(`^events-${process.pid}-\\d+\\.jsonl$`));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await readFile(path, "utf8")).split("\n")[0]).toBe('{"quayside":"events","version":1}');
  });

  test("writes what is queued when it is closed, and takes nothing after", async () => {
    const log = await openLog();
    log.append(anEvent("a"));
    await log.dispose();
    expect(() => log.append(anEvent("b"))).toThrow(/closed/);
    await expect(log.appendDurable(anEvent("c"))).rejects.toMatchObject({ name: "StoreUnusable" });
    expect(await ids(await openLog())).toEqual(["a"]);
  });

  test("tells of each event once, whoever wrote it, and not of the past", async () => {
    await segment(1, headerLine, encodeEvent(anEvent("past")));
    const [one, two] = [await openLog(), await openLog()];
    const heard: string[] = [];
    one.onDidAppend((events) => heard.push(...events.map(({ id }) => id)));
    one.append(anEvent("own"));
    await two.appendDurable(anEvent("past"));
    await two.appendDurable(anEvent("own"));
    await two.appendDurable(anEvent("theirs"));
    await vi.waitFor(() => expect(heard).toContain("theirs"), { timeout: 10_000 });
    await one.query({});
    expect(heard.sort()).toEqual(["own", "theirs"]);
    expect((await ids(one)).sort()).toEqual(["own", "past", "theirs"]);
  });

  test("orders the events of one millisecond by id, the same in every window", async () => {
    await segment(1, headerLine, encodeEvent(anEvent("c")), encodeEvent(anEvent("a")));
    await segment(2, headerLine, encodeEvent(anEvent("b")), encodeEvent(anEvent("later", { time: 1_700_000_000_001 })));
    expect(await ids(await openLog())).toEqual(["later", "c", "b", "a"]);
    expect(await ids(await openLog(), { limit: 3 })).toEqual(["later", "c", "b"]);
  });

  test("orders them also where one millisecond holds thousands", async () => {
    const all = Array.from({ length: 3000 }, (_, number) => String((number * 7919) % 3000).padStart(4, "0"));
    await segment(1, headerLine, ...all.map((id) => encodeEvent(anEvent(id))));
    expect(await ids(await openLog(), { limit: 5000 })).toEqual([...all].sort().reverse());
  });

  test("tells two events apart whose ids have one key", async () => {
    const twins = collidingIds();
    await segment(1, headerLine, encodeEvent(anEvent(twins[0])));
    await segment(2, headerLine, encodeEvent(anEvent(twins[1])));
    await segment(3, headerLine, ...twins.map((id) => encodeEvent(anEvent(id))));
    const log = await openLog();
    expect((await ids(log)).sort()).toEqual([...twins].sort());
    log.append(anEvent(twins[1]));
    expect(await ids(log)).toHaveLength(2);
  });
});

describe("a query", () => {
  const queries: [string, EventQuery, string[]][] = [
    ["by host", { host: "server" }, ["d"]],
    ["for a host that has none", { host: "nowhere" }, []],
    ["by kind", { kinds: ["action", "gap"] }, ["c", "b"]],
    ["by level", { levels: ["error"] }, ["c"]],
    ["by the subject's id", { subject: "cd34" }, ["b"]],
    ["by the subject's name", { subject: "database" }, ["b"]],
    ["by text, in any case", { text: "NO SPACE" }, ["c"]],
    ["by time, both ends included", { since: 2, until: 3 }, ["c", "b"]],
    ["with a limit", { limit: 2 }, ["d", "c"]],
    ["with all of it", { kinds: ["action"], levels: ["info"], text: "docker", since: 1, until: 9, limit: 5 }, ["b"]],
  ];
  test.each(queries)("%s gives the matching events, newest first", async (_name, query, expected) => {
    const log = await openLog();
    log.append(anEvent("d", { time: 4, host: "server" }));
    log.append(anEvent("a", { time: 1 }));
    log.append(anEvent("c", { time: 3, kind: "gap", level: "error", error: "No space left" }));
    const subject = { type: "container", id: "cd34", name: "database" } as const;
    log.append(anEvent("b", { time: 2, kind: "action", level: "info", subject, command: "docker stop database" }));
    expect(await ids(log, query)).toEqual(expected);
  });

  test("gives 200 events unless told, and ends when it is aborted", async () => {
    await segment(
      1,
      headerLine,
      ...Array.from({ length: 3000 }, (_, time) => encodeEvent(anEvent(`${time}`, { time }))),
    );
    const log = await openLog();
    expect(await ids(log)).toEqual(Array.from({ length: 200 }, (_, number) => `${2999 - number}`));
    expect(await ids(log, { text: "(7)" })).toEqual(["7"]);
    await expect(log.query({}, AbortSignal.abort())).rejects.toMatchObject({ name: "Cancelled" });
  });
});

describe("a damaged store", () => {
  test("with a torn tail gives the whole events, and the last one when it is whole", async () => {
    const line = encodeEvent(anEvent("torn"));
    const path = await segment(1, headerLine, encodeEvent(anEvent("a")), line.slice(0, 30));
    const log = await openLog();
    expect(await ids(log)).toEqual(["a"]);
    await appendFile(path, line.slice(30));
    expect(await ids(log)).toEqual(["torn", "a"]);
    expect(problems).toEqual([]);
  });

  test("with foreign lines skips them and tells of the file once, with their count", async () => {
    const lines = [
      "not JSON\n",
      "{}\n",
      "null\n",
      '{"id":"x","time":"yesterday"}\n',
      encodeEvent(anEvent("b")),
      "\0\0\n",
    ];
    const path = await segment(1, headerLine, encodeEvent(anEvent("a")), ...lines);
    const log = await openLog();
    expect((await ids(log)).sort()).toEqual(["a", "b"]);
    await appendFile(path, `more\n${encodeEvent(anEvent("c"))}`);
    expect((await ids(log)).sort()).toEqual(["a", "b", "c"]);
    expect(problems).toEqual([
      { path, sentence: `${path} holds 5 lines that are no events: they were skipped.`, lines: 5 },
    ]);
    expect(log.problems()).toMatchObject([{ path, lines: 6 }]);
  });

  test("with a line that is damaged behind its head skips it when it is read, and tells of it", async () => {
    const damaged = encodeEvent(anEvent("b", { time: 2 })).replace('"message":', '"message"#');
    const path = await segment(1, headerLine, encodeEvent(anEvent("a", { time: 1 })), damaged);
    const log = await openLog();
    expect(await ids(log)).toEqual(["a"]);
    expect(await ids(log)).toEqual(["a"]);
    expect(problems).toMatchObject([{ path, lines: 1 }]);
  });

  test("with a damaged header gives the events behind it", async () => {
    const path = await segment(1, '{"quays\n', encodeEvent(anEvent("a")));
    expect(await ids(await openLog())).toEqual(["a"]);
    expect(problems).toMatchObject([{ path, lines: 1 }]);
  });

  test("with an unreadable file gives the events of the others, and tells which and why", async () => {
    const path = join(events, "events-1-1.jsonl");
    await mkdir(path, { recursive: true });
    await segment(2, headerLine, encodeEvent(anEvent("a")));
    const log = await openLog();
    expect(await ids(log)).toEqual(["a"]);
    const sentence = `${path} can’t be read: it is a folder and not a file. Its events are not shown.`;
    expect(problems).toEqual([{ path, sentence, error: expect.objectContaining({ name: "StoreUnusable" }) }]);
    expect(log.problems()).toHaveLength(1);
  });

  test("with a segment of a newer program skips it, says so, and leaves it alone", async () => {
    const text = `{"quayside":"events","version":2}\n${encodeEvent(anEvent("new"))}`;
    const path = await segment(1, text);
    await segment(2, headerLine, encodeEvent(anEvent("a")));
    const log = await openLog();
    expect(await ids(log)).toEqual(["a"]);
    await appendFile(path, encodeEvent(anEvent("newer")));
    expect(await ids(log)).toEqual(["a"]);
    expect(problems.map(({ sentence }) => sentence)).toEqual([
      `${path} was written by a newer Quayside (format 2, this one knows 1): its events are not shown. Update Quayside.`,
    ]);
    expect(await readFile(path, "utf8")).toBe(text + encodeEvent(anEvent("newer")));
  });

  test("that loses a segment keeps the events that stand in another one too", async () => {
    const first = await segment(1, headerLine, encodeEvent(anEvent("both")), encodeEvent(anEvent("gone")));
    const second = await segment(2, headerLine, encodeEvent(anEvent("both")), encodeEvent(anEvent("cut")));
    const log = await openLog();
    const heard: string[] = [];
    log.onDidAppend((events) => heard.push(...events.map(({ id }) => id)));
    expect((await ids(log)).sort()).toEqual(["both", "cut", "gone"]);
    await rm(first);
    expect((await ids(log)).sort()).toEqual(["both", "cut"]);
    await truncate(second, headerLine.length + encodeEvent(anEvent("both")).length);
    expect(await ids(log)).toEqual(["both"]);
    expect(heard).toEqual([]);
    expect(problems).toEqual([]);
  });
});

describe("a disk that refuses", () => {
  test("is told of once; what was to be written is held and written when it takes it again", async () => {
    const log = await openLog();
    await rm(events, { recursive: true });
    await writeFile(events, "a file where the folder should be");
    log.append(anEvent("a", { time: 1 }));
    await expect(log.appendDurable(anEvent("b", { time: 2 }))).rejects.toMatchObject({ name: "StoreUnusable" });
    await expect(log.appendDurable(anEvent("c", { time: 3 }))).rejects.toMatchObject({ name: "StoreUnusable" });
    const writing = () => problems.filter(({ sentence }) => sentence.includes("can’t be written"));
    expect(writing()).toEqual([
      { path: events, sentence: expect.stringContaining("are held in memory"), error: expect.anything() },
    ]);
    await rm(events);
    await log.appendDurable(anEvent("d", { time: 4 }));
    expect(await ids(log)).toEqual(["d", "c", "b", "a"]);
    expect(writing()).toHaveLength(1);
  });

  test("until the end: it is said how many events were lost", async () => {
    const log = await openLog();
    await rm(events, { recursive: true });
    await writeFile(events, "");
    log.append(anEvent("a"));
    log.append(anEvent("b"));
    await log.dispose();
    expect(problems.at(-1)).toMatchObject({
      lines: 2,
      sentence: `2 events were lost, since ${events} could not be written.`,
    });
  });

  test("by losing the file that is written: the next events go into a new one", async () => {
    const log = await openLog();
    await log.appendDurable(anEvent("a"));
    await rm(join(events, (await readdir(events))[0] as string));
    await log.appendDurable(anEvent("b"));
    expect(await ids(log)).toEqual(["b"]);
    expect(problems).toEqual([]);
  });

  test("from the start is an error that names the folder", async () => {
    await writeFile(events, "");
    await expect(openLog()).rejects.toMatchObject({ name: "StoreUnusable", message: expect.stringContaining(events) });
  });
});

/** Two ids with one key, by trying. */
function collidingIds(): [string, string] {
  const known = new Map<number, string>();
  for (let number = 0; ; number++) {
    const id = `id-${number}`;
    const other = known.get(keyOf(id));
    if (other !== undefined) return [other, id];
    known.set(keyOf(id), id);
  }
}
