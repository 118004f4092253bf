import { isError } from "@quayside/core/errors/errors.ts";
import { Logs } from "@quayside/core/logs/logs.ts";
import { SEARCH_LIMITS, type SearchLimits } from "@quayside/core/logs/search/limits.ts";
import type { LogHit, LogSearchQuery, SearchedContainer } from "@quayside/core/model/log-search.ts";
import { refKey } from "@quayside/core/model/ref.ts";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until } from "../lab/waiting.ts";
import { EngineTargets, host } from "./logs-engine.ts";
import { listed, type OpenedQuayside, openQuayside } from "./open-quayside.ts";

const { describe } = needs("engine");

interface Found {
  readonly hits: LogHit[];
  readonly containers: Map<string, SearchedContainer>;
  readonly away: Set<string>;
}

async function searched(logs: Logs, query: LogSearchQuery, onBatch: (found: Found) => void = () => {}): Promise<Found> {
  const found: Found = { hits: [], containers: new Map(), away: new Set() };
  for await (const { hits, containers, away } of logs.search(query, new AbortController().signal)) {
    found.hits.push(...hits);
    for (const container of containers) found.containers.set(refKey(container.ref), container);
    for (const { host: gone } of away) found.away.add(gone);
    onBatch(found);
  }
  return found;
}

