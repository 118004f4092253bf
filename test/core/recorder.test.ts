import type { EventGap, HostEvent } from "@quayside/core/inventory/inventory.ts";
import { Emitter } from "@quayside/core/lifetime/emitter.ts";
import type { EngineEvent } from "@quayside/core/model/engine-event.ts";
import type { QuaysideEvent } from "@quayside/core/model/event.ts";
import type { Host, HostState } from "@quayside/core/model/host.ts";
import { describeEngineEvent } from "@quayside/core/recorder/engine-event-words.ts";
import { Recorder } from "@quayside/core/recorder/recorder.ts";
import { beforeEach, describe, expect, test, vi } from "vitest";

const event = (action: string, attributes: Record<string, string> = {}, type = "container"): EngineEvent => ({
  type,
  action,
  actorId: "sha256:0123456789abcdef",
  attributes: { name: "web", ...attributes },
  timeNano: "1767225600123456789",
});

test.each([
  ["create", {}, "info", "web was created"],
  ["start", {}, "info", "web started"],
  ["die", { exitCode: "0" }, "info", "web ended with exit code 0"],
  ["die", { exitCode: "137" }, "error", "web ended with exit code 137 (SIGKILL)"],
  ["die", { containerExitCode: "3" }, "error", "web ended with exit code 3"],
  ["die", {}, "error", "web ended"],
  ["die", { exitCode: "<b>" }, "error", "web ended"],
  ["oom", {}, "error", "web ran out of memory"],
  ["health_status: unhealthy", {}, "warning", "web is unhealthy"],
  ["health_status: healthy", {}, "info", "web is healthy"],
  ["destroy", {}, "info", "web was removed"],
  ["something new", {}, "info", "web something new"],
])("the engine's “%s” with %j is %s: %s", (action, attributes, level, message) => {
  expect(describeEngineEvent(event(action, attributes))).toMatchObject({ level, message });
});

test("the exit code is a number where it is one", () => {
  expect(describeEngineEvent(event("die", { exitCode: "137" }))).toMatchObject({ exitCode: 137 });
  expect(describeEngineEvent(event("die", { exitCode: "many" }))).not.toHaveProperty("exitCode");
  expect(describeEngineEvent(event("die"))).not.toHaveProperty("exitCode");
});

test("what has no name is called by its short id, and what is of no known kind belongs to the engine", () => {
  const { attributes: _none, ...rest } = event("pull", {}, "image");
  expect(describeEngineEvent({ ...rest, attributes: {} })).toMatchObject({
    message: "0123456789ab was pulled",
    subject: { type: "image", id: "sha256:0123456789abcdef", name: "0123456789ab" },
  });
  expect(describeEngineEvent({ ...rest, type: "daemon", actorId: "", attributes: {} }).subject).toMatchObject({
    type: "engine",
    name: "daemon",
  });
});

