import { appendFile, writeFile } from "node:fs/promises";
import { Cursor } from "@quayside/core/logs/cursor.ts";
import type { LogEntry } from "@quayside/core/logs/lines.ts";
import { Logs } from "@quayside/core/logs/logs.ts";
import { readLog, readPast } from "@quayside/core/logs/read-log.ts";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { createContainer, removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until } from "../lab/waiting.ts";
import { EngineTargets, host } from "./logs-engine.ts";
import { LogViewer } from "./logs-viewer.ts";

const { describe } = needs("engine");

/** Prints, then stays. */
const staying = (print: string) => `trap 'exit 0' TERM; ${print}; while :; do sleep 3600 & wait $!; done`;

describe("the log of a container", () => {
  let engine: EngineAccess;
  let targets: EngineTargets;
  let logs: Logs;
  const made: string[] = [];
  const viewers: LogViewer[] = [];

  const run = async (name: string, script: string, body: Record<string, unknown> = {}) => {
    const id = await runContainer(engine, { name: `logs-${name}`, script, body });
    made.push(id);
    return id;
  };
  const view = (id: string, query: { tail?: number; since?: string } = {}) => {
    const viewer = new LogViewer(logs, { selector: { host, id }, ...query });
    viewers.push(viewer);
    return viewer;
  };
  const exited = (id: string) => engine.docker(["wait", id]);

  beforeAll(() => {
    [engine] = sharedEngines();
    targets = new EngineTargets(engine.socket);
    logs = new Logs({ targets });
  });
  afterEach(async () => {
    await Promise.all(viewers.splice(0).map((viewer) => viewer.leave()));
    await Promise.all(made.splice(0).map((id) => removeContainer(engine, id)));
    expect(logs.openStreams).toBe(0);
  });
  afterAll(() => targets.dispose());

  it("tells stdout and stderr apart, numbers the lines and stamps them", async () => {
    const before = new Date().toISOString();
    const viewer = view(await run("streams", staying("echo out; sleep 0.1; echo err >&2")));
    await viewer.sees("err");
    expect(viewer.lines).toMatchObject([
      { sequence: 0, stream: "stdout", text: "out" },
      { sequence: 1, stream: "stderr", text: "err" },
    ]);
    const [out = "", err = ""] = viewer.lines.map(({ timestamp }) => timestamp);
    expect(out).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
    expect(out > before && err > out).toBe(true);
  });

  it("of one with a TTY is read without frames, joined where the engine cut a long line", async () => {
    const long = "dd if=/dev/zero bs=40000 count=1 2>/dev/null | tr '\\0' x";
    const viewer = view(await run("tty", staying(`echo one; ${long}; echo END; echo three`), { Tty: true }));
    await viewer.sees("three");
    expect(viewer.texts).toEqual(["one", `${"x".repeat(40_000)}END`, "three"]);
  });

  it("of one with a TTY keeps two runs apart where the first ended in mid-line", async () => {
    const id = await run("prompt", "printf '/ # '", { Tty: true });
    await exited(id);
    await engine.docker(["start", id]);
    await exited(id);
    const viewer = view(id);
    await viewer.hears("ended");
    expect(viewer.texts).toEqual(["/ # ", "/ # "]);
  });

  it("shows the last lines that were asked for, and no more", async () => {
    const id = await run("tail", staying("i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo $i; done"));
    await view(id).sees("3000");
    for (const tail of [0, 1, 100, 2500]) {
      const viewer = view(id, { tail });
      await viewer.catchesUp();
      expect(viewer.texts).toEqual(Array.from({ length: tail }, (_, index) => String(3001 - tail + index)));
    }
  });

  it("is read on from any place, with a short tail where that reaches back far enough", async () => {
    const id = await run("places", "seq 1 20000; sleep 0.1; echo the last");
    await exited(id);
    const source = targets.host(host);
    if (source?.kind !== "online") throw new Error("the host is not online");
    const { signal } = new AbortController();
    const place = { source: source.source, ref: { host, id }, tty: false, complete: true };
    const all: LogEntry[] = [];
    for await (const entries of readLog(place, { follow: false }, signal)) all.push(...entries);
    for (const [read, requests] of [
      [5, 3],
      [15_000, 2],
      [19_900, 1],
      [20_001, 1],
    ] as const) {
      const cursor = new Cursor();
      cursor.advance(all.slice(0, read));
      const before = targets.requests.length;
      const rest: LogEntry[] = [];
      for await (const entries of readPast(place, cursor, false, signal)) rest.push(...entries);
      expect(rest.map(({ text }) => text)).toEqual(all.slice(read).map(({ text }) => text));
      expect(targets.requests.length - before).toBe(requests);
    }
    const short = await run("place-one", "echo only");
    await exited(short);
    const shortPlace = { ...place, ref: { host, id: short } };
    const cursor = new Cursor();
    for (const expected of [["only"], []]) {
      const read: LogEntry[] = [];
      for await (const entries of readPast(shortPlace, cursor, false, signal)) read.push(...entries);
      cursor.advance(read);
      expect(read.map(({ text }) => text)).toEqual(expected);
    }
  });

  it("counts lines that have one timestamp, as engines with a coarse clock write them", async () => {
    const id = await run("same-time", "echo run");
    await exited(id);
    const file = (await engine.docker(["inspect", "--format", "{{.LogPath}}", id])).trim();
    const record = (text: string) => `{"log":"${text}\\n","stream":"stdout","time":"2026-01-01T00:00:00.5Z"}\n`;
    await writeFile(file, Array.from({ length: 60 }, (_, index) => record(`same ${index}`)).join(""));
    const three = view(id, { tail: 3 });
    const whole = view(id);
    await three.hears("ended");
    await whole.hears("ended");
    expect(three.texts).toEqual(["same 57", "same 58", "same 59"]);
    await appendFile(file, record("same 60"));
    await engine.docker(["start", id]);
    for (const [viewer, first] of [
      [three, 57],
      [whole, 0],
    ] as const) {
      await viewer.sees("run");
      expect(viewer.texts).toEqual([
        ...Array.from({ length: 61 - first }, (_, index) => `same ${first + index}`),
        "run",
      ]);
    }
  });

  it("shows lines from a time on", async () => {
    const id = await run("since", staying("echo 1; sleep 0.1; echo 2; sleep 0.1; echo 3"));
    const whole = view(id);
    await whole.sees("3");
    const viewer = view(id, { since: whole.lines[1]?.timestamp ?? "" });
    await viewer.catchesUp();
    expect(viewer.texts).toEqual(["2", "3"]);
    const later = view(id, { since: "2999-01-01T00:00:00Z" });
    await later.catchesUp();
    expect(later.texts).toEqual([]);
  });

  it("keeps a last line that nothing ended, on both streams", async () => {
    const viewer = view(await run("no-newline", "printf out; printf err >&2"));
    await viewer.hears("ended");
    expect(viewer.lines.map(({ stream, text }) => `${stream} ${text}`).sort()).toEqual(["stderr err", "stdout out"]);
  });

  it("shows a line of 5 MB cut, with its length, and goes on after it", async () => {
    const viewer = view(
      await run("long", staying("dd if=/dev/zero bs=1000000 count=5 2>/dev/null | tr '\\0' x; echo; echo after")),
    );
    await viewer.sees("after");
    expect(viewer.lines).toMatchObject([{ text: "x".repeat(65_536), cutFrom: 5_000_000 }, { text: "after" }]);
  });

  it("joins the parts of a long line whichever log driver kept it", async () => {
    for (const driver of ["json-file", "local"]) {
      const viewer = view(
        await run(
          `parts-${driver}`,
          staying("dd if=/dev/zero bs=40000 count=1 2>/dev/null | tr '\\0' x; echo END; echo after"),
          {
            HostConfig: { LogConfig: { Type: driver } },
          },
        ),
      );
      await viewer.sees("after");
      expect(viewer.texts).toEqual([`${"x".repeat(40_000)}END`, "after"]);
    }
  });

  it("shows a long line whole though the engine counts its parts as lines of the tail", async () => {
    const viewer = view(await run("tail-part", "dd if=/dev/zero bs=40000 count=1 2>/dev/null | tr '\\0' x; echo"), {
      tail: 1,
    });
    await viewer.hears("ended");
    expect(viewer.texts).toEqual(["x".repeat(40_000)]);
  });

  it("shows a long line whole to who comes while it is being written", async () => {
    const half = "dd if=/dev/zero bs=20000 count=1 2>/dev/null | tr '\\0' x";
    const id = await run("half", staying(`echo first; ${half}; while [ ! -e /tmp/go ]; do sleep 0.02; done; echo END`));
    await until(async () => (await engine.docker(["logs", id])).length > 16_000, { what: "the first part" });
    const viewer = view(id);
    await viewer.catchesUp();
    expect(viewer.texts).toEqual(["first"]);
    await engine.docker(["exec", id, "touch", "/tmp/go"]);
    await viewer.sees(`${"x".repeat(20_000)}END`);
    expect(viewer.texts).toHaveLength(2);
  });

  it("shows bytes that are no UTF-8 as U+FFFD, and all others as they are", async () => {
    const print = "printf 'a\\377b\\n'; printf 'caf\\303\\251 \\360\\237\\220\\263\\r\\n'; echo end";
    // What json-file keeps is UTF-8 already; local keeps the bytes.
    for (const Type of ["json-file", "local"]) {
      const viewer = view(await run(`utf8-${Type}`, staying(print), { HostConfig: { LogConfig: { Type } } }));
      await viewer.sees("end");
      expect(viewer.texts).toEqual(["a\uFFFDb", "café 🐳", "end"]);
    }
  });

  it("is caught up at once where there are no lines at all", async () => {
    const viewer = view(await run("silent", staying(":")));
    await viewer.catchesUp();
    expect(viewer.items).toEqual([]);
  });

  it("that the engine doesn't keep is unreadable, and says so in the engine's words", async () => {
    const viewer = view(await run("none", staying("echo x"), { HostConfig: { LogConfig: { Type: "none" } } }));
    expect((await viewer.hears("unreadable")).reason).toMatch(/does not support reading/);
    expect(viewer.lines).toEqual([]);
  });

  it("says how it ended", async () => {
    const viewer = view(await run("exit", "echo bye; exit 3"));
    expect(await viewer.hears("ended")).toMatchObject({ exitCode: 3 });
    expect(viewer.texts).toEqual(["bye"]);
  });

  it("says nothing of an end where the container never ran", async () => {
    const id = await createContainer(engine, { name: "logs-created", script: staying("echo x") });
    made.push(id);
    const viewer = view(id);
    await viewer.catchesUp();
    expect(viewer.items).toEqual([]);
    await engine.docker(["start", id]);
    await viewer.sees("x");
    expect(viewer.notices).toEqual([]);
  });

  it("goes on over restarts, with a line between", async () => {
    const id = await run("restart", staying("echo run"));
    const viewer = view(id);
    const runs = (count: number) => until(() => viewer.texts.length === count, { what: `run ${count}` });
    await runs(1);
    // At once, so that the new run may write before anybody has asked how the old one ended.
    await engine.docker(["restart", "--time", "0", id]);
    await runs(2);
    await engine.docker(["stop", id]);
    await until(() => viewer.notices.at(-1)?.kind === "ended", { what: "the end" });
    await engine.docker(["start", id]);
    await runs(3);
    // Between stop and start the restart may be so quick that the end is never seen by itself.
    const shown = viewer.items.map((item) => ("line" in item ? item.line.text : item.notice.kind));
    expect(shown.filter((kind) => kind !== "ended")).toEqual(["run", "restarted", "run", "restarted", "run"]);
    expect(shown.slice(-3)).toEqual(["ended", "restarted", "run"]);
  });

  it("goes on when the container is made anew under the same name", async () => {
    const id = await run("anew", staying("echo old"));
    const byId = view(id);
    await byId.sees("old");
    // Not before: what is written once it looks is for it, too.
    const byName = new LogViewer(logs, { selector: { host, name: "logs-anew" }, tail: 0 });
    viewers.push(byName);
    await byName.catchesUp();
    await removeContainer(engine, id);
    await byId.hears("removed");
    const next = await run("anew", staying("echo new"));
    for (const viewer of [byId, byName]) {
      expect(await viewer.hears("recreated")).toMatchObject({ id: next });
      await viewer.sees("new");
    }
    expect(byId.texts).toEqual(["old", "new"]);
    expect(byName.texts).toEqual(["new"]);
  });

  it("that is removed while it is followed says so, once", async () => {
    const id = await run("removed", staying("echo here"));
    const viewer = view(id);
    await viewer.sees("here");
    await removeContainer(engine, id);
    await viewer.hears("removed");
    let changes = 0;
    const listening = targets.onDidChange(() => changes++);
    await run("bystander", "true");
    await until(() => changes > 2, { what: "other changes on the host" });
    listening.dispose();
    expect(viewer.notices.filter(({ kind }) => kind === "removed")).toHaveLength(1);
  });

  it("is read by one stream for all who look, which the last one closes", async () => {
    const id = await run("shared", staying("echo here; while :; do echo more; sleep 0.05; done"));
    const both = [view(id), view(id)];
    for (const viewer of both) await viewer.sees("more");
    const following = () => targets.requests.filter(({ request, stream }) => request.follow && !stream.destroyed);
    const open = (count: number) => until(() => following().length === count, { what: `${count} open streams` });
    await open(1);
    expect(logs.openStreams).toBe(1);
    await both[0]?.leave();
    expect(following()).toHaveLength(1);
    await both[1]?.leave();
    await open(0);
    expect(logs.openStreams).toBe(0);
  });
});
