import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { TerminalSession } from "@quayside/core/model/terminal.ts";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { run } from "../lab/commands.ts";
import { runContainer } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import type { SshServer } from "../lab/ssh-server.ts";
import { until } from "../lab/waiting.ts";
import { type OpenedQuayside, openQuayside } from "./open-quayside.ts";
import { makeKey, startSshServerOf, trustingSshConfig } from "./ssh-host.ts";
import { Screen } from "./terminal-screen.ts";

const { describe, test } = needs("engine", "ssh");
const { signal } = new AbortController();
const size = { columns: 80, rows: 24 };

describe("a shell on a host", () => {
  let lab: Lab;
  let engine: LabEngine;
  let key: string;
  let server: SshServer;
  let opened: OpenedQuayside;
  let host: string;
  const sessions: TerminalSession[] = [];

  const startServer = (name: string, port: number, config: readonly string[] = []): Promise<SshServer> =>
    startSshServerOf(lab, engine, { name, port, key, config });
  const connect = async (to: SshServer, name = "nas"): Promise<OpenedQuayside> => {
    const folder = mkdtempSync(join(lab.folder, "person-"));
    const sshConfigFile = trustingSshConfig(folder, [{ name, server: to }], key);
    opened = await openQuayside([], { sshConfigFile });
    ({ id: host } = await opened.quayside.hosts.add({ name, connection: { kind: "ssh", host: name } }, signal));
    await isOnline();
    return opened;
  };
  const state = () => opened.quayside.hosts.get(host)?.state.kind;
  const isOnline = () => until(() => state() === "online", { what: "the host to be online", withinMs: 20_000 });
  const start = async (): Promise<Screen> => {
    const session = await opened.quayside.hostShells.open(host, size, signal);
    sessions.push(session);
    return new Screen(session);
  };
  const answers = async (screen: Screen): Promise<void> => {
    screen.type("echo $((6*7))-here\n");
    await screen.shows(/42-here\r\n/);
    screen.bytes = Buffer.alloc(0);
  };
  const recorded = () => opened.quayside.events.query({ host, kinds: ["action"] }, signal);
  /** Whether a process with these words runs on this machine: the lab's hosts share its processes. */
  const runs = async (words: string): Promise<boolean> => (await run("ps", ["-eo", "args"])).includes(words);

  beforeAll(async () => {
    lab = openLab();
    engine = await lab.startEngine({ name: "shells" });
    key = await makeKey(lab.folder, "id_shells");
    server = await startServer("nas-ssh", 22);
    await runContainer(engine, { name: "shells-web" });
  });
  afterEach(async () => {
    for (const session of sessions.splice(0)) session.dispose();
    await opened?.close();
  });
  afterAll(async () => lab?.close());

  test("runs what is typed, has the size that is asked for and each new one, and tells its exit code", async () => {
    await connect(server);
    const screen = await start();
    await answers(screen);
    screen.type("stty size; echo TERM=$TERM\n");
    await screen.shows(/24 80\r\n/);
    await screen.shows(/TERM=xterm-256color\r\n/);
    screen.session.resize(132, 50);
    screen.bytes = Buffer.alloc(0);
    await until(
      async () => {
        screen.type("stty size\n");
        return screen.text.includes("50 132\r\n");
      },
      { what: "the new size", everyMs: 100 },
    );
    screen.type("exit 3\n");
    expect(await screen.ends()).toEqual({ exitCode: 3 });
    expect(await server.connections()).toBe(1);
  });

  test("tells the signal that ended it as a shell does", async () => {
    await connect(server);
    const screen = await start();
    screen.type("kill -KILL $$\n");
    expect(await screen.ends()).toEqual({ exitCode: 137 });
  });

  test("loses no byte of what came before anyone listened", async () => {
    await connect(server);
    const session = await opened.quayside.hostShells.open(host, size, signal);
    sessions.push(session);
    session.write(Buffer.from("sleep 48151 & seq 1 400000; echo en''d\n"));
    await until(() => runs("sleep 48151"), { what: "the command to run" });
    const screen = new Screen(session);
    await screen.shows(/\r\nend\r\n/);
    const numbers = screen.text.split("\r\n").filter((line) => /^\d+$/.test(line));
    expect(numbers.slice(-400_000)).toEqual(Array.from({ length: 400_000 }, (_, index) => String(index + 1)));
  });

  test("that is closed ends with what runs in it, and both ends are in the event log", async () => {
    await connect(server);
    const screen = await start();
    screen.type("sleep 48152\n");
    await until(() => runs("sleep 48152"), { what: "the sleep" });
    await screen.session.close();
    expect((await screen.ends()).error).toBeUndefined();
    await until(async () => !(await runs("sleep 48152")), { what: "the sleep to end" });
    const events = await until(
      async () => {
        const all = await recorded();
        return all.some(({ type }) => type === "close-shell") ? all : undefined;
      },
      { what: "the end on record" },
    );
    const subject = { type: "host", id: host, name: "nas" };
    expect(events.find(({ type }) => type === "open-shell")).toMatchObject({
      ...{ subject, exitCode: 0, command: "ssh ssh://nas", message: "open-shell nas on nas" },
    });
    expect(events.find(({ type }) => type === "close-shell")).toMatchObject({ subject, level: "info" });
  });

  test("is refused where the host's access level is not “admin”, and ends when it is lowered", async () => {
    const { quayside } = await connect(server);
    const screen = await start();
    await answers(screen);
    await quayside.hosts.update(host, { access: "operate" }, signal);
    expect((await screen.ends()).error).toMatchObject({
      name: "NotAllowed",
      message: "nas was set to “operate”; a shell on it takes “admin”.",
    });
    const before = await server.connections();
    await expect(start()).rejects.toMatchObject({ name: "NotAllowed" });
    expect(await server.connections()).toBe(before);
    expect((await recorded()).filter(({ type, level }) => type === "open-shell" && level === "warning")).toHaveLength(
      1,
    );
  });

  test("is refused in a sentence where the host is not reached by SSH", async () => {
    opened = await openQuayside([{ name: "near", socket: engine.socket }]);
    host = opened.hosts[0] ?? "";
    await isOnline();
    await expect(start()).rejects.toMatchObject({
      name: "Conflict",
      message: "near is not reached by SSH: there is no way to a shell on it.",
    });
    await expect(opened.quayside.hostShells.open("nobody", size, signal)).rejects.toMatchObject({ name: "NotFound" });
  });

  test("whose sshd is killed ends in words, and another opens when the host is back", async () => {
    await connect(server);
    const screen = await start();
    await answers(screen);
    await server.kill();
    expect(await screen.ends()).toEqual({
      error: expect.objectContaining({ name: "HostUnreachable", reason: "ssh-lost" }),
    });
    await until(() => state() === "unreachable", { what: "the host to be away" });
    await expect(start()).rejects.toMatchObject({ name: "HostUnreachable" });
    await server.start();
    await isOnline();
    await answers(await start());
  });

  test("whose host is disabled ends in words", async () => {
    const { quayside } = await connect(server);
    const screen = await start();
    await answers(screen);
    await quayside.hosts.setEnabled(host, false, signal);
    expect((await screen.ends()).error).toMatchObject({ reason: "ssh-lost" });
    await expect(start()).rejects.toMatchObject({ name: "HostUnreachable", reason: "disabled" });
    await until(async () => (await server.connections()) === 0, { what: "the connection to end" });
  });

  test("goes on while the engine there is frozen and its host is tried again: that may be what it is for", async () => {
    await connect(server);
    const screen = await start();
    await answers(screen);
    await engine.freeze();
    try {
      await until(() => state() === "unreachable", { what: "the host to be away", withinMs: 30_000 });
      await answers(screen);
    } finally {
      engine.thaw();
    }
    await isOnline();
    await answers(screen);
    screen.session.dispose();
    await until(async () => (await server.connections()) === 1, { what: "the old connection to end" });
  });

  test("says so where sshd allows no further session, and where it gives no terminal", async () => {
    await connect(await startServer("narrow", 2301, ["MaxSessions 1"]));
    await answers(await start());
    await expect(start()).rejects.toMatchObject({ name: "HostUnreachable", reason: "sessions-used-up" });
    expect(state()).toBe("online");
    await opened.close();
    await connect(await startServer("bare", 2302, ["PermitTTY no"]));
    await expect(start()).rejects.toMatchObject({ name: "HostUnreachable", reason: "terminal-refused" });
  });

  test("is there beside many streams where sshd forbids the way to a socket", async () => {
    await connect(await startServer("forbids", 2303, ["AllowStreamLocalForwarding no"]));
    const screens = await Promise.all([start(), start()]);
    for (const screen of screens) await answers(screen);
  });

  test("that is open when Quayside closes ends, and that is on record", async () => {
    const { quayside } = await connect(server);
    await answers(await start());
    await quayside.hostShells.close();
    expect((await recorded()).map(({ type }) => type)).toContain("close-shell");
    await opened.close();
    await until(async () => (await server.connections()) === 0, { what: "the connection to end" });
  });
});