describe("the recorder", () => {
  const engine = {
    id: "",
    product: "Docker",
    version: "20.10",
    apiVersion: "1.41",
    operatingSystem: "linux",
    architecture: "amd64",
  };
  const online = (id: string): HostState => ({ kind: "online", engine: { ...engine, id }, latency: 1, since: 1 });
  const unreachable: HostState = {
    kind: "unreachable",
    error: {
      name: "HostUnreachable",
      title: "Docker is not running on laptop",
      sentence: "",
      hint: "",
      detail: "connect ENOENT",
    },
    since: 1,
    nextTry: 2,
  };
  let host: Host;
  let recorded: QuaysideEvent[];
  let recorder: Recorder;
  let events: Emitter<HostEvent>;
  let gaps: Emitter<EventGap>;
  let hosts: Emitter<{ readonly changed: readonly Host[]; readonly removed: readonly string[] }>;

  const becomes = (state: HostState) => {
    host = { ...host, state };
    hosts.fire({ changed: [host], removed: [] });
  };
  const happens = (engineEvent: EngineEvent, replayed = false) =>
    events.fire({ host: "a", event: engineEvent, replayed });

  beforeEach(() => {
    host = {
      id: "a",
      name: "laptop",
      connection: { kind: "unix", path: "/a" },
      access: "admin",
      found: false,
      isDefault: false,
      position: 0,
      state: { kind: "connecting" },
    };
    recorded = [];
    events = new Emitter();
    gaps = new Emitter();
    hosts = new Emitter();
    recorder = new Recorder({
      append: (each) => recorded.push(each),
      query: async () => recorded,
      host: (id) => (id === "a" ? host : undefined),
      onDidHostEvent: events.event,
      onDidGap: gaps.event,
      onDidChangeHosts: hosts.event,
      now: () => 5,
    });
  });

  test("writes an engine's event with an id that every window gives it", () => {
    becomes(online("engine-1"));
    recorded.splice(0);
    happens(event("die", { exitCode: "0" }));
    happens(event("die", { exitCode: "0" }), true);
    const same = {
      id: "engine-1 1767225600123456789 container die sha256:0123456789abcdef",
      time: 1_767_225_600_123,
      host: "a",
      kind: "engine",
      type: "die",
      level: "info",
      message: "web ended with exit code 0 on laptop",
      exitCode: 0,
      cause: "clean",
    };
    expect(recorded).toMatchObject([
      { ...same, details: { timeNano: "1767225600123456789" } },
      { ...same, details: { replayed: true } },
    ]);
  });

  test("waits with what happens before the engine has told who it is, and loses none of it", () => {
    becomes(online(""));
    recorded.splice(0);
    happens(event("create"));
    happens(event("start"));
    expect(recorded).toEqual([]);
    becomes(online("engine-1"));
    expect(recorded.map(({ type, id }) => [type, id.split(" ")[0]])).toEqual([
      ["create", "engine-1"],
      ["start", "engine-1"],
    ]);
  });

  test("waits a moment where memory may have run out, since an engine may tell that after the end", () => {
    vi.useFakeTimers();
    try {
      becomes(online("engine-1"));
      recorded.splice(0);
      happens(event("die", { exitCode: "137" }));
      expect(recorded).toEqual([]);
      happens(event("oom"));
      expect(recorded).toMatchObject([
        { type: "die", cause: "oom", message: "web ended with exit code 137 (SIGKILL): out of memory on laptop" },
        { type: "oom" },
      ]);
      happens(event("start"));
      happens(event("die", { exitCode: "137" }));
      expect(recorded.at(-1)).toMatchObject({ type: "start" });
      // What came after it waits behind it: the engine is asked again from the last that is on record.
      happens(event("destroy"));
      expect(recorded.at(-1)).toMatchObject({ type: "start" });
      vi.runAllTimers();
      expect(recorded.slice(-2)).toMatchObject([{ type: "die", cause: "crash" }, { type: "destroy" }]);
      happens(event("die", { exitCode: "137" }));
      recorder.dispose();
      expect(recorded.filter(({ type }) => type === "die")).toHaveLength(3);
    } finally {
      vi.useRealTimers();
    }
  });

  test("leaves out what only makes noise: execs, and what a health check does", () => {
    becomes(online("engine-1"));
    recorded.splice(0);
    for (const action of ["exec_create: sh", "exec_start: sh", "exec_die", "top", "attach", "resize"])
      happens(event(action));
    expect(recorded).toEqual([]);
    // Podman's own: its steps, and checks without a result.
    for (const action of ["init", "exec", "mount", "unmount", "cleanup", "health_status"]) happens(event(action));
    expect(recorded).toEqual([]);
    for (const action of ["destroy", "remove"]) happens(event(action));
    expect(recorded).toHaveLength(2);
  });

  test("tells once that a host came and once that it went", () => {
    becomes({ kind: "connecting" });
    becomes(online(""));
    becomes(online("engine-1"));
    becomes(unreachable);
    becomes({ ...unreachable, nextTry: 9 });
    becomes(online("engine-1"));
    expect(recorded).toMatchObject([
      {
        kind: "host",
        type: "online",
        level: "info",
        message: "laptop answers: Docker 20.10",
        subject: { type: "host", name: "laptop" },
      },
      {
        kind: "host",
        type: "unreachable",
        level: "error",
        message: "Docker is not running on laptop",
        error: "connect ENOENT",
      },
      { kind: "host", type: "online" },
    ]);
    expect(new Set(recorded.map(({ id }) => id)).size).toBe(3);
  });

  test("tells of a gap, from when to when, and why", () => {
    gaps.fire({ host: "a", from: 1, to: 4, reason: "too-many", unexplained: [] });
    gaps.fire({ host: "a", from: 1, to: 4, reason: "unexplained", unexplained: [] });
    expect(recorded).toMatchObject([
      {
        kind: "gap",
        type: "too-many",
        level: "warning",
        time: 4,
        details: { from: 1, to: 4 },
        message: expect.stringContaining("laptop"),
      },
      { kind: "gap", type: "unexplained" },
    ]);
  });
});
