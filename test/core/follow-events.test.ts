import { EventLog } from "@quayside/core/event-log/event-log.ts";
import { followEvents } from "@quayside/core/event-log/follow-events.ts";
import type { EventQuery } from "@quayside/core/model/event.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { anEvent } from "./event-log-events.ts";
import { removeFolder, temporaryFolder } from "./storage-processes.ts";

describe("following the event log", () => {
  let folder: string;
  let log: EventLog;
  const closing = new AbortController();
  beforeEach(async () => {
    folder = await temporaryFolder();
    log = await EventLog.open(folder, {
      clock: Date.now,
      onProblem: (problem) => expect.unreachable(problem.sentence),
    });
  });
  afterEach(async () => {
    await log.dispose();
    await removeFolder(folder);
  });

  const follow = (query: EventQuery, signal = closing.signal) => followEvents(log, query, signal);
  const ids = async (stream: ReturnType<typeof follow>) => {
    const { value, done } = await stream.next();
    return done === true ? [] : value.map(({ id }) => id);
  };

  test("begins with what there is, newest first, and goes on with what comes and fits, each once", async () => {
    await log.appendDurable(anEvent("old", { time: 1 }));
    await log.appendDurable(anEvent("new", { time: 2 }));
    const stream = follow({ host: "laptop" });
    expect(await ids(stream)).toEqual(["new", "old"]);
    await log.appendDurable(anEvent("other host", { host: "nas" }));
    await log.appendDurable(anEvent("third"));
    expect(await ids(stream)).toEqual(["third"]);
    await stream.return(undefined);
  });

  test("gives an event once that comes while the log is read", async () => {
    const stream = follow({});
    const first = ids(stream);
    const written = log.appendDurable(anEvent("meanwhile"));
    const found = await first;
    await written;
    await log.appendDurable(anEvent("after"));
    const rest: string[] = [];
    while (!rest.includes("after")) rest.push(...(await ids(stream)));
    expect([...found, ...rest]).toEqual(["meanwhile", "after"]);
    await stream.return(undefined);
  });

  test("keeps of what comes while nobody asks the newest, as many as are wanted", async () => {
    const stream = follow({ limit: 3 });
    expect(await ids(stream)).toEqual([]);
    for (let number = 0; number < 10; number++) await log.appendDurable(anEvent(`event ${number}`));
    expect(await ids(stream)).toEqual(["event 7", "event 8", "event 9"]);
    await stream.return(undefined);
  });

  test("ends when it is given up, and listens no longer", async () => {
    const leaving = new AbortController();
    const stream = follow({}, leaving.signal);
    expect(await ids(stream)).toEqual([]);
    const next = stream.next();
    leaving.abort();
    expect(await next).toEqual({ value: undefined, done: true });
  });
});
