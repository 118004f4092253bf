import { Logs } from "@quayside/core/logs/logs.ts";
import { afterEach, expect, it } from "vitest";
import { runContainer } from "../lab/containers.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import { EngineTargets, host } from "./logs-engine.ts";
import { LogViewer } from "./logs-viewer.ts";

const { describe } = needs("engine");

const counting = "trap 'exit 0' TERM; n=0; while :; do n=$((n+1)); echo $n; sleep 0.01; done";

describe("the log of a container whose engine is killed and comes back", () => {
  let lab: Lab;
  let targets: EngineTargets | undefined;
  const viewers: LogViewer[] = [];

  afterEach(async () => {
    await Promise.all(viewers.splice(0).map((viewer) => viewer.leave()));
    await targets?.dispose();
    await lab.close();
  });

  const open = async (name: string, liveRestore: boolean, script = counting) => {
    lab = openLab();
    const engine = await lab.startEngine({ name, liveRestore });
    targets = new EngineTargets(engine.socket);
    const logs = new Logs({ targets });
    const id = await runContainer(engine, { name: "counter", script });
    const viewer = new LogViewer(logs, { selector: { host, id } });
    const late = new LogViewer(logs, { selector: { host, id }, tail: 5 });
    viewers.push(viewer, late);
    await viewer.sees("100");
    await late.catchesUp();
    return { engine, id, viewer, late };
  };

  const outage = (viewer: LogViewer) => viewer.notices.map(({ kind }) => kind);

  it("goes on where the container lived on, with the time that was away and no line twice", async () => {
    const { engine, id, viewer, late } = await open("log-live", true);
    await engine.kill();
    await viewer.hears("unreachable");
    const before = viewer.texts.length;
    await engine.start();
    const { from, to } = await viewer.hears("reconnected");
    expect(to).toBeGreaterThan(from);
    await until(() => viewer.texts.length > before + 200, { what: "more lines" });
    await late.hears("reconnected");
    await until(() => late.texts.at(-1) === viewer.texts.at(-1), { what: "both to see the same", everyMs: 1 });
    const seen = [viewer, late].map(({ texts }) => [...texts]);
    // What the engine had taken out of the container's pipe when it was killed is lost to everybody: its log is the truth.
    const logged = (await engine.docker(["logs", id])).trim().split("\n");
    for (const texts of seen) {
      const first = logged.indexOf(texts[0] ?? "");
      expect(texts).toEqual(logged.slice(first, first + texts.length));
    }
    expect(logged.slice(0, 100)).toEqual(Array.from({ length: 100 }, (_, index) => String(index + 1)));
    expect(viewer.texts[0]).toBe("1");
    expect(outage(viewer)).toEqual(["unreachable", "reconnected"]);
  });

  it("says so too when the engine only hangs, and goes on when it answers again", async () => {
    const { engine, viewer } = await open("log-hung", false);
    await engine.freeze();
    await viewer.hears("unreachable");
    engine.thaw();
    await viewer.hears("reconnected");
    const before = viewer.texts.length;
    await until(() => viewer.texts.length > before + 100, { what: "more lines" });
    expect(viewer.texts).toEqual(Array.from({ length: viewer.texts.length }, (_, index) => String(index + 1)));
    expect(outage(viewer)).toEqual(["unreachable", "reconnected"]);
  });

  it("says that the container ended where it didn't, and goes on when it starts again", async () => {
    const { engine, id, viewer } = await open("log-dead", false);
    await engine.kill();
    await viewer.hears("unreachable");
    await engine.start();
    await viewer.hears("reconnected");
    await viewer.hears("ended");
    const texts = viewer.texts.slice();
    expect(texts).toEqual(Array.from({ length: texts.length }, (_, index) => String(index + 1)));
    await engine.docker(["start", id]);
    await until(() => viewer.texts.length > texts.length + 20, { what: "lines of the new run" });
    expect(viewer.texts.slice(texts.length, texts.length + 3)).toEqual(["1", "2", "3"]);
    expect(outage(viewer)).toEqual(["unreachable", "reconnected", "ended", "restarted"]);
  });
});
