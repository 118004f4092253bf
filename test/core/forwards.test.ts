import { mkdtempSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import type { Forward } from "@quayside/core/model/forward.ts";
import type { Ref } from "@quayside/core/model/ref.ts";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { run } from "../lab/commands.ts";
import { createContainer, removeContainer, runContainer } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import type { SshServer } from "../lab/ssh-server.ts";
import { until } from "../lab/waiting.ts";
import { type OpenedQuayside, openQuayside } from "./open-quayside.ts";
import { makeKey, startSshServerOf, trustingSshConfig } from "./ssh-host.ts";
import { bundleScript } from "./storage-processes.ts";

const { describe, test } = needs("engine", "ssh");
const { signal } = new AbortController();

describe("a port of a container on an SSH host, opened here", () => {
  let lab: Lab;
  let engine: LabEngine;
  let key: string;
  let server: SshServer;
  let opened: OpenedQuayside;
  let host: string;
  const made: string[] = [];

  const startServer = (name: string, port: number, config: readonly string[] = []): Promise<SshServer> =>
    startSshServerOf(lab, engine, { name, port, key, config });
  const connectTo = async (to: SshServer): Promise<void> => {
    const folder = mkdtempSync(join(lab.folder, "person-"));
    const sshConfigFile = trustingSshConfig(folder, [{ name: "nas", server: to }], key);
    opened = await openQuayside([], { sshConfigFile });
    ({ id: host } = await opened.quayside.hosts.add({ name: "nas", connection: { kind: "ssh", host: "nas" } }, signal));
    await becomes("online");
  };
  const becomes = (kind: string) =>
    until(() => opened.quayside.hosts.get(host)?.state.kind === kind, { what: `nas to be ${kind}`, withinMs: 20_000 });
  const listed = (id: string): Promise<Ref> =>
    until(() => opened.quayside.inventory.container({ host, id }) && { host, id }, { what: "the container" });
  /** One that serves this text over HTTP at port 80, and publishes nothing. */
  const serve = async (name: string, text: string, body = {}): Promise<Ref> => {
    const script = `mkdir -p /tmp/w; echo ${text} > /tmp/w/index.html; exec httpd -f -p 80 -h /tmp/w`;
    const id = await runContainer(engine, { name, script, body: { StopSignal: "KILL", ...body } });
    made.push(id);
    return await listed(id);
  };
  const open = (ref: Ref, port = 80): Promise<Forward> => opened.quayside.forwards.open(ref, port, signal);
  /** As a test has it: httpd may need a moment until it listens. */
  const openWhenReady = (ref: Ref, port = 80): Promise<Forward> =>
    until(() => open(ref, port).catch(() => undefined), { what: "the port to open", everyMs: 100 });
  const get = async ({ localPort }: Forward): Promise<string | undefined> => {
    const answer = fetch(`http://127.0.0.1:${localPort}/`, { headers: { connection: "close" } });
    return await answer.then((got) => got.text()).catch(() => undefined);
  };
  const gets = (forward: Forward, text: string) =>
    until(async () => (await get(forward)) === `${text}\n`, { what: `${text} at ${forward.localPort}`, everyMs: 100 });
  const isClosed = ({ localPort }: Forward) =>
    until(
      () =>
        new Promise<boolean>((resolve) => {
          const socket = connect(localPort, "127.0.0.1");
          socket.once("connect", () => resolve(false));
          socket.once("error", ({ code }: NodeJS.ErrnoException) => resolve(code === "ECONNREFUSED"));
          socket.once("connect", () => socket.destroy());
        }),
      { what: `${localPort} to be closed` },
    );
  const problem = () => opened.quayside.forwards.list()[0]?.problem;

  beforeAll(async () => {
    lab = openLab();
    engine = await lab.startEngine({ name: "forwards" });
    key = await makeKey(lab.folder, "id_forwards");
    server = await startServer("nas-ssh", 22);
  });
  afterEach(async () => {
    await opened?.close();
    for (const id of made.splice(0)) await removeContainer(engine, id);
  });
  afterAll(async () => lab?.close());

  test("answers at 127.0.0.1, though it is published nowhere, on the one connection that the host has", async () => {
    await connectTo(server);
    const forward = await openWhenReady(await serve("fw-web", "ahoy"));
    await gets(forward, "ahoy");
    await Promise.all(Array.from({ length: 20 }, async () => expect(await get(forward)).toBe("ahoy\n")));
    expect(await server.connections()).toBe(1);
    const listening = await run("ss", ["-Hltn", `sport = :${forward.localPort}`]);
    expect(listening.match(/\S+:\d+\s/g)?.map((text) => text.trim())[0]).toBe(`127.0.0.1:${forward.localPort}`);
    expect(opened.quayside.forwards.list()).toMatchObject([{ name: "fw-web", port: 80, connections: 0 }]);
    expect(await open(forward.container)).toMatchObject({ id: forward.id });
  });

  test("has the same number where that is free, and another where it is not", async () => {
    await connectTo(server);
    const script = "while :; do echo hello | nc -l -p 8423; done";
    const id = await runContainer(engine, { name: "fw-number", script, body: { StopSignal: "KILL" } });
    made.push(id);
    const ref = await listed(id);
    const forward = await openWhenReady(ref, 8423);
    expect(forward.localPort).toBe(8423);
    await opened.quayside.forwards.close(forward.id);
    await isClosed(forward);
    const squatter = createServer().listen(8423, "127.0.0.1");
    await until(() => squatter.listening, { what: "the other" });
    try {
      expect((await openWhenReady(ref, 8423)).localPort).not.toBe(8423);
    } finally {
      squatter.close();
    }
  });

  test("passes megabytes as they are, and the end of one side before that of the other", async () => {
    await connectTo(server);
    const script = "while :; do nc -l -p 80 -e sh -c 'sleep 0.2; md5sum; seq 1 300000'; done";
    const id = await runContainer(engine, { name: "fw-bytes", script, body: { StopSignal: "KILL" } });
    made.push(id);
    const { localPort } = await openWhenReady(await listed(id));
    const answer = await until(
      () =>
        new Promise<string | undefined>((resolve) => {
          const chunks: Buffer[] = [];
          const socket = connect({ port: localPort, host: "127.0.0.1", allowHalfOpen: true });
          socket.on("data", (chunk) => chunks.push(chunk));
          socket.on("error", () => resolve(undefined));
          socket.on("end", () => resolve(Buffer.concat(chunks).toString() || undefined));
          socket.end(Buffer.alloc(5_000_000, "x"));
        }),
      { what: "an answer", withinMs: 20_000 },
    );
    const [sum, ...numbers] = answer.trim().split("\n");
    expect(sum).toBe(
      `${(await run("sh", ["-c", "head -c 5000000 /dev/zero | tr '\\0' x | md5sum"])).split(" ")[0]}  -`,
    );
    expect(numbers).toEqual(Array.from({ length: 300_000 }, (_, n) => String(n + 1)));
  });

  test("works again when the container was restarted, and leads to another of its name", async () => {
    await connectTo(server);
    const ref = await serve("fw-again", "first");
    const forward = await openWhenReady(ref);
    await gets(forward, "first");
    await engine.docker(["stop", ref.id]);
    expect(await get(forward)).toBeUndefined();
    await until(() => problem()?.sentence === "fw-again does not run.", { what: "the reason" });
    // Something else takes its address meanwhile.
    await serve("fw-squatter", "squatter");
    await engine.docker(["start", ref.id]);
    await gets(forward, "first");
    expect(problem()).toBeUndefined();
    await engine.docker(["rm", "-f", ref.id]);
    const next = await serve("fw-again", "second");
    await gets(forward, "second");
    expect(opened.quayside.forwards.list()).toMatchObject([{ id: forward.id, container: next }]);
  });

  test("at which nobody listens is refused in words, and one that has stopped listening later breaks nothing", async () => {
    await connectTo(server);
    const script = "mkdir /tmp/w; echo here > /tmp/w/index.html; httpd -p 80 -h /tmp/w; while :; do sleep 1; done";
    const id = await runContainer(engine, { name: "fw-silent", script, body: { StopSignal: "KILL" } });
    made.push(id);
    const ref = await listed(id);
    const forward = await openWhenReady(ref);
    await expect(open(ref, 81)).rejects.toMatchObject({
      name: "Conflict",
      message: "Nobody listens at port 81 in fw-silent.",
    });
    await expect(open(ref, 0)).rejects.toMatchObject({ name: "InvalidInput" });
    const stopped = await createContainer(engine, { name: "fw-stopped" });
    made.push(stopped);
    await expect(open(await listed(stopped))).rejects.toMatchObject({
      name: "Conflict",
      message: "fw-stopped does not run.",
    });
    await engine.docker(["exec", ref.id, "killall", "httpd"]);
    expect(await get(forward)).toBeUndefined();
    await until(() => problem()?.sentence === "Nobody listens at port 80 in fw-silent.", { what: "the reason" });
    await engine.docker(["exec", ref.id, "httpd", "-p", "80", "-h", "/tmp/w"]);
    await gets(forward, "here");
  });

  test("of a container in the host’s network, in another’s, and in several", async () => {
    await connectTo(server);
    await gets(await openWhenReady(await serve("fw-host", "host", { HostConfig: { NetworkMode: "host" } })), "host");
    const main = await serve("fw-main", "main");
    const beside = await runContainer(engine, {
      name: "fw-beside",
      body: { HostConfig: { NetworkMode: `container:${main.id}` } },
    });
    made.push(beside);
    await gets(await openWhenReady(await listed(beside)), "main");
    const none = await serve("fw-none", "none", { HostConfig: { NetworkMode: "none" } });
    await expect(open(none)).rejects.toMatchObject({ name: "Conflict", message: /no network/ });
  });

  test("refuses connections while the host is away, and works again when it is back", async () => {
    await connectTo(server);
    const forward = await openWhenReady(await serve("fw-away", "ahoy"));
    const half = await new Promise<Socket>((resolve) => {
      const socket: Socket = connect(forward.localPort, "127.0.0.1", () => resolve(socket));
    });
    await until(() => opened.quayside.forwards.list()[0]?.connections === 1, { what: "the connection" });
    const broken = new Promise((resolve) => half.once("error", resolve));
    half.write("GET / HTTP/1.1\r\n");
    await server.kill();
    // Not as if all had been said.
    expect(await broken).toMatchObject({ code: "ECONNRESET" });
    await becomes("unreachable");
    expect(await get(forward)).toBeUndefined();
    await until(() => problem()?.name === "HostUnreachable", { what: "the reason" });
    await server.start();
    await becomes("online");
    await gets(forward, "ahoy");
    expect(problem()).toBeUndefined();
  });

  test("is closed with its host: disabled, or removed", async () => {
    await connectTo(server);
    const ref = await serve("fw-closed", "ahoy");
    const { hosts, forwards } = opened.quayside;
    const first = await openWhenReady(ref);
    await hosts.setEnabled(host, false, signal);
    await isClosed(first);
    expect(forwards.list()).toEqual([]);
    await hosts.setEnabled(host, true, signal);
    await becomes("online");
    const second = await openWhenReady(ref);
    await hosts.remove(host, signal);
    await isClosed(second);
    expect(forwards.list()).toEqual([]);
  });

  test("takes “operate”, is closed when the level is lowered, and all of it is on record", async () => {
    await connectTo(server);
    const ref = await serve("fw-level", "ahoy");
    const { hosts, events } = opened.quayside;
    await hosts.update(host, { access: "operate" }, signal);
    const forward = await openWhenReady(ref);
    await hosts.update(host, { access: "view" }, signal);
    await isClosed(forward);
    await expect(open(ref)).rejects.toMatchObject({ name: "NotAllowed" });
    const recorded = await until(
      async () => {
        const all = await events.query({ host, kinds: ["action"] }, signal);
        return all.some(({ type }) => type === "close-port") ? all : undefined;
      },
      { what: "the end on record" },
    );
    const subject = { type: "container", id: ref.id, name: "fw-level" };
    const opening = recorded.filter(({ type }) => type === "open-port");
    expect(opening.find(({ level }) => level === "info")).toMatchObject({
      ...{ subject, message: "open-port fw-level (port 80) on nas", exitCode: 0 },
    });
    expect(opening.find(({ level }) => level === "warning")).toMatchObject({ subject });
    expect(recorded.find(({ type }) => type === "close-port")).toMatchObject({
      ...{ subject, level: "warning", error: "nas was set to “view”." },
    });
  });

  test("has room for 64 connections, tells the one that is too much, and has room again", async () => {
    await connectTo(server);
    const script = "exec nc -ll -p 80 -e cat";
    const id = await runContainer(engine, { name: "fw-many", script, body: { StopSignal: "KILL" } });
    made.push(id);
    const { localPort } = await openWhenReady(await listed(id));
    const sockets = await Promise.all(
      Array.from({ length: 64 }, () => {
        return new Promise<Socket>((resolve, reject) => {
          const socket: Socket = connect(localPort, "127.0.0.1", () => socket.write("x"));
          socket.once("data", () => resolve(socket));
          socket.once("error", reject);
        });
      }),
    );
    const refused = await new Promise((resolve) => connect(localPort, "127.0.0.1").once("error", resolve));
    expect(refused).toMatchObject({ code: "ECONNRESET" });
    await until(() => problem()?.sentence.startsWith("64 connections are open"), { what: "the reason" });
    for (const socket of sockets) socket.destroy();
    await until(() => opened.quayside.forwards.list()[0]?.connections === 0, { what: "them to end" });
    expect(await server.connections()).toBe(1);
    const last = await new Promise((resolve) => {
      const socket: Socket = connect(localPort, "127.0.0.1", () => socket.write("again"));
      socket.once("data", (chunk) => resolve(chunk.toString()));
      socket.on("error", () => {}); // it is open until Quayside closes
    });
    expect(last).toBe("again");
  });

  test("says so where sshd forbids it", async () => {
    await connectTo(await startServer("forbids", 2401, ["AllowTcpForwarding no", "AllowStreamLocalForwarding yes"]));
    const ref = await serve("fw-forbidden", "ahoy");
    await expect(open(ref)).rejects.toMatchObject({ name: "HostUnreachable", reason: "ports-refused" });
    expect(opened.quayside.forwards.list()).toEqual([]);
    await becomes("online");
  });

  test("works on this machine’s own engine too", async () => {
    await connectTo(server);
    const ref = await serve("fw-near", "near");
    await openWhenReady(ref);
    const folder = mkdtempSync(join(lab.folder, "near-"));
    const script = await bundleScript("forwards-window.ts", folder);
    const inNetwork = [`--net=${engine.network.namespaceFile}`, process.execPath];
    const said = await run("nsenter", [...inNetwork, script, folder, engine.socket, "fw-near", "80"]);
    expect(JSON.parse(said)).toEqual({ got: "near\n", refused: "Nobody listens at port 81 in fw-near." });
  });
});
