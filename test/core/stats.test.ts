import { once } from "node:events";
import { connect } from "node:net";
import { startDemoEngine } from "@quayside/core/demo/start-demo-engine.ts";
import { type Engine, openEngine } from "@quayside/core/engine/engine.ts";
import { EngineError } from "@quayside/core/errors/errors.ts";
import { onAbort } from "@quayside/core/lifetime/abort.ts";
import {
  type StatsAbsence,
  type StatsSample,
  type StatsUpdate,
  WATCHED_CONTAINERS,
} from "@quayside/core/model/container-stats.ts";
import { type Ref, refKey } from "@quayside/core/model/ref.ts";
import { STREAMS_OF_HOST, STREAMS_WHERE_FEW } from "@quayside/core/stats/container-feed.ts";
import { Stats } from "@quayside/core/stats/stats.ts";
import { afterAll, afterEach, beforeAll, expect, it, test } from "vitest";
import { removeContainer, runContainer, runCpuBurner } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until } from "../lab/waiting.ts";
import { type EngineProxy, startEngineProxy } from "./engine-proxy.ts";
import { listed, type OpenedQuayside, openQuayside } from "./open-quayside.ts";
import { connected } from "./panel-pair.ts";

const { describe } = needs("engine");

/** Somebody who looks on, until `leave`. */
class Looker {
  readonly #latest = new Map<string, StatsSample | null>();
  readonly #absences = new Map<string, StatsAbsence | undefined>();
  readonly #abort = new AbortController();
  readonly #looking: Promise<void>;
  readonly batches: (readonly StatsUpdate[])[] = [];

  constructor(stats: Stats, refs: readonly Ref[]) {
    this.#looking = this.#look(stats, refs);
  }

  /** Undefined before anything was told. */
  of(ref: Ref): StatsSample | null | undefined {
    return this.#latest.get(refKey(ref));
  }

  /** Why there is no value; undefined where there is one. */
  why(ref: Ref): StatsAbsence["kind"] | undefined {
    return this.#absences.get(refKey(ref))?.kind;
  }

  async seesWhy(kind: StatsAbsence["kind"], ref: Ref): Promise<void> {
    await until(() => this.why(ref) === kind, { what: `${kind} as the reason`, withinMs: 30_000 });
  }

  async leave(): Promise<void> {
    this.#abort.abort();
    await this.#looking;
  }

  async sees(what: string, ref: Ref, check: (sample: StatsSample | null | undefined) => boolean): Promise<void> {
    await until(() => check(this.of(ref)), { what, withinMs: 30_000 });
  }

  seesSample(ref: Ref): Promise<void> {
    return this.sees("a sample", ref, (sample) => sample !== undefined && sample !== null);
  }

  seesNone(ref: Ref): Promise<void> {
    return this.sees("no value any more", ref, (sample) => sample === null);
  }

  async #look(stats: Stats, refs: readonly Ref[]): Promise<void> {
    for await (const batch of stats.watch(refs, this.#abort.signal)) {
      this.batches.push(batch);
      for (const { ref, sample, absence } of batch) {
        this.#latest.set(refKey(ref), sample);
        this.#absences.set(refKey(ref), absence);
      }
    }
  }
}

