import type { MergedQuery } from "@quayside/core/logs/logs.ts";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { removeContainer, runContainer, runStackService } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { MergedViewer } from "./merged-viewer.ts";
import { listed, type OpenedQuayside, openQuayside } from "./open-quayside.ts";

const { describe } = needs("engine");

const staying = (print: string) => `trap 'exit 0' TERM; ${print}; while :; do sleep 3600 & wait $!; done`;

describe("the logs of several containers", () => {
  let north: EngineAccess;
  let south: EngineAccess;
  let opened: OpenedQuayside;
  let hosts: readonly string[];
  const made: (() => Promise<void>)[] = [];
  const viewers: MergedViewer[] = [];

  const run = async (engine: EngineAccess, name: string, script: string, body: Record<string, unknown> = {}) => {
    const id = await runContainer(engine, { name, script, body });
    made.push(() => removeContainer(engine, id));
    return id;
  };
  const view = (query: MergedQuery) => {
    const viewer = new MergedViewer(opened.quayside.logs, query);
    viewers.push(viewer);
    return viewer;
  };
  const [at, on] = [
    (index: number) => hosts[index] ?? "",
    (index: number, name: string) => ({ host: at(index), name }),
  ];

  beforeAll(async () => {
    [north, south] = sharedEngines();
    opened = await openQuayside([north, south]);
    hosts = opened.hosts;
    await Promise.all(hosts.map((host) => listed(opened, host)));
  });
  afterEach(async () => {
    await Promise.all(viewers.splice(0).map((viewer) => viewer.leave()));
    await Promise.all(made.splice(0).map((remove) => remove()));
    expect(opened.quayside.logs.openStreams).toBe(0);
  });
  afterAll(() => opened?.close());

  it("of two hosts come in the order of time, each line with its source, history and what is written then", async () => {
    const script = "n=0; while [ $n -lt 200 ]; do n=$((n+1)); echo $n; sleep 0.01; done";
    await Promise.all([run(north, "merged-a", staying(script)), run(south, "merged-b", staying(script))]);
    const viewer = view({ selectors: [on(0, "merged-a"), on(1, "merged-b")] });
    await viewer.sees("merged-a", "200");
    await viewer.sees("merged-b", "200");
    for (const name of ["merged-a", "merged-b"])
      expect(viewer.textsOf(name)).toEqual(Array.from({ length: 200 }, (_, index) => String(index + 1)));
    const times = viewer.lines.flatMap(({ at: time, late }) => (late ? [] : [time ?? 0]));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(viewer.origins.map(({ name, hostName, clockAhead }) => [name, hostName, clockAhead])).toEqual([
      ["merged-a", "north", expect.any(Number)],
      ["merged-b", "south", expect.any(Number)],
    ]);
    const changes = viewer.lines.filter(({ source }, index) => source !== viewer.lines[index - 1]?.source);
    expect(changes.length).toBeGreaterThan(50);
  });

  it("of a stack are those of its containers, also of one that joins later; one that is gone stays", async () => {
    const service = async (name: string) => {
      const id = await runStackService(north, "mergedstack", name, { script: staying(`echo ${name} here`) });
      made.push(() => removeContainer(north, id));
      return id;
    };
    const web = await service("web");
    await run(north, "merged-stranger", staying("echo stranger"));
    const viewer = view({ selectors: [{ host: at(0), stack: "mergedstack" }] });
    await viewer.sees("mergedstack-web-1", "web here");
    await viewer.catchesUp();
    await service("api");
    await viewer.sees("mergedstack-api-1", "api here");
    await removeContainer(north, web);
    await viewer.hears("mergedstack-web-1", "removed");
    expect(viewer.origins.map(({ name }) => name).sort()).toEqual(["mergedstack-api-1", "mergedstack-web-1"]);
    expect(viewer.lines.some(({ line }) => line.text === "stranger")).toBe(false);
  });

  it("of a service are those of all its containers, and of a host those of all that it has", async () => {
    for (const number of [1, 2]) {
      const id = await runStackService(south, "mergedscale", "job", { number, script: staying(`echo job ${number}`) });
      made.push(() => removeContainer(south, id));
    }
    const service = view({ selectors: [{ host: at(1), service: { stack: "mergedscale", name: "job" } }] });
    const host = view({ selectors: [{ host: at(1), all: true }], tail: 10 });
    for (const viewer of [service, host]) {
      await viewer.sees("mergedscale-job-1", "job 1");
      await viewer.sees("mergedscale-job-2", "job 2");
    }
    expect(service.origins).toHaveLength(2);
  });

  it("go on when one is added and another taken out", async () => {
    await run(north, "merged-first", staying("echo one"));
    await run(north, "merged-second", staying("echo two"));
    const third = await run(south, "merged-third", "trap 'exit 0' TERM; while :; do echo three; sleep 0.05; done");
    const viewer = view({ selectors: [on(0, "merged-first"), on(1, "merged-third")], view: "v1" });
    await viewer.sees("merged-first", "one");
    await viewer.sees("merged-third", "three");
    opened.quayside.logs.select("v1", { selectors: [on(0, "merged-first"), on(0, "merged-second")], except: [] });
    await viewer.sees("merged-second", "two");
    expect(viewer.textsOf("merged-first")).toEqual(["one"]);
    const before = viewer.textsOf("merged-third").length;
    await south.docker(["exec", third, "sleep", "0.3"]);
    expect(viewer.textsOf("merged-third").length).toBe(before);
    expect(() => opened.quayside.logs.select("v2", { selectors: [on(0, "merged-first")], except: [] })).toThrow();
  });

  it("of a time are those of that time, and end there", async () => {
    await run(north, "merged-span", staying("for n in 1 2 3 4 5; do echo $n; sleep 0.3; done"));
    const all = view({ selectors: [on(0, "merged-span")] });
    await all.sees("merged-span", "5");
    const [, second, , fourth] = all.lines.map(({ line }) => line.timestamp);
    const span = view({ selectors: [on(0, "merged-span")], since: second ?? "", until: fourth ?? "" });
    await span.ends();
    expect(span.textsOf("merged-span")).toEqual(["2", "3", "4"]);
  });

  it("go on where the log of one can't be read, which is said of that one", async () => {
    const logs = { HostConfig: { LogConfig: { Type: "none" } } };
    await run(north, "merged-none", staying("echo unseen"), logs);
    await run(north, "merged-read", staying("echo seen"));
    const viewer = view({ selectors: [on(0, "merged-none"), on(0, "merged-read")] });
    await viewer.sees("merged-read", "seen");
    const notice = await viewer.hears("merged-none", "unreadable");
    expect(notice).toMatchObject({ reason: expect.stringMatching(/does not support reading/) });
    await viewer.catchesUp();
  });

  it("go on in the same source when one of them is removed and created anew", async () => {
    const first = await run(north, "merged-anew", staying("echo old"));
    await run(south, "merged-beside", staying("echo beside"));
    const viewer = view({ selectors: [on(0, "merged-anew"), on(1, "merged-beside")] });
    await viewer.sees("merged-anew", "old");
    await viewer.catchesUp();
    await removeContainer(north, first);
    await run(north, "merged-anew", staying("echo new"));
    await viewer.sees("merged-anew", "new");
    await viewer.hears("merged-anew", "recreated");
    expect(viewer.textsOf("merged-anew")).toEqual(["old", "new"]);
    expect(viewer.origins).toHaveLength(2);
  });

  it("with one that dies each second beside one that writes on: no line is lost or doubled", async () => {
    const body = { HostConfig: { RestartPolicy: { Name: "always" } } };
    await run(north, "merged-dying", "echo born; sleep 0.2; echo dying; exit 3", body);
    await run(south, "merged-steady", "trap 'exit 0' TERM; n=0; while :; do n=$((n+1)); echo $n; sleep 0.02; done");
    const viewer = view({ selectors: [on(0, "merged-dying"), on(1, "merged-steady")] });
    await viewer.hears("merged-dying", "restarted", 4);
    const dying = viewer.textsOf("merged-dying");
    expect(dying).toEqual(Array.from({ length: dying.length }, (_, index) => (index % 2 === 0 ? "born" : "dying")));
    const steady = viewer.textsOf("merged-steady");
    expect(steady).toEqual(Array.from({ length: steady.length }, (_, index) => String(index + 1)));
  });

  it("with one that writes 100,000 lines a second: none is lost, none doubled, and the other isn’t held up", async () => {
    await run(south, "merged-slow", "trap 'exit 0' TERM; n=0; while :; do n=$((n+1)); echo $n; sleep 0.02; done");
    await run(north, "merged-fast", staying("sleep 1; seq 1 200000"));
    const viewer = view({ selectors: [on(0, "merged-fast"), on(1, "merged-slow")] });
    await viewer.catchesUp();
    await viewer.sees("merged-fast", "200000");
    expect(viewer.textsOf("merged-fast")).toEqual(Array.from({ length: 200_000 }, (_, index) => String(index + 1)));
    const slow = viewer.textsOf("merged-slow");
    expect(slow).toEqual(Array.from({ length: slow.length }, (_, index) => String(index + 1)));
    expect(viewer.items.some((item) => "notice" in item && item.notice.kind === "skipped")).toBe(false);
  });

  it("with lines of 5 MB, NUL bytes and half characters beside one that writes on", async () => {
    const hostile =
      "printf 'a\\0b\\n'; printf '\\303\\n'; dd if=/dev/zero bs=1000000 count=5 2>/dev/null | tr '\\0' x; echo; echo END";
    await run(north, "merged-hostile", staying(hostile));
    await run(south, "merged-plain", staying("echo plain"));
    const viewer = view({ selectors: [on(0, "merged-hostile"), on(1, "merged-plain")] });
    await viewer.sees("merged-hostile", "END");
    await viewer.sees("merged-plain", "plain");
    const lines = viewer.lines.filter(({ line }) => line.text !== "plain");
    expect(lines.map(({ line }) => line.text.slice(0, 10))).toEqual(["a\0b", "\ufffd", "xxxxxxxxxx", "END"]);
    expect(lines[2]?.line.cutFrom).toBe(5_000_000);
  });
});
