import type { QuaysideEvent } from "@quayside/core/model/event.ts";
import { exported } from "@quayside/shared-ui/events/event-export.ts";
import { rowsOf } from "@quayside/shared-ui/events/event-rows.ts";
import { burstTag, sentenceOf, tagOf } from "@quayside/shared-ui/events/event-words.ts";
import { queryOf, readForm } from "@quayside/shared-ui/events/events-form.ts";
import { describe, expect, test } from "vitest";

const NOON = new Date(2026, 10, 20, 12).getTime();

function event(given: Partial<QuaysideEvent>): QuaysideEvent {
  return { id: "1", time: NOON, host: "h", kind: "engine", type: "die", level: "info", message: "", ...given };
}

const web = { type: "container", id: "w", name: "web" } as const;

describe("the sentence of an event", () => {
  test("leaves out the names that stand beside it, and only those", () => {
    expect(sentenceOf(event({ subject: web, message: "web started on laptop" }), "laptop")).toBe("Started");
    expect(sentenceOf(event({ subject: web, message: "webhook came on laptop" }), "laptop")).toBe("Webhook came");
    expect(sentenceOf(event({ kind: "host", message: "laptop answers: Docker 27" }), "laptop")).toBe(
      "Answers: Docker 27",
    );
  });

  test("says of an action who did it from where, and of one that failed why", () => {
    const stop = { kind: "action", type: "stop", subject: web, actor: "VS Code, window shop" } as const;
    expect(sentenceOf(event(stop), "laptop")).toBe("Stopped from VS Code, window shop");
    expect(sentenceOf(event({ ...stop, level: "error", error: "no such container" }), "laptop")).toBe(
      "Stop from VS Code, window shop was not done: no such container",
    );
  });

  test("is classified by its cause and exit code", () => {
    expect(tagOf(event({ cause: "oom", exitCode: 137, level: "error" }))).toEqual({ text: "oom · 137", tone: "bad" });
    expect(tagOf(event({ cause: "killed", exitCode: 143 }))).toEqual({ text: "by a person · 143", tone: "plain" });
    expect(tagOf(event({ type: "start" }))).toBeUndefined();
    expect(tagOf(event({ kind: "gap", level: "warning" }))).toEqual({ text: "gap", tone: "info" });
  });
});

test("a burst says how it ended each time, where all its ends are alike", () => {
  const end = event({ cause: "oom", exitCode: 137, level: "error" });
  expect(burstTag([end, event({ type: "start" }), end])).toEqual({ text: "2 × oom · 137", tone: "bad" });
  expect(burstTag([end, event({ cause: "clean", exitCode: 0 })]).text).toBe("2 events");
});

describe("rows of events", () => {
  const at = (seconds: number, given: Partial<QuaysideEvent> = {}) =>
    event({ id: `at ${seconds}`, time: NOON - seconds * 1000, subject: web, ...given });

  test("stand under their days, newest first", () => {
    const rows = rowsOf([at(0), at(60), at(86_400)], new Set());
    expect(rows.map(({ kind }) => kind)).toEqual(["day", "event", "event", "day", "event"]);
  });

  test("of a container that dies again and again are one, which opens; others between them stay", () => {
    const burst = Array.from({ length: 6 }, (_, index) => at(index * 10));
    const other = at(25, { id: "other", subject: { ...web, name: "db" } });
    const events = [...burst.slice(0, 3), other, ...burst.slice(3)];
    const closed = rowsOf(events, new Set());
    expect(closed.map(({ kind }) => kind)).toEqual(["day", "burst", "event"]);
    const key = closed[1]?.key ?? "";
    expect(key).toBe("burst at 50");
    const open = rowsOf(events, new Set([key]));
    expect(
      open.map((row) => (row.kind === "event" ? `${row.event.id}${row.nested ? " nested" : ""}` : row.kind)),
    ).toEqual([...["day", "burst", ...burst.map(({ id }) => `${id} nested`), "other"]]);
  });

  test("that are minutes apart, of another host, or what a person did, are no burst", () => {
    const apart = Array.from({ length: 8 }, (_, index) => at(index * 121));
    const hosts = Array.from({ length: 8 }, (_, index) => at(index, { host: `host ${index % 2}` }));
    const actions = Array.from({ length: 8 }, (_, index) => at(index, { kind: "action", type: "stop" }));
    for (const events of [apart, hosts, actions])
      expect(rowsOf(events, new Set()).filter(({ kind }) => kind === "burst")).toEqual([]);
  });
});

describe("exported events", () => {
  const events = [
    event({ id: "2", time: NOON + 1000, subject: { ...web, name: '=HYPERLINK("x")' }, message: "a, b\nc" }),
    event({ id: "1", message: "web started" }),
  ];
  const name = (id: string) => `host ${id}`;

  test("are JSON as they are kept, oldest first", () => {
    expect(JSON.parse(exported(events, "json", name))).toEqual([...events].reverse());
  });

  test("are CSV in which nothing of a stranger is a formula, a column or a line of its own", () => {
    const [head, first, ...rest] = exported(events, "csv", name).split("\r\n");
    expect(head?.split(",").slice(0, 3)).toEqual(["time", "host", "kind"]);
    expect(first).toBe(`${new Date(NOON).toISOString()},host h,engine,die,info,,,web started,,,,,,,1`);
    expect(rest).toEqual([
      `${new Date(NOON + 1000).toISOString()},host h,engine,die,info,container,"'=HYPERLINK(""x"")","a, b\nc",,,,,,,2`,
      "",
    ]);
  });
});

test("what was left is asked for again, without what another version wrote", () => {
  const form = readForm({ form: { text: " oom ", kinds: ["engine", "none"], levels: "all", range: "day", host: 3 } });
  expect(form).toEqual({ text: " oom ", host: "", kinds: ["engine"], levels: [], range: "day" });
  expect(queryOf(form, NOON)).toEqual({ text: "oom", kinds: ["engine"], since: NOON - 86_400_000 });
});
