import { restartsWithin } from "@quayside/core/staleness/judge/failing.ts";
import { describe, expect, it } from "vitest";
import { containerFacts, DAY, judge, NOW, told } from "./staleness-facts.ts";

const ended = (days: number) => ({ startedAt: NOW - 50 * DAY, finishedAt: NOW - days * DAY, exitCode: 0 });
const inStack = (service: string, labels = {}) => ({
  stack: { stack: "shop", service, number: 1 },
  labels: { "com.docker.compose.project": "shop", "com.docker.compose.service": service, ...labels },
});

describe("a container is stale by its evidence", () => {
  it("exited long ago: by when and how it ended, in a sentence that can be checked", () => {
    const [finding] = judge([containerFacts({ name: "job" }, ended(9))]);
    expect(finding).toMatchObject({
      ...{ kind: "exited", host: "h", since: NOW - 9 * DAY, confidence: "medium", action: "quarantine" },
      ...{ id: "h exited job", sentence: "Exited 0 nine days ago, not started since." },
      keeps: [{ type: "image", id: "sha256:app", name: "app:1" }],
    });
    expect(finding?.evidence).toContainEqual({ field: "State.FinishedAt", value: "2026-11-21T00:00:00.000Z" });
    const [oom] = judge([containerFacts({}, { ...ended(34), exitCode: 137, outOfMemory: true })]);
    expect(oom?.sentence).toBe("Out of memory, exited 137 34 days ago, not started since.");
  });

  it("trap: FinishedAt 0001-01-01 is no age, so that a fresh container is no finding", () => {
    expect(judge([containerFacts({ createdAt: NOW - 1_000 })])).toEqual([]);
    expect(judge([containerFacts({ state: "created", createdAt: NOW - 1_000 })])).toEqual([]);
  });

  it("trap: a year-old container that stopped a minute ago is not stale, since its end counts and not its creation", () => {
    const details = { startedAt: NOW - 300 * DAY, finishedAt: NOW - 60_000, exitCode: 0 };
    expect(judge([containerFacts({ createdAt: NOW - 365 * DAY }, details)])).toEqual([]);
  });

  it("trap: data-only and init containers stay created on purpose", () => {
    const data = { type: "volume", source: "pgdata", destination: "/data", writable: true };
    const user = containerFacts({ name: "db", state: "running", mounts: [data] });
    const init = containerFacts({ name: "init", state: "created", ...inStack("init") });
    const depends = { "com.docker.compose.depends_on": "init:service_completed_successfully:false" };
    const app = containerFacts({ name: "app", state: "running", ...inStack("app", depends) });
    expect(judge([containerFacts({ name: "data", state: "created", mounts: [data] }), user, init, app])).toEqual([]);
    const [alone] = judge([containerFacts({ name: "data", state: "created", mounts: [data] })]);
    expect(alone).toMatchObject({ kind: "never-started", confidence: "low", action: "none" });
    const [plain] = judge([containerFacts({ name: "x", state: "created" })]);
    expect(plain).toMatchObject({ kind: "never-started", confidence: "medium", action: "quarantine" });
  });

  it("trap: restart policy no is the default and marks no one-shot", () => {
    expect(judge([containerFacts({}, ended(9))])).toMatchObject([{ kind: "exited", confidence: "medium" }]);
  });

  it("trap: what others wait for to complete is needed at the next start", () => {
    const depends = {
      "com.docker.compose.depends_on": "db:service_healthy:true,migrate:service_completed_successfully:false",
    };
    const migrate = containerFacts({ name: "migrate", ...inStack("migrate") }, ended(40));
    const app = containerFacts({ name: "app", state: "running", ...inStack("app", depends) });
    expect(judge([migrate, app])).toEqual([]);
    expect(told(judge([migrate]))).toEqual(["migrate: exited"]);
  });

  it.each([
    "always",
    "unless-stopped",
  ] as const)("trap: policy %s found stopped means that someone stopped it: ask", (policy) => {
    const [finding] = judge([containerFacts({}, { ...ended(9), restart: { policy, most: 0, restarts: 0 } })]);
    expect(finding).toMatchObject({ kind: "exited", confidence: "low", action: "none" });
    expect(finding?.sentence).toContain("somebody stopped it");
  });

  it("trap: a running one-off is someone’s terminal, and is a leftover only when it has exited", () => {
    const oneOff = inStack("web", { "com.docker.compose.oneoff": "True" });
    expect(judge([containerFacts({ state: "running", health: "unhealthy", ...oneOff })])).toEqual([]);
    expect(judge([containerFacts({ state: "paused", ...oneOff })])).toEqual([]);
    expect(judge([containerFacts(oneOff, ended(9))])).toMatchObject([
      {
        ...{ kind: "finished-one-off", confidence: "high", action: "quarantine", stack: "shop" },
        sentence: "Exited 0 nine days ago; started by compose run, not since.",
      },
    ]);
  });

  it("superseded: a newer one of its place in the stack, or of its name’s stem, runs", () => {
    const old = containerFacts({ name: "shop-web-1-x", ...inStack("web") }, ended(9));
    const newer = containerFacts({ name: "shop-web-1", state: "running", createdAt: NOW - 9 * DAY, ...inStack("web") });
    expect(judge([old, newer])).toMatchObject([
      {
        ...{ kind: "superseded", confidence: "high", since: NOW - 9 * DAY },
        sentence: "shop-web-1, made nine days ago, runs in its place.",
      },
    ]);
    const stem = (name: string) =>
      told(
        judge([
          containerFacts({ name }, ended(9)),
          containerFacts({ name: "web", state: "running", createdAt: NOW - 9 * DAY }),
        ]),
      );
    expect(stem("0123456789ab_web")).toEqual(["0123456789ab_web: superseded"]);
    expect(stem("web-old")).toEqual(["web-old: superseded"]);
    expect(stem("webold")).toEqual(["webold: exited"]);
    // An older one that runs, or a one-off, takes nobody's place.
    const older = containerFacts({ name: "b", state: "running", createdAt: NOW - 90 * DAY, ...inStack("web") });
    expect(told(judge([old, older]))).toEqual(["shop-web-1-x: exited"]);
  });

  it.each([
    ["a swarm task", "x", { "com.docker.swarm.task.id": "t" }],
    ["kubernetes", "x", { "io.kubernetes.pod.name": "p" }],
    ["a dev container", "x", { "devcontainer.local_folder": "/src" }],
    ["buildx’s builder", "buildx_buildkit_default0", {}],
    ["testcontainers", "x", { "org.testcontainers": "true" }],
    ["Quayside’s own", "x", { "dev.quayside.volume-helper": "1" }],
    ["what people said is to stay", "x", { "quayside.stale.ignore": "true" }],
  ])("trap: %s is exempt", (_what, name, labels) => {
    expect(judge([containerFacts({ name, labels }, ended(90))])).toEqual([]);
    expect(judge([containerFacts({ name, labels, state: "paused" }, {}, { pausedAt: NOW - 90 * DAY })])).toEqual([]);
  });

  it("trap: the opt-out label says true", () => {
    expect(judge([containerFacts({ labels: { "quayside.stale.ignore": "false" } }, ended(9))])).toHaveLength(1);
  });

  it("trap: RestartCount is compared by its deltas, since a start by hand sets it to zero", () => {
    const marks = (...counts: number[]) => counts.map((count, index) => ({ at: NOW - 60_000 + index * 1_000, count }));
    expect(restartsWithin(marks(40, 41), NOW, 600_000)).toBe(1);
    expect(restartsWithin(marks(40, 41, 42, 43), NOW, 600_000)).toBe(3);
    expect(restartsWithin(marks(40, 43, 0, 1), NOW, 600_000)).toBe(1);
    expect(restartsWithin(marks(40, 43), NOW + 3_600_000, 600_000)).toBe(0);
    const many = { restart: { policy: "always", most: 0, restarts: 400 } } as const;
    expect(judge([containerFacts({ state: "running" }, many, { restarts: marks(399, 400) })])).toEqual([]);
    expect(
      judge([containerFacts({ state: "running" }, { ...many, exitCode: 3 }, { restarts: marks(0, 6) })]),
    ).toMatchObject([
      { kind: "restart-loop", action: "none", sentence: "Restarted six times in 10 min, the last time after exit 3." },
    ]);
  });

  it("trap: after a reboot many share one end, which says little of each", () => {
    const names = ["a", "b", "c"];
    const many = names.map((name) => containerFacts({ name }, ended(9)));
    expect(judge(many)).toMatchObject(names.map(() => ({ kind: "exited", confidence: "low" })));
    expect(judge(many)[0]?.sentence).toContain("together with two others, as in a reboot");
    // One stack that is stopped has one end too, and somebody meant it.
    const stack = names.map((name) => containerFacts({ name, ...inStack(name) }, ended(9)));
    expect(judge(stack)).toMatchObject(names.map(() => ({ confidence: "medium" })));
  });

  it("paused: by the event of it; where nobody saw that, since its start at the earliest, and nothing is done", () => {
    const run = { since: NOW - 40 * DAY, exact: true };
    expect(judge([containerFacts({ state: "paused", run }, {}, { pausedAt: NOW - DAY })])).toEqual([]);
    expect(judge([containerFacts({ state: "paused", run }, {}, { pausedAt: NOW - 12 * DAY })])).toMatchObject([
      {
        kind: "paused",
        since: NOW - 12 * DAY,
        confidence: "medium",
        sentence: "Paused 12 days ago, not resumed since.",
      },
    ]);
    expect(judge([containerFacts({ state: "paused", run })])).toMatchObject([
      { kind: "paused", confidence: "low", action: "none" },
    ]);
  });

  it("dead, being removed over two scans, or a ghost", () => {
    expect(judge([containerFacts({ state: "dead" })])).toMatchObject([{ kind: "dead", action: "remove" }]);
    expect(judge([containerFacts({ state: "removing" })])).toEqual([]);
    expect(judge([containerFacts({ state: "removing" }, {}, { stuck: "removing" })])).toMatchObject([{ kind: "dead" }]);
    const { details: _gone, ...ghost } = containerFacts({}, {}, { stuck: "ghost" });
    expect(judge([ghost])).toMatchObject([{ kind: "dead", action: "none" }]);
  });

  it("trap: a host whose clock is three hours ahead has its own age, and tells since when by ours", () => {
    const ahead = 3 * 3_600_000;
    const facts = containerFacts({}, { startedAt: NOW, finishedAt: NOW - 7 * DAY + ahead - 1, exitCode: 0 });
    const [finding] = judge([facts], { now: NOW + ahead, clockAhead: ahead });
    expect(finding?.since).toBe(NOW - 7 * DAY - 1);
    expect(judge([facts], { now: NOW, clockAhead: 0 })).toEqual([]);
  });
});