describe("a search through the logs of all", () => {
  let north: EngineAccess;
  let south: EngineAccess;
  let targets: EngineTargets;
  const made: { readonly engine: EngineAccess; readonly id: string }[] = [];

  const run = async (engine: EngineAccess, name: string, script: string, body: Record<string, unknown> = {}) => {
    const id = await runContainer(engine, { name: `search-${name}`, script, body });
    made.push({ engine, id });
    return id;
  };
  const ended = (engine: EngineAccess, id: string) => engine.docker(["wait", id]);
  const logs = (limits: Partial<SearchLimits> = {}) =>
    new Logs({ targets, searchLimits: { ...SEARCH_LIMITS, ...limits } });
  /** The engine has told of it. */
  const known = (id: string) => until(() => targets.find({ host, id }) !== undefined, { what: "the container" });

  beforeAll(() => {
    [north, south] = sharedEngines();
    targets = new EngineTargets(north.socket);
  });
  afterEach(async () => {
    await Promise.all(made.splice(0).map(({ engine, id }) => removeContainer(engine, id)));
    targets.requests.length = 0;
  });
  afterAll(() => targets.dispose());

  describe("of several hosts", () => {
    let opened: OpenedQuayside;
    beforeAll(async () => {
      opened = await openQuayside([
        { name: "north", socket: north.socket },
        { name: "south", socket: south.socket },
      ]);
      await Promise.all(opened.hosts.map((id) => listed(opened, id)));
    });
    afterAll(() => opened?.close());

    it("finds a line wherever it was written, with the lines around it, and says how far it came", async () => {
      const [one = "", two = ""] = opened.hosts;
      const lines = "{ echo first; echo before; echo '[ERROR] a needle in hay'; echo after; echo last; } >&2";
      const stopped = await run(north, "stopped", lines);
      const running = await run(south, "running", `echo 'NEEDLE here'; exec sleep 3600`);
      await ended(north, stopped);
      const containers = [
        { host: one, id: stopped },
        { host: two, id: running },
      ];
      const { inventory } = opened.quayside;
      await until(() => containers.every((ref) => inventory.container(ref) !== undefined), { what: "both" });
      await until(() => inventory.container({ host: one, id: stopped })?.state === "exited", { what: "its end" });
      const found = await searched(opened.quayside.logs, { text: "needle", containers });
      const [hit, other] = found.hits.sort((a, b) => Number(a.ref.id === running) - Number(b.ref.id === running));
      expect(hit).toMatchObject({
        ref: { host: one, id: stopped },
        stream: "stderr",
        level: "error",
        text: "[ERROR] a needle in hay",
        spans: [[10, 16]],
        before: ["first", "before"],
        after: ["after", "last"],
      });
      expect(other).toMatchObject({ ref: { host: two, id: running }, text: "NEEDLE here", spans: [[0, 6]] });
      expect([...found.containers.values()].map(({ state }) => state.kind)).toEqual(["done", "done"]);
      expect([...found.containers.values()].map(({ lines: read }) => read).sort()).toEqual([1, 5]);
      expect((await searched(opened.quayside.logs, { text: "needle", containers, matchCase: true })).hits).toHaveLength(
        1,
      );
      const errors = await searched(opened.quayside.logs, { text: "", levels: ["error"], containers });
      expect(errors.hits.map(({ text }) => text)).toEqual(["[ERROR] a needle in hay"]);
    });

    it("looks only where it is told to, and only in the time that it is told", async () => {
      const [one = "", two = ""] = opened.hosts;
      const early = await run(north, "early", "echo needle early");
      await ended(north, early);
      const since = new Date().toISOString();
      const late = await run(north, "late", "echo needle late");
      await ended(north, late);
      const { inventory } = opened.quayside;
      const refs = [early, late].map((id) => ({ host: one, id }));
      await until(() => refs.every((ref) => inventory.container(ref)?.state === "exited"), { what: "both ends" });
      const texts = async (query: Partial<LogSearchQuery>) =>
        (await searched(opened.quayside.logs, { text: "needle", containers: refs, ...query })).hits.map(
          ({ text }) => text,
        );
      expect((await texts({})).sort()).toEqual(["needle early", "needle late"]);
      expect(await texts({ since })).toEqual(["needle late"]);
      expect(await texts({ until: since })).toEqual(["needle early"]);
      const nowhere = await searched(opened.quayside.logs, { text: "needle early", containers: [], hosts: [two] });
      expect(nowhere.hits).toEqual([]);
      expect([...nowhere.containers.values()].every(({ ref }) => ref.host === two)).toBe(true);
    });
  });

  it("reads a log by pages from its end, each line once", async () => {
    const id = await run(north, "pages", "i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo needle $i; done");
    await ended(north, id);
    await known(id);
    const { hits, containers } = await searched(logs({ firstLines: 50 }), {
      text: "needle",
      containers: [{ host, id }],
    });
    expect(new Set(hits.map(({ text }) => text)).size).toBe(2000);
    expect(hits[0]?.text).toMatch(/needle 29\d\d/);
    expect(targets.requests.length).toBeGreaterThan(1);
    const [state] = [...containers.values()];
    // So many hits are enough of one container.
    expect(state).toMatchObject({ hits: 2000, state: { kind: "cut", why: "hits" } });
    const all = await searched(logs({ firstLines: 50, containerHits: 5000 }), {
      text: "needle",
      containers: [{ host, id }],
    });
    expect(all.hits.map(({ text }) => Number(text.slice(7))).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 3000 }, (_, index) => index + 1),
    );
  });

  it("says where it was cut, and goes on from there, with no line twice and none left out", async () => {
    const id = await run(north, "cut", "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); echo $i; done; exec sleep 3600");
    await until(async () => (await north.docker(["logs", "--tail", "1", id])).includes("20000"), {
      what: "all lines",
    });
    await known(id);
    const limits = { containerBytes: 100_000, firstLines: 50, containerHits: 50_000, hits: 50_000 };
    let found = await searched(logs(limits), { text: "7", containers: [{ host, id }] });
    const hits = [...found.hits];
    let rounds = 0;
    for (; rounds < 50; rounds++) {
      const [only] = [...found.containers.values()];
      if (only?.state.kind !== "cut") break;
      expect(only.state.why).toBe("bytes");
      const rests = only.state.rest === undefined ? [] : [only.state.rest];
      expect(rests).toHaveLength(1);
      found = await searched(logs(limits), { text: "7", rests });
      hits.push(...found.hits);
    }
    expect(rounds).toBeGreaterThan(1);
    const expected = Array.from({ length: 20_000 }, (_, index) => index + 1).filter((n) => String(n).includes("7"));
    expect(hits.map(({ text }) => Number(text)).sort((a, b) => a - b)).toEqual(expected);
  });

  it("ends at once when it is left, and leaves no stream open", async () => {
    const id = await run(north, "left", "yes 'a line without it' | head -n 500000");
    await ended(north, id);
    await known(id);
    const leaving = new AbortController();
    for await (const { containers } of logs().search({ text: "needle", containers: [{ host, id }] }, leaving.signal))
      if (containers.some(({ lines }) => lines > 0)) leaving.abort();
    expect(targets.requests.length).toBeGreaterThan(0);
    const cutOff = () => targets.requests.map(({ stream }) => stream.destroyed && !stream.readableEnded);
    expect(cutOff().at(-1)).toBe(true);
    expect(targets.requests.filter(({ stream }) => !stream.destroyed)).toEqual([]);
    for await (const { containers } of logs().search(
      { text: "needle", containers: [{ host, id }] },
      new AbortController().signal,
    ))
      if (containers.some(({ lines }) => lines > 0)) break;
    expect(cutOff().at(-1)).toBe(true);
    expect(targets.requests.filter(({ stream }) => !stream.destroyed)).toEqual([]);
  });

  it("reads the lines around a time that lies far back, and says that there are more", async () => {
    const id = await run(north, "around", "i=0; while [ $i -lt 9000 ]; do i=$((i+1)); echo $i; done");
    await Promise.all([ended(north, id), known(id)]);
    const { hits } = await searched(logs(), { text: "4000", wholeWord: true, containers: [{ host, id }] });
    expect(hits).toHaveLength(1);
    const { signal } = new AbortController();
    const part = await logs().around({ host, id }, hits[0]?.timestamp ?? "", signal);
    const numbers = part.lines.map(({ text }) => Number(text));
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
    expect(numbers[0]).toBeLessThanOrEqual(4000);
    expect(numbers).toContain(3999);
    expect(numbers.at(-1)).toBeGreaterThanOrEqual(5999);
    expect(part).toMatchObject({ olderLeft: true, newerLeft: true });
  });

  it("says of which the engine doesn’t give the log, beside what it found in others", async () => {
    const body = { HostConfig: { LogConfig: { Type: "none" } } };
    const silent = await run(north, "silent", "echo needle", body);
    const other = await run(north, "beside", "echo needle");
    await Promise.all([ended(north, silent), ended(north, other), known(silent), known(other)]);
    const containers = [silent, other].map((id) => ({ host, id }));
    const found = await searched(logs(), { text: "needle", containers });
    expect(found.hits.map(({ ref }) => ref.id)).toEqual([other]);
    expect(found.containers.get(`${host}/${silent}`)?.state).toEqual({
      kind: "refused",
      reason: expect.stringMatching(/logging driver does not support reading/),
    });
  });

  it("takes lines of five megabytes, and NUL bytes, for what they are", async () => {
    const big = `head -c 5000000 /dev/zero | tr '\\0' x; echo; printf 'a\\0needle\\n'; echo 'needle behind'`;
    const id = await run(north, "big", big);
    await Promise.all([ended(north, id), known(id)]);
    const found = await searched(logs(), { text: "needle", containers: [{ host, id }] });
    expect(found.hits.map(({ text }) => text)).toEqual(["a\0needle", "needle behind"]);
    expect(found.containers.get(`${host}/${id}`)).toMatchObject({ longLines: 1, lines: 3, state: { kind: "done" } });
    const long = await searched(logs(), { text: "xxxx", containers: [{ host, id }] });
    expect(long.hits[0]).toMatchObject({ cutAfter: true });
    expect(long.hits[0]?.text.length).toBeLessThan(1000);
  });

  it("isn’t held up by the worst of expressions, and refuses what is none", async () => {
    const id = await run(north, "worst", "head -c 60000 /dev/zero | tr '\\0' a; echo; echo aaab");
    await Promise.all([ended(north, id), known(id)]);
    const query = { text: "(a+)+b", expression: true, containers: [{ host, id }] };
    expect((await searched(logs(), query)).hits).toMatchObject([{ text: "aaab", spans: [[0, 4]] }]);
    const wrong = await searched(logs(), { ...query, text: "(" }).catch((error: unknown) => error);
    expect(isError(wrong, "InvalidInput")).toBe(true);
    const nothing = await searched(logs(), { text: "" }).catch((error: unknown) => error);
    expect(isError(nothing, "InvalidInput")).toBe(true);
  });
});

