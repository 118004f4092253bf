import type { Ref } from "@quayside/core/model/ref.ts";
import { DetachMatcher } from "@quayside/core/terminals/detach-matcher.ts";
import { LineEditor } from "@quayside/core/terminals/line-editor.ts";
import { afterAll, afterEach, beforeAll, expect, test as plainTest } from "vitest";
import { createContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import type { OpenedQuayside } from "./open-quayside.ts";
import { TerminalDesk } from "./terminal-desk.ts";
import type { Screen } from "./terminal-screen.ts";

const { describe, test } = needs("engine");
const { signal } = new AbortController();
const size = { columns: 100, rows: 30 };
const tty = { Tty: true, OpenStdin: true };

describe("a terminal that is joined to a container's main process", () => {
  let desk: TerminalDesk;
  let engine: EngineAccess;
  let opened: OpenedQuayside;
  let host: string;

  const run = async (name: string, script: string, body: object = {}): Promise<Ref> => {
    const ref = await desk.add(runContainer(engine, { name, script, body: { ...body } }));
    await until(() => opened.quayside.inventory.container(ref)?.state === "running", { what: name });
    return ref;
  };
  const attach = async (ref: Ref, detachKeys?: string): Promise<Screen> => {
    const asked = detachKeys === undefined ? {} : { detachKeys };
    return desk.openTerminal(ref, { kind: "attach", ...asked });
  };
  const says = (screen: Screen, text: string): Promise<boolean> =>
    until(() => screen.text.includes(text), { what: JSON.stringify(text) });
  const runs = async ({ id }: Ref): Promise<boolean> =>
    (await engine.api.json<{ State: { Running: boolean } }>("GET", `/containers/${id}/json`)).State.Running;

  beforeAll(async () => {
    desk = await TerminalDesk.open(size);
    ({ engine, opened, host } = desk);
  });
  afterEach(async () => {
    await desk?.closeTerminals();
  });
  afterAll(async () => {
    await desk?.close();
  });

  test("that has a TTY types into it, has its size, and is told its exit code", async () => {
    const ref = await run("attach-tty", "exec sh", tty);
    const screen = await attach(ref);
    expect(screen.session.attachment).toEqual({ tty: true, takesInput: true, detachKeys: "ctrl-p,ctrl-q" });
    screen.type("until [ \"$(stty size)\" = '30 100' ]; do sleep 0.1; done; echo sized-$((1+1))\n");
    await screen.shows(/sized-2/);
    screen.session.resize(90, 20);
    screen.type("until [ \"$(stty size)\" = '20 90' ]; do sleep 0.1; done; echo again-$((1+1))\n");
    await screen.shows(/again-2/);
    screen.type("exit 7\n");
    expect(await screen.ends()).toEqual({ exitCode: 7 });
  });

  test("is left by its keys and goes on; half of them, and others, are the process's own", async () => {
    const ref = await run("attach-keys", "stty raw -echo; echo ready; cat", tty);
    const usual = await attach(ref);
    await engine.docker(["exec", ref.id, "true"]);
    usual.type("\u0010a");
    await says(usual, "\u0010a");
    usual.type("\u0010");
    usual.type("\u0011");
    expect(await usual.ends()).toEqual({ detached: true });
    const own = await attach(ref, "ctrl-x,q");
    own.type("\u0010\u0011\u0018-");
    await says(own, "\u0010\u0011\u0018-");
    own.type("\u0018qx");
    expect(await own.ends()).toEqual({ detached: true });
    expect(await runs(ref)).toBe(true);
  });

  test("that is closed leaves the container as it is", async () => {
    const ref = await run("attach-closed", "exec cat", tty);
    const screen = await attach(ref);
    screen.type("here\n");
    await screen.shows(/here/);
    await screen.session.close();
    await screen.ends();
    expect(await runs(ref)).toBe(true);
  });

  test("that has no TTY shows both of its streams, in lines, and edits what is typed here", async () => {
    const script = 'while read -r x; do echo "out $x"; echo "err $x" >&2; [ "$x" = end ] && exit 3; done';
    const ref = await run("attach-plain", script, { OpenStdin: true });
    const screen = await attach(ref);
    expect(screen.session.attachment).toMatchObject({ tty: false, takesInput: true });
    screen.type("grüx\u007fß\u001b[A日\u007f\r");
    await says(screen, "grüx\b \bß日\b\b  \b\b\r\n");
    await screen.shows(/out grüß\r\n/);
    await screen.shows(/err grüß\r\n/);
    screen.type("end\r");
    expect(await screen.ends()).toEqual({ exitCode: 3 });
  });

  test("is left by its keys where there is no TTY, too", async () => {
    const ref = await run("attach-plain-left", "exec cat", { OpenStdin: true });
    const screen = await attach(ref);
    screen.type("a\u0010\u0011");
    expect(await screen.ends()).toEqual({ detached: true });
    expect(await runs(ref)).toBe(true);
  });

  test("takes no input where the process has none, or would lose it when one leaves", async () => {
    const closed = await run("attach-no-input", "trap 'exit 0' TERM; while sleep 0.1; do echo tick; done");
    const screen = await attach(closed);
    expect(screen.session.attachment).toMatchObject({ takesInput: false });
    screen.type("x");
    await screen.shows(/tick\r\n/);
    expect(screen.text).not.toContain("x");
    const once = await run("attach-once", "cat; echo lost; sleep 3600", { OpenStdin: true, StdinOnce: true });
    const first = await attach(once);
    expect(first.session.attachment).toMatchObject({ takesInput: false });
    await first.session.close();
    const second = await attach(once);
    expect(await engine.docker(["logs", once.id])).toBe("");
    await second.session.close();
  });

  test("is told the exit code of a container that is removed with its end, and of one that starts again", async () => {
    const gone = await run("attach-rm", "read x; exit 5", { ...tty, HostConfig: { AutoRemove: true } });
    const removed = await attach(gone);
    removed.type("\n");
    expect(await removed.ends()).toEqual({ exitCode: 5 });
    const body = { ...tty, HostConfig: { RestartPolicy: { Name: "always" } } };
    const again = await attach(await run("attach-again", "read x; exit 6", body));
    again.type("\n");
    expect(await again.ends()).toEqual({ exitCode: 6 });
  });

  test("offers the keys that were taken last, for whichever container", async () => {
    const [first, second] = [await run("attach-first", "exec sh", tty), await run("attach-second", "exec sh", tty)];
    const offered = async () => (await opened.quayside.terminals.choices(second, signal)).lastDetachKeys;
    await attach(first, "ctrl-],ctrl-]");
    await until(async () => (await offered()) === "ctrl-],ctrl-]", { what: "the keys to be offered" });
    // Whoever names none takes the usual ones, and chose nothing.
    await attach(first);
    expect(await offered()).toBe("ctrl-],ctrl-]");
  });

  test("is refused with nonsense for keys, and in a container that does not run", async () => {
    const ref = await run("attach-refused", "exec cat", tty);
    await expect(attach(ref, "strg-p")).rejects.toMatchObject({ name: "InvalidInput", field: "detachKeys" });
    const created = await desk.add(createContainer(engine, { name: "attach-created", body: tty }));
    await expect(attach(created)).rejects.toMatchObject({
      ...{ name: "Conflict", message: "attach-created does not run: start it first." },
    });
  });

  test("is in the event log", async () => {
    const ref = await run("attach-told", "exec cat", tty);
    await attach(ref, "ctrl-x");
    const events = await opened.quayside.events.query({ host, kinds: ["action"] }, signal);
    expect(events.find(({ subject }) => subject?.id === ref.id)).toMatchObject({
      ...{ type: "attach", command: "docker attach --sig-proxy=false --detach-keys ctrl-x attach-told", exitCode: 0 },
    });
  });
});

plainTest("detach keys are found however they come, and what only begins like them goes on", () => {
  const fed = (keys: number[], ...typed: string[]) => {
    const matcher = new DetachMatcher(keys);
    return typed.map((text) => {
      const { passed, detached } = matcher.feed(Buffer.from(text, "latin1"));
      return detached ? `${passed.toString("latin1")}!` : passed.toString("latin1");
    });
  };
  expect(fed([16, 17], "a", "\x10", "b", "\x10\x10", "\x11")).toEqual(["a", "", "\x10b", "\x10", "!"]);
  expect(fed([1, 1, 2], "\x01\x01\x01\x02x")).toEqual(["\x01!"]);
  expect(fed([1, 1, 2], "\x01", "\x01", "\x01", "\x02")).toEqual(["", "", "\x01", "!"]);
  expect(fed([17], "abc\x11d")).toEqual(["abc!"]);
  expect(fed([97, 98], "größe", "a")).toEqual(["größe", ""]);
});

plainTest("a line is edited as a terminal does it, whatever its letters", () => {
  const editor = new LineEditor();
  const bytes = Buffer.from("日x");
  expect(editor.feed(bytes.subarray(0, 2))).toEqual({ shown: "", sent: "" });
  expect(editor.feed(bytes.subarray(2))).toEqual({ shown: "日x", sent: "" });
  expect(editor.feed(Buffer.from("\u0015"))).toEqual({ shown: "\b \b\b\b  \b\b", sent: "" });
  expect(editor.feed(Buffer.from("\u007f\u0003\u001bOA\u001b[1;5Cok\r\n"))).toEqual({
    shown: "ok\r\n\r\n",
    sent: "ok\n\n",
  });
});
