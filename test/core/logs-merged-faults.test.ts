import { afterEach, beforeEach, expect, it } from "vitest";
import { removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until } from "../lab/waiting.ts";
import { MergedViewer } from "./merged-viewer.ts";
import { listed, type OpenedQuayside, openQuayside, quickTimings } from "./open-quayside.ts";
import { startShiftedEngine } from "./shifted-engine.ts";

const { describe } = needs("engine");

const HOURS = 3 * 3600;
const counting = "trap 'exit 0' TERM; n=0; while :; do n=$((n+1)); echo $n; sleep 0.1; done";

describe("the logs of several containers of which one host is not as the others", () => {
  let lab: Lab;
  let north: EngineAccess;
  let south: EngineAccess;
  let opened: OpenedQuayside | undefined;
  const undo: (() => Promise<unknown>)[] = [];

  const run = async (engine: EngineAccess, name: string, script = counting) => {
    const id = await runContainer(engine, { name, script });
    undo.push(() => removeContainer(engine, id));
  };
  const counted = (viewer: MergedViewer, name: string) => {
    const texts = viewer.textsOf(name);
    const first = Number(texts[0]);
    expect(texts).toEqual(Array.from({ length: texts.length }, (_, index) => String(first + index)));
  };

  beforeEach(() => {
    lab = openLab();
    [north, south] = sharedEngines();
  });
  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) await step();
    await opened?.close();
    await lab.close();
  });

  it("come from nineteen of twenty while the engine of one is frozen, and its lines come to their place later", async () => {
    const frozen = await lab.startEngine({ name: "merged-frozen" });
    // It is not to be found out that it is frozen: the others must not wait for that.
    const timings = { ...quickTimings, silence: 600_000 };
    opened = await openQuayside([north, { name: "frozen", socket: frozen.socket }], { timings });
    const [here = "", there = ""] = opened.hosts;
    const names = Array.from({ length: 19 }, (_, index) => `merged-of-twenty-${index}`);
    await Promise.all([
      ...names.map((name) => run(north, name)),
      runContainer(frozen, { name: "stalls", script: counting }),
    ]);
    const selectors = [...names.map((name) => ({ host: here, name })), { host: there, name: "stalls" }];
    const viewer = new MergedViewer(opened.quayside.logs, { selectors });
    undo.push(() => viewer.leave());
    await viewer.sees("stalls", "3");
    await viewer.catchesUp();
    await frozen.freeze();
    const second = new MergedViewer(opened.quayside.logs, { selectors });
    undo.push(() => second.leave());
    const before = viewer.textsOf("stalls").length;
    const now = (seen: MergedViewer) => Number(seen.textsOf("merged-of-twenty-7").at(-1) ?? 0);
    const from = now(viewer);
    for (const seen of [viewer, second])
      await until(() => now(seen) > from + 20, { what: "the lines of the others while one is frozen" });
    frozen.thaw();
    await until(() => viewer.textsOf("stalls").length > before + 20, { what: "its lines", withinMs: 30_000 });
    // An engine stamps what waited in the pipe when it reads it: whether any of it counts as late is its affair.
    for (const name of ["stalls", ...names]) counted(viewer, name);
  });

  it("are in one order though the clock of one is three hours ahead, and so is what is asked for since a time", async () => {
    const shifted = await startShiftedEngine(south.socket, lab.folder, HOURS);
    undo.push(() => shifted.close());
    opened = await openQuayside([north, { name: "ahead", socket: shifted.socket }]);
    const [here = "", there = ""] = opened.hosts;
    await Promise.all(opened.hosts.map((host) => listed(opened as OpenedQuayside, host)));
    await Promise.all([run(north, "merged-right"), run(south, "merged-ahead")]);
    const selectors = [
      { host: here, name: "merged-right" },
      { host: there, name: "merged-ahead" },
    ];
    const viewer = new MergedViewer(opened.quayside.logs, { selectors });
    undo.push(() => viewer.leave());
    await viewer.sees("merged-right", "40");
    await viewer.sees("merged-ahead", "40");
    const origin = viewer.origins.find(({ name }) => name === "merged-ahead");
    expect(Math.abs((origin?.clockAhead ?? 0) - HOURS * 1000)).toBeLessThan(2000);
    const fortieth = (name: string) => {
      const number = viewer.origins.find((one) => one.name === name)?.number;
      return viewer.lines.find(({ source, line }) => source === number && line.text === "40")?.at ?? 0;
    };
    expect(Math.abs(fortieth("merged-right") - fortieth("merged-ahead"))).toBeLessThan(600_000);
    const changes = viewer.lines.filter(({ source }, index) => source !== viewer.lines[index - 1]?.source);
    expect(changes.length).toBeGreaterThan(20);
    const since = viewer.lines.filter(({ source }) => source === origin?.number)[30];
    const query = { selectors, since: new Date(Math.floor(since?.at ?? 0)).toISOString() };
    const later = new MergedViewer(opened.quayside.logs, query);
    undo.push(() => later.leave());
    await later.sees("merged-ahead", "45");
    const first = Number(later.textsOf("merged-ahead")[0]);
    expect(Math.abs(first - Number(since?.line.text))).toBeLessThanOrEqual(2);
    expect(Number(later.textsOf("merged-right")[0])).toBeGreaterThan(10);
  });
});
