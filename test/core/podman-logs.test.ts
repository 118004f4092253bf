import { Logs } from "@quayside/core/logs/logs.ts";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { removeContainer, runContainer } from "../lab/containers.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import type { LabPodman } from "../lab/podman.ts";
import { until } from "../lab/waiting.ts";
import { EngineTargets, host } from "./logs-engine.ts";
import { LogViewer } from "./logs-viewer.ts";

const { describe } = needs("podman");

/** Prints, then stays. */
const staying = (print: string) => `trap 'exit 0' TERM; ${print}; while :; do sleep 3600 & wait $!; done`;
const counting = "trap 'exit 0' TERM; n=0; while :; do n=$((n+1)); echo $n; sleep 0.002; done";
const xs = (count: number) => `dd if=/dev/zero bs=${count} count=1 2>/dev/null | tr '\\0' x`;

describe("the log of a container of podman", () => {
  let lab: Lab;
  let podman: LabPodman;
  let targets: EngineTargets;
  let logs: Logs;
  const made: string[] = [];
  const viewers: LogViewer[] = [];

  const run = async (name: string, script: string, body: Record<string, unknown> = {}) => {
    const id = await runContainer(podman, { name: `logs-${name}`, script, body });
    made.push(id);
    return id;
  };
  const view = (id: string, query: { tail?: number; since?: string } = {}) => {
    const viewer = new LogViewer(logs, { selector: { host, id }, ...query });
    viewers.push(viewer);
    return viewer;
  };
  const numbers = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
  const expectCounted = ({ texts }: LogViewer) =>
    expect(texts).toEqual(numbers(Number(texts[0]), Number(texts[0]) + texts.length - 1));

  beforeAll(async () => {
    lab = openLab("podman-logs");
    podman = await lab.startPodman({ name: "nas" });
    targets = new EngineTargets(podman.socket);
    logs = new Logs({ targets });
  });
  afterEach(async () => {
    await Promise.all(viewers.splice(0).map((viewer) => viewer.leave()));
    for (const id of made.splice(0)) await removeContainer(podman, id);
    expect(logs.openStreams).toBe(0);
  });
  afterAll(async () => {
    await targets?.dispose();
    await lab?.close();
  });

  it("tells stdout and stderr apart and has its times, of which podman tells the seconds", async () => {
    const before = new Date().toISOString().slice(0, 19);
    const viewer = view(await run("streams", staying("echo out; sleep 0.1; echo err >&2")));
    await viewer.sees("err");
    expect(viewer.lines).toMatchObject([
      { stream: "stdout", text: "out" },
      { stream: "stderr", text: "err" },
    ]);
    for (const { timestamp } of viewer.lines) {
      expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
      expect(timestamp.slice(0, 19) >= before).toBe(true);
    }
  });

  it("joins the parts of a line that was long, or written bit by bit", async () => {
    const script = staying(`${xs(40_000)}; echo END; printf slow; sleep 1.2; echo ly; echo after`);
    const viewer = view(await run("parts", script));
    await viewer.sees("after");
    expect(viewer.texts).toEqual([`${"x".repeat(40_000)}END`, "slowly", "after"]);
    const late = view(made[0] ?? "");
    await late.sees("after");
    expect(late.texts).toEqual(viewer.texts);
  });

  it("keeps a last line that nothing ended", async () => {
    const viewer = view(await run("no-newline", "echo first; printf out; exit 3"));
    expect(await viewer.hears("ended")).toMatchObject({ exitCode: 3 });
    expect(viewer.texts).toEqual(["first", "out"]);
  });

  it("of one with a TTY is read without frames", async () => {
    const viewer = view(await run("tty", staying("echo one; echo two >&2"), { Tty: true }));
    await viewer.sees("two");
    expect(viewer.texts).toEqual(["one", "two"]);
  });

  it("shows the last lines that were asked for, though thousands have one timestamp", async () => {
    // Its monitor reads the two outputs apart: what comes at once on both may be in either order.
    // A line that lies across two reads of its monitor, every 8 KB, podman's own tail joins to the one before it.
    const blocks = "for n in $(seq 0 29); do seq $((n * 100 + 1)) $((n * 100 + 100)); sleep 0.03; done";
    const id = await run("tail", staying(`${blocks}; sleep 1; seq 3001 3010 >&2; sleep 1; echo end`));
    await view(id).sees("end");
    for (const tail of [0, 1, 100, 2500]) {
      const viewer = view(id, { tail });
      await viewer.catchesUp();
      expect(viewer.texts).toEqual([...numbers(1, 3010), "end"].slice(3011 - tail));
    }
  });

  it("tells nothing twice where the tail began in the middle of a second that a stream has not left since", async () => {
    const go = "while [ ! -e /tmp/go ]; do sleep 0.02; done";
    const id = await run("uncounted", staying(`seq 1 20 >&2; sleep 1.1; seq 21 40; ${go}; echo end`));
    await view(id).sees("40");
    // With what is read beside it, it begins at the last line of stderr.
    const viewer = view(id, { tail: 5 });
    await viewer.catchesUp();
    await podman.podman(["exec", id, "touch", "/tmp/go"]);
    await viewer.sees("end");
    expect(viewer.texts).toEqual([...numbers(36, 40), "end"]);
  });

  it("goes on live, none lost and none doubled, for who comes at any time and with any tail", async () => {
    const id = await run("live", counting);
    const first = view(id);
    await first.sees("300");
    const others = [view(id, { tail: 0 }), view(id, { tail: 5 }), view(id, { tail: 200 }), view(id)];
    for (const viewer of others) await viewer.catchesUp();
    const target = String(Number(first.texts.at(-1)) + 600);
    for (const viewer of [first, ...others]) {
      await viewer.sees(target);
      expectCounted(viewer);
    }
    expect([first.texts[0], others[3]?.texts[0]]).toEqual(["1", "1"]);
    expect(logs.openStreams).toBe(1);
  });

  it("is complete from a time on, of which podman tells the second", async () => {
    const id = await run("since", counting);
    const since = new Date().toISOString();
    const viewer = view(id, { since });
    await until(() => viewer.texts.length > 900, { what: "900 lines" });
    expectCounted(viewer);
    // It may begin up to a second early, and never late.
    const behind = Date.parse(viewer.lines[0]?.timestamp ?? "") - Date.parse(since);
    expect(Math.abs(behind)).toBeLessThan(1500);
  });

  it("shows what comes within the second from which on it is asked for", async () => {
    const id = await run("since-now", staying("while [ ! -e /tmp/go ]; do sleep 0.02; done; seq 1 5"));
    const viewer = view(id, { since: new Date().toISOString() });
    await viewer.catchesUp();
    await podman.podman(["exec", id, "sh", "-c", "touch /tmp/go"]);
    await viewer.sees("5");
    expect(viewer.texts).toEqual(numbers(1, 5));
  });

  it("goes on over restarts, with a line between", async () => {
    const id = await run("restart", staying("echo run"));
    const viewer = view(id);
    await viewer.sees("run");
    await podman.podman(["stop", "--time", "0", id]);
    await viewer.hears("ended");
    await podman.podman(["start", id]);
    await until(() => viewer.texts.length === 2, { what: "the second run" });
    expect(viewer.items.map((item) => ("line" in item ? item.line.text : item.notice.kind))).toEqual([
      ...["run", "ended", "restarted", "run"],
    ]);
  });

  it("that is removed while it is followed says so", async () => {
    const id = await run("removed", staying("echo here"));
    const viewer = view(id);
    await viewer.sees("here");
    await removeContainer(podman, id);
    await viewer.hears("removed");
  });

  it("goes on after podman was killed, no line lost or told twice", async () => {
    const id = await run("killed", counting);
    const [viewer, late] = [view(id), view(id, { tail: 5 })];
    await viewer.sees("100");
    await late.catchesUp();
    await podman.kill();
    await viewer.hears("unreachable");
    const before = viewer.texts.length;
    await podman.start();
    await viewer.hears("reconnected");
    await late.hears("reconnected");
    await until(() => viewer.texts.length > before + 300, { what: "more lines", withinMs: 20_000 });
    await late.sees(viewer.texts.at(-1) ?? "");
    for (const one of [viewer, late]) expectCounted(one);
  });
});
