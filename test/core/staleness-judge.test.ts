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

describe("an image, a volume, a network is stale by its evidence", () => {
  const image = { host: "h", id: "sha256:app", names: ["app:1"], digests: [], size: 1000, createdAt: NOW - 40 * DAY };
  const images = [{ ...image, labels: {} }];
  const volume = { host: "h", driver: "local", mountpoint: "/v", scope: "local", labels: {}, options: {} };
  const network = { host: "h", driver: "bridge", scope: "local", internal: false, attachable: false, subnets: [] };
  const own = { ...network, id: "n1", name: "net", labels: {}, builtIn: false, createdAt: NOW - 34 * DAY };

  it("an image that no container uses: by when it got its tag, which a pulled one’s building doesn’t tell", () => {
    expect(judge([], { images, taggedAt: new Map([["sha256:app", NOW - DAY]]) })).toEqual([]);
    expect(judge([], { images, taggedAt: new Map([["sha256:app", NOW - 34 * DAY]]) })).toMatchObject([
      {
        ...{ kind: "unused-image", confidence: "medium", action: "remove", reclaimable: 1000 },
        sentence: "Tagged 34 days ago; no container, running or stopped, uses it.",
      },
    ]);
    expect(judge([], { images })).toMatchObject([{ kind: "unused-image", confidence: "low" }]);
  });

  it("trap: images used by stopped containers are kept, and by those that people aren’t shown", () => {
    const stopped = containerFacts({ labels: { "quayside.stale.ignore": "true" } });
    expect(judge([stopped], { images })).toEqual([]);
    expect(judge([], { images, hidden: [stopped.container] })).toEqual([]);
    const [untagged] = judge([stopped], { images: [{ ...image, labels: {}, names: [] }] });
    expect(untagged).toMatchObject({
      kind: "dangling-image",
      action: "none",
      keptBy: [{ type: "container", id: "c" }],
    });
    expect(untagged?.reclaimable).toBeUndefined();
  });

  it("tag moved: but for ids and pins by digest, which lead to one image for ever", () => {
    const now = { ...image, id: "sha256:new", labels: {} };
    const of = (reference: string, imageReference = reference) =>
      told(
        judge([containerFacts({ state: "running", image: reference, imageId: "sha256:old" }, { imageReference })], {
          images: [now],
        }),
      );
    expect(of("app:1")).toContain("app:1: tag-moved");
    expect(of("docker.io/library/app:1")).toContain("app:1: tag-moved");
    expect(of("sha256:old", "app:1")).toContain("app:1: tag-moved");
    expect(of(`app:1@sha256:${"a".repeat(64)}`).join()).not.toContain("tag-moved");
    expect(of("sha256:old").join()).not.toContain("tag-moved");
    expect(of("other:1").join()).not.toContain("tag-moved");
  });

  it("trap: a named volume is found with low confidence, one without a name with high", () => {
    const anonymous = { ...volume, id: "7f".repeat(32), createdAt: NOW - 34 * DAY };
    const named = { ...volume, id: "shop_pgdata", createdAt: NOW - 34 * DAY };
    expect(judge([], { volumes: [anonymous, named] })).toMatchObject([
      { kind: "leftover-volume", confidence: "high", subject: { name: "7f7f7f7f7f7f" } },
      { kind: "leftover-volume", confidence: "low", subject: { name: "shop_pgdata" } },
    ]);
    // Some driver's engine doesn't tell when it was made.
    expect(judge([], { volumes: [{ ...volume, id: "x" }] })).toMatchObject([{ confidence: "low", action: "none" }]);
  });

  it("trap: a volume made long ago that was in a container a day ago is no leftover", () => {
    const volumes = [{ ...volume, id: "shop_pgdata", createdAt: NOW - 34 * DAY }];
    expect(judge([], { volumes, lastUse: new Map([["shop_pgdata", NOW - DAY]]) })).toEqual([]);
    expect(judge([], { volumes, lastUse: new Map([["shop_pgdata", NOW - 9 * DAY]]) })).toMatchObject([
      { since: NOW - 9 * DAY, sentence: expect.stringContaining("Last in a container nine days ago") },
    ]);
  });

  it("trap: a network with stopped members is not empty, nor is one of swarm’s or the engine’s own", () => {
    expect(judge([], { networks: [own] })).toMatchObject([
      { kind: "empty-network", confidence: "high", action: "remove", since: NOW - 34 * DAY },
    ]);
    expect(judge([containerFacts({ networks: ["net"] })], { networks: [own] })).toEqual([]);
    expect(
      judge([containerFacts({ state: "created", createdAt: NOW, networks: ["n1"] })], { networks: [own] }),
    ).toEqual([]);
    expect(
      judge([], {
        networks: [
          { ...own, scope: "swarm" },
          { ...own, name: "docker_gwbridge" },
          { ...own, builtIn: true },
        ],
      }),
    ).toEqual([]);
  });
});