describe("what containers use", () => {
  let engine: EngineAccess;
  let proxy: EngineProxy;
  let opened: OpenedQuayside;
  let host: string;
  const made: string[] = [];
  const lookers: Looker[] = [];

  const run = async (making: Promise<string>): Promise<Ref> => {
    const id = await making;
    made.push(id);
    await until(() => opened.quayside.inventory.container({ host, id })?.state === "running", {
      what: "it in the list",
    });
    return { host, id };
  };
  const look = (refs: readonly Ref[], stats = opened.quayside.stats): Looker => {
    const looker = new Looker(stats, refs);
    lookers.push(looker);
    return looker;
  };
  const asked = ({ id }: Ref): number => proxy.requests.filter((request) => request.includes(`/${id}/stats?`)).length;
  const open = (): number => proxy.latest.filter((request) => request.includes("/stats?")).length;
  const noneOpen = () => until(() => open() === 0, { what: "no stream open" });

  beforeAll(async () => {
    [engine] = sharedEngines();
    proxy = await startEngineProxy(engine.socket);
    opened = await openQuayside([{ name: "lab", socket: proxy.socket }]);
    host = opened.hosts[0] ?? "";
    await listed(opened, host);
  });
  afterEach(async () => {
    await Promise.all(lookers.splice(0).map((looker) => looker.leave()));
    await Promise.all(made.splice(0).map((id) => removeContainer(engine, id)));
    await noneOpen();
  });
  afterAll(async () => {
    await opened.close();
    await proxy.close();
  });

  it("is seen: a processor that is busy, memory, processes, and an idle one beside it", async () => {
    const busy = await run(runCpuBurner(engine, "stats-busy"));
    const idle = await run(runContainer(engine, { name: "stats-idle" }));
    const looker = look([busy, idle]);
    await looker.sees("its work", busy, (sample) => (sample?.cpuPercent ?? 0) > 1);
    await looker.sees("its rest", idle, (sample) => sample?.cpuPercent !== undefined && sample.cpuPercent < 1);
    for (const ref of [busy, idle]) {
      const { memory, pids, network } = looker.of(ref) ?? {};
      expect(memory?.used).toBeGreaterThan(0);
      expect(memory?.limit).toBeGreaterThan(memory?.used ?? Number.POSITIVE_INFINITY);
      expect(pids).toBeGreaterThan(0);
      expect(network?.received).toBeGreaterThanOrEqual(0);
    }
  });

  it("counts the memory that is held, and not the files that the kernel keeps at hand", async () => {
    const size = 60_000_000;
    const holds = await run(
      runContainer(engine, {
        name: "stats-holds",
        script: `head -c ${size} /dev/zero > /dev/shm/held; sleep 3600`,
        body: { HostConfig: { ShmSize: 2 * size } },
      }),
    );
    const reads = await run(
      runContainer(engine, {
        name: "stats-reads",
        script: `head -c ${size} /dev/zero > /file; cat /file > /dev/null; sync; sleep 3600`,
      }),
    );
    await until(
      async () => {
        const path = `/containers/${reads.id}/stats?stream=0&one-shot=1`;
        const answer = await engine.api.json<{ memory_stats: { usage?: number } }>("GET", path);
        return (answer.memory_stats.usage ?? 0) > size;
      },
      { what: "the file in the cache", withinMs: 30_000 },
    );
    const looker = look([holds, reads]);
    await looker.sees("what is held", holds, (sample) => (sample?.memory?.used ?? 0) > size);
    await looker.sees("no cache", reads, (sample) => (sample?.memory?.used ?? size) < size / 2);
  });

  it("is nothing of the processor while it is paused, and goes on after", async () => {
    const busy = await run(runCpuBurner(engine, "stats-paused"));
    const looker = look([busy]);
    await looker.sees("its work", busy, (sample) => (sample?.cpuPercent ?? 0) > 1);
    await engine.api.json("POST", `/containers/${busy.id}/pause`);
    await looker.sees(
      "rest, and its memory",
      busy,
      (sample) => sample?.cpuPercent === 0 && sample.memory !== undefined,
    );
    expect(asked(busy)).toBe(1);
    await looker.leave();
    const later = look([busy]);
    await later.sees("the same who comes now", busy, (sample) => sample?.cpuPercent === 0);
    await engine.api.json("POST", `/containers/${busy.id}/unpause`);
    await later.sees("its work again", busy, (sample) => (sample?.cpuPercent ?? 0) > 1);
    expect(asked(busy)).toBe(2);
  });

  it("is no value of one that is stopped, whose stream is closed, and goes on when it is started", async () => {
    const ref = await run(runContainer(engine, { name: "stats-restarted" }));
    const looker = look([ref]);
    await looker.seesSample(ref);
    await engine.api.json("POST", `/containers/${ref.id}/stop?t=5`);
    await looker.seesNone(ref);
    await looker.seesWhy("not-running", ref);
    await noneOpen();
    const runs = () => looker.batches.flat().filter(({ sample }) => sample?.started === true).length;
    expect(runs()).toBe(0);
    await engine.api.json("POST", `/containers/${ref.id}/start`);
    await looker.sees("its processor", ref, (sample) => sample?.cpuPercent !== undefined);
    // A restart may be over between two readings: then it is known by its counters, which are less than before.
    await engine.docker(["exec", ref.id, "sh", "-c", "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done"]);
    const worked = Date.now();
    await looker.sees("that it has worked", ref, (sample) => (sample?.time ?? 0) > worked);
    await engine.api.json("POST", `/containers/${ref.id}/restart?t=5`);
    const restarted = Date.now();
    await looker.sees("it after a restart", ref, (sample) => (sample?.time ?? 0) > restarted + 1_000);
    await until(() => runs() === 2, { what: "a mark for each of the two starts", withinMs: 30_000 });
    for (const batch of looker.batches)
      for (const { sample } of batch) expect(sample?.cpuPercent ?? 0).toBeGreaterThanOrEqual(0);
  });

  it("is no value of one that is removed, and of one that never was", async () => {
    const ref = await run(runContainer(engine, { name: "stats-removed" }));
    const never = { host, id: "0".repeat(64) };
    const nowhere = { host: "no-such-host", id: ref.id };
    const looker = look([ref, never, nowhere]);
    await looker.seesSample(ref);
    await removeContainer(engine, ref.id);
    await looker.seesNone(ref);
    await noneOpen();
    expect([looker.of(never), looker.of(nowhere)]).toEqual([null, null]);
    expect(asked(never)).toBe(0);
  });

  it("is read once for all who look, as long as anybody does", async () => {
    const ref = await run(runContainer(engine, { name: "stats-shared" }));
    const first = look([ref, ref]);
    await first.seesSample(ref);
    const second = look([ref]);
    await until(() => second.batches.length > 0, { what: "the first batch" });
    // What is known is told at once.
    expect(second.batches[0]?.[0]?.sample?.time).toBeGreaterThan(0);
    await first.leave();
    const { time } = second.of(ref) ?? { time: 0 };
    await second.sees("what comes after", ref, (sample) => (sample?.time ?? 0) > time);
    expect(asked(ref)).toBe(1);
    await second.leave();
    await noneOpen();
    await look([ref]).seesSample(ref);
    expect(asked(ref)).toBe(2);
  });

  it("of a container in the host’s network has no traffic of its own", async () => {
    const body = { HostConfig: { NetworkMode: "host" } };
    const ref = await run(runContainer(engine, { name: "stats-host-network", body }));
    const looker = look([ref]);
    await looker.sees("its processor", ref, (sample) => sample?.cpuPercent !== undefined);
    expect(looker.of(ref)?.network).toBeUndefined();
  });

  it("is no value while the host is away, and comes back by itself", async () => {
    const ref = await run(runContainer(engine, { name: "stats-away" }));
    const looker = look([ref]);
    await looker.seesSample(ref);
    await proxy.unplug();
    await looker.seesNone(ref);
    await looker.seesWhy("host-away", ref);
    await proxy.plugIn();
    await looker.seesSample(ref);
  });

  it("dies each second: nothing that it uses is negative, and the engine is asked no more than once a second", async () => {
    const script = "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; sleep 1; exit 3";
    const body = { HostConfig: { RestartPolicy: { Name: "always" } } };
    const ref = await run(runContainer(engine, { name: "stats-dies", script, body }));
    const before = asked(ref);
    const began = performance.now();
    const looker = look([ref]);
    const seen = (check: (update: StatsUpdate) => boolean): boolean => looker.batches.flat().some(check);
    await until(() => seen(({ sample }) => sample !== null) && seen(({ sample }) => sample === null), {
      what: "it running, and not",
      withinMs: 60_000,
    });
    await until(() => seen(({ sample }) => sample?.started === true), { what: "a mark", withinMs: 60_000 });
    for (const { sample } of looker.batches.flat()) {
      expect(sample?.cpuPercent ?? 0).toBeGreaterThanOrEqual(0);
      expect(sample?.network?.received ?? 0).toBeGreaterThanOrEqual(0);
    }
    expect(asked(ref) - before).toBeLessThanOrEqual(1 + (performance.now() - began) / 1_000);
  });

  describeStreams();

  function describeStreams(): void {
    let direct: Engine;
    const closing = new AbortController();
    const timings = { silence: 5_000, again: 50 };

    beforeAll(async () => {
      const dialer = {
        address: "lab",
        dial: async () => {
          const socket = connect(proxy.socket);
          await once(socket, "connect");
          return socket;
        },
      };
      direct = await openEngine({ host, dialer, deadline: 5_000, now: Date.now }, closing.signal);
    });
    afterAll(() => direct.dispose());

    /** Statistics of this engine alone, whatever runs there. */
    const statsOf = (fewConnections: boolean) =>
      new Stats({
        targets: {
          isAway: () => false,
          source: () => ({ fewConnections, stats: (id, signal) => direct.queries.stats(id, signal) }),
          onDidChange: () => ({ dispose: () => {} }),
        },
        timings,
      });

    it("of one whose stream stalls has no value and is asked for anew, while the others go on", async () => {
      const stalls = await run(runContainer(engine, { name: "stats-stalls" }));
      const goesOn = await run(runContainer(engine, { name: "stats-goes-on" }));
      const looker = look([stalls, goesOn], statsOf(false));
      await looker.seesSample(stalls);
      proxy.treat = (request) => (request.includes(`/${stalls.id}/stats?`) ? "stall" : "pass");
      // The stream that is open was let pass; the next one is not.
      await looker.leave();
      const again = look([stalls, goesOn], statsOf(false));
      await until(() => asked(stalls) > 2, { what: "more than one asking", withinMs: 30_000 });
      expect(again.of(stalls)).toBeNull();
      expect(asked(goesOn)).toBe(2);
      proxy.treat = () => "pass";
      await again.seesSample(stalls);
    });

    it("of an engine that refuses has the engine’s own reason, which stands until it is told after all", async () => {
      let refuses = true;
      const ref = { host, id: "f".repeat(64) };
      const stats = new Stats({
        hostName: () => "lab",
        timings,
        targets: {
          isAway: () => false,
          onDidChange: () => ({ dispose: () => {} }),
          source: () => ({
            fewConnections: false,
            stats: async () => {
              if (refuses) throw new EngineError(500, "no cgroup to read");
              return (async function* () {
                yield { time: 1 };
                await new Promise(() => {});
              })();
            },
          }),
        },
      });
      const looker = look([ref], stats);
      await looker.seesWhy("refused", ref);
      const told = looker.batches.flat().find(({ absence }) => absence?.kind === "refused")?.absence;
      expect(told).toMatchObject({ error: { title: expect.stringContaining("lab") } });
      expect(JSON.stringify(told)).toContain("no cgroup to read");
      refuses = false;
      await looker.seesSample(ref);
      expect(looker.batches.flat().filter(({ absence }) => absence?.kind === "refused")).toHaveLength(1);
    });

    it("is read by so few streams where connections are few, and the next has its turn when one is let go", async () => {
      const count = STREAMS_WHERE_FEW + 2;
      const names = Array.from({ length: count }, (_, index) => `stats-few-${index}`);
      const refs = await Promise.all(names.map((name) => run(runContainer(engine, { name }))));
      const stats = statsOf(true);
      const each = refs.map((ref) => look([ref], stats));
      await Promise.all(each.slice(0, STREAMS_WHERE_FEW).map((looker, index) => looker.seesSample(refs[index] as Ref)));
      expect(open()).toBe(STREAMS_WHERE_FEW);
      const last = each.at(-1);
      expect(last?.of(refs.at(-1) as Ref)).toBeNull();
      await last?.seesWhy("waiting", refs.at(-1) as Ref);
      // One that waits goes before its turn, and two that are read.
      await Promise.all([each.at(-2), each[0]].map((looker) => looker?.leave()));
      await last?.seesSample(refs.at(-1) as Ref);
      expect(open()).toBe(STREAMS_WHERE_FEW);
    });
  }
});