describe("a search while a host is lost", () => {
  it("goes on with the others, and says which is away", async () => {
    const lab = openLab();
    const [north] = sharedEngines();
    const doomed = await lab.startEngine({ name: "doomed" });
    const opened = await openQuayside([
      { name: "doomed", socket: doomed.socket },
      { name: "north", socket: north.socket },
    ]);
    const made: string[] = [];
    try {
      const [gone = "", stays = ""] = opened.hosts;
      await Promise.all(opened.hosts.map((id) => listed(opened, id)));
      const many = await runContainer(doomed, { name: "many", script: "yes 'a needle in hay' | head -n 1000000" });
      await doomed.docker(["wait", many]);
      const few = await runContainer(north, { name: "search-few", script: "echo needle" });
      made.push(few);
      await north.docker(["wait", few]);
      const { inventory } = opened.quayside;
      const containers = [
        { host: gone, id: many },
        { host: stays, id: few },
      ];
      await until(() => containers.every((ref) => inventory.container(ref)?.state === "exited"), {
        what: "both",
        withinMs: 60_000,
      });
      let killed: Promise<unknown> | undefined;
      const found = await searched(
        opened.quayside.logs,
        { text: "nowhere|^needle", expression: true, containers },
        ({ containers: now }) => {
          if ((now.get(`${gone}/${many}`)?.lines ?? 0) > 0) killed ??= doomed.kill();
        },
      );
      await killed;
      expect(found.hits.map(({ text }) => text)).toEqual(["needle"]);
      expect(found.containers.get(`${gone}/${many}`)?.state.kind).toBe("away");
      expect(found.containers.get(`${stays}/${few}`)?.state.kind).toBe("done");
    } finally {
      await Promise.all(made.map((id) => removeContainer(north, id)));
      await opened.close();
      await lab.close();
    }
  });
});