test("Of a host with more containers than streams the first have values, and the others are told why they wait", async () => {
  const count = STREAMS_OF_HOST + 40;
  const demo = await startDemoEngine({ containers: count, eventsPerSecond: 0 });
  const opened = await openQuayside([{ name: "demo", socket: demo.socketPath }]);
  try {
    const host = opened.hosts[0] ?? "";
    await listed(opened, host);
    const alive = () => opened.quayside.inventory.containersOf(host).filter(({ state }) => state === "running");
    expect(alive().length).toBeGreaterThan(STREAMS_OF_HOST);
    const refs = alive().map(({ id }) => ({ host, id }));
    const looker = new Looker(opened.quayside.stats, refs);
    const having = (check: (ref: Ref) => boolean) => refs.filter(check).length;
    await until(() => having((ref) => Boolean(looker.of(ref))) === STREAMS_OF_HOST, {
      what: "as many values as streams",
      withinMs: 60_000,
    });
    expect(having((ref) => looker.why(ref) === "waiting")).toBe(refs.length - STREAMS_OF_HOST);
    const told = looker.batches.flat().find(({ absence }) => absence?.kind === "waiting")?.absence;
    expect(told).toEqual({ kind: "waiting", streams: STREAMS_OF_HOST });
    await looker.leave();
  } finally {
    await opened.close();
    await demo.dispose();
  }
});

test("A panel asks for so many containers and no more, and what it lets go is let go", async () => {
  const seen: (readonly Ref[])[] = [];
  let left = false;
  const { panel } = connected({
    "stats.watch": async function* ({ refs }, signal) {
      seen.push(refs);
      onAbort(signal, () => {
        left = true;
      });
      yield refs.map((ref) => ({ ref, sample: null }));
      await new Promise((resolve) => onAbort(signal, () => resolve(undefined)));
    },
  });
  const refs = (count: number) => Array.from({ length: count }, (_, index) => ({ host: "laptop", id: `c${index}` }));
  for (const count of [0, WATCHED_CONTAINERS + 1]) {
    const stream = panel.stream("stats.watch", { refs: refs(count) })[Symbol.asyncIterator]();
    await expect(stream.next()).rejects.toMatchObject({ info: { name: "InvalidInput" } });
  }
  for await (const batch of panel.stream("stats.watch", { refs: refs(WATCHED_CONTAINERS) })) {
    expect(batch).toHaveLength(WATCHED_CONTAINERS);
    break;
  }
  await until(() => left, { what: "the end of the stream" });
  expect(seen).toHaveLength(1);
});
