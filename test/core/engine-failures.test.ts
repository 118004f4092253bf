import { execFile } from "node:child_process";
import { getEventListeners, once } from "node:events";
import { chmod } from "node:fs/promises";
import { createServer as createHttpServer, IncomingMessage } from "node:http";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { Duplex } from "node:stream";
import { promisify } from "node:util";
import type { Dialer } from "@quayside/core/engine/dialer.ts";
import { agreedVersion, type Engine, openEngine } from "@quayside/core/engine/engine.ts";
import { describeError } from "@quayside/core/errors/describe-error.ts";
import { pathDialer } from "@quayside/core/hosts/dialers.ts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test as plainTest, vi } from "vitest";
import { removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until } from "../lab/waiting.ts";
import { caught, type EngineProxy, startEngineProxy } from "./engine-proxy.ts";
import { bundleScript, removeFolder, temporaryFolder } from "./storage-processes.ts";

const { signal } = new AbortController();
const lab = needs("engine");
const open = (socket: string, options: { readonly deadline?: number; readonly dialer?: Dialer } = {}) =>
  openEngine(
    { host: "test", dialer: pathDialer(socket, `unix://${socket}`), deadline: 5_000, now: Date.now, ...options },
    signal,
  );
const unreachable = (reason: string) => ({ name: "HostUnreachable", reason });

describe("a socket", () => {
  let folder: string;
  let socket: string;
  let server: Server | undefined;

  beforeEach(async () => {
    folder = await temporaryFolder();
    socket = join(folder, "engine.sock");
  });
  afterEach(async () => {
    server?.close();
    server = undefined;
    await removeFolder(folder);
  });

  const listen = async (made: Server) => {
    server = made.listen(socket);
    await once(made, "listening");
  };
  const web = (status: number, type: string, body: string) =>
    listen(
      createHttpServer((_request, response) => {
        response.writeHead(status, { "content-type": type }).end(body);
      }),
    );

  plainTest("that is missing says so, and what to do", async () => {
    const error = await open(socket).catch((failure: unknown) => failure);
    expect(error).toMatchObject(unreachable("socket-missing"));
    expect(describeError(error, "laptop")).toMatchObject({
      title: "Docker is not running on laptop",
      sentence: expect.stringContaining(socket),
    });
  });

  plainTest("that nobody listens at any more says so", async () => {
    await listen(createServer());
    // The file stays when the process that made it is killed.
    const { stdout } = await promisify(execFile)(process.execPath, [
      "-e",
      `require("node:net").createServer().listen(${JSON.stringify(`${socket}2`)}, () => { console.log("there"); process.kill(process.pid, "SIGKILL") })`,
    ]).catch((error: { stdout: string }) => error);
    expect(stdout).toContain("there");
    await expect(open(`${socket}2`)).rejects.toMatchObject(unreachable("refused"));
  });

  plainTest("without permission says so, and what to do", async () => {
    await listen(createServer());
    const script = await bundleScript("engine-failures-permission.ts", folder);
    await chmod(folder, 0o755);
    await chmod(socket, 0o600);
    // Root may open anything; another user has to try. Who is no root takes the permission from himself.
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    if (process.getuid?.() !== 0) await chmod(socket, 0);
    const { stdout } = await promisify(execFile)(process.execPath, [script, socket], { ...nobody, cwd: "/" });
    expect(JSON.parse(stdout)).toEqual({
      ...unreachable("socket-permission"),
      hint: expect.stringContaining("group “docker”"),
    });
  });

  plainTest.each([
    [200, "text/html", "<html>Welcome</html>"],
    [200, "application/json", "{}"],
    [200, "application/json", "[1"],
    [200, "application/json", '{"ApiVersion": "../../evil"}'],
    [200, "application/json", '{"ApiVersion": 1.41}'],
    [404, "text/html", "<html>Not Found</html>"],
    [400, "text/plain", "what?"],
    [301, "text/html", ""],
  ])("with another server that answers %i %s %s is not an engine", async (status, type, body) => {
    await web(status, type, body);
    await expect(open(socket)).rejects.toMatchObject(unreachable("not-an-engine"));
  });

  plainTest("of an engine that refuses says what it says", async () => {
    await web(403, "application/json", '{"message": "authorization denied by plugin"}');
    await expect(open(socket)).rejects.toMatchObject({
      name: "EngineError",
      status: 403,
      message: "authorization denied by plugin",
    });
  });

  plainTest.each([
    ["binary garbage", Buffer.from([0, 255, 10, 13, 200, 7, 10, 10])],
    ["a mail server's greeting", Buffer.from("220 mail.example ESMTP\r\n")],
  ])("that answers %s is not an engine", async (_what, garbage) => {
    await listen(createServer((client) => void client.on("error", () => {}).end(garbage)));
    await expect(open(socket)).rejects.toMatchObject(unreachable("not-an-engine"));
  });

  plainTest("that hangs up at once: the connection broke", async () => {
    await listen(createServer((client) => void client.destroy()));
    await expect(open(socket)).rejects.toMatchObject(unreachable("connection-lost"));
  });

  plainTest("that answers without end is given up before it fills the memory", async () => {
    const megabyte = Buffer.alloc(1 << 20, "x");
    let sent = 0;
    // It has an end all the same: where nothing gives it up, this test fails and the memory isn't filled.
    const pour = (client: Socket): void => {
      if (client.destroyed) return;
      sent += 1;
      if (sent === 400) client.end();
      else if (client.write(megabyte)) pour(client);
      else client.once("drain", () => pour(client));
    };
    await listen(
      createServer((client) => {
        client.on("error", () => {});
        client.once("data", () => {
          client.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
          pour(client);
        });
      }),
    );
    await expect(open(socket, { deadline: 60_000 })).rejects.toMatchObject(unreachable("not-an-engine"));
    expect(sent).toBeLessThan(300);
  });

  plainTest("that takes the connection and never answers: the first answer has a deadline", async () => {
    const connections = new Set<Socket>();
    await listen(
      createServer((client) => {
        connections.add(client);
        client
          .on("error", () => {})
          .on("close", () => connections.delete(client))
          .resume();
      }),
    );
    await expect(open(socket, { deadline: 100 })).rejects.toMatchObject(unreachable("timeout"));
    await until(() => connections.size === 0, { what: "the connection to be closed" });
  });

  /** Connections that are made only when the test lets them. */
  const slowDialer = () => {
    const real = pathDialer(socket, "slow");
    const waiting: (() => void)[] = [];
    const made: Duplex[] = [];
    const dialer: Dialer = {
      address: "slow",
      async dial() {
        await new Promise<void>((resolve) => waiting.push(resolve));
        const connection = await real.dial("query");
        made.push(connection);
        return connection;
      },
    };
    const next = async () => {
      const count = made.length;
      (await until(() => waiting.shift(), { what: "something to dial" }))();
      return until(() => made[count], { what: "the connection" });
    };
    return { dialer, next, waiting };
  };

  plainTest("that can't even be dialled: the deadline holds, and what is dialled too late is closed", async () => {
    await listen(createServer((client) => void client.on("error", () => {})));
    const { dialer, next } = slowDialer();
    await expect(open(socket, { dialer, deadline: 100 })).rejects.toMatchObject(unreachable("timeout"));
    const late = await next();
    await until(() => late.destroyed, { what: "the late connection to be closed" });
  });

  plainTest("that was given up takes what is still being dialled with it, and is dialled no more", async () => {
    await web(200, "application/json", '{"ApiVersion": "1.41"}');
    const { dialer, next, waiting } = slowDialer();
    const opening = open(socket, { dialer });
    await next();
    const engine = await opening;
    const calls = [engine.queries.ping(5_000, signal), engine.queries.identity(signal)];
    const outcomes = calls.map((call) => expect(call).rejects.toMatchObject(unreachable("connection-lost")));
    await until(() => waiting.length === 1, { what: "the second connection" });
    engine.dispose();
    const late = await next();
    await Promise.all(outcomes);
    await until(() => late.destroyed, { what: "the late connection to be closed" });
    await expect(engine.queries.ping(5_000, signal)).rejects.toMatchObject(unreachable("connection-lost"));
    expect(waiting).toEqual([]);
  });
});

lab.describe("an engine", () => {
  let engine: EngineAccess;
  let proxy: EngineProxy;
  let opened: Engine;
  let container: string;

  beforeAll(async () => {
    [engine] = sharedEngines();
    container = await runContainer(engine, { name: "failures-one" });
  });
  afterAll(async () => {
    await removeContainer(engine, container);
  });
  beforeEach(async () => {
    proxy = await startEngineProxy(engine.socket);
    opened = await open(proxy.socket);
  });
  afterEach(async () => {
    vi.useRealTimers();
    opened.dispose();
    await proxy.close();
  });

  lab.test("that hangs in the middle of its answer: the call ends at its deadline", async () => {
    proxy.treat = (request) => (request.includes("/containers/json") ? "stall" : "pass");
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const list = opened.queries.listContainers(signal);
    const outcome = expect(list).rejects.toMatchObject(unreachable("timeout"));
    await new Promise<void>((resolve) => {
      const look = () => (proxy.caught.length > 0 ? resolve() : setImmediate(look));
      look();
    });
    await vi.advanceTimersByTimeAsync(30_000);
    await outcome;
  });

  lab.test("that drops the connection in the middle of its answer: the call ends at once", async () => {
    proxy.treat = (request) => (request.includes("/containers/json") ? "cut" : "pass");
    await expect(opened.queries.listContainers(signal)).rejects.toMatchObject(unreachable("connection-lost"));
  });

  lab.test("that drops 200 connections at once loses none of the promises", async () => {
    proxy.treat = () => "cut";
    const calls = Array.from({ length: 200 }, (_, number) =>
      number % 2 === 0 ? opened.queries.listContainers(signal) : opened.queries.inspectContainer(container, signal),
    );
    const outcomes = await Promise.allSettled(calls);
    expect(
      new Set(outcomes.map((outcome) => (outcome.status === "rejected" ? outcome.reason.reason : "fulfilled"))),
    ).toEqual(new Set(["connection-lost"]));
  });

  lab.test("that closed the kept connections in the instant of their next use: queries are asked again", async () => {
    await Promise.all(Array.from({ length: 8 }, () => opened.queries.ping(5_000, signal)));
    expect(proxy.open).toBeGreaterThan(1);
    proxy.treat = () => "close-reused";
    await expect(opened.queries.inspectContainer(container, signal)).resolves.toMatchObject({ id: container });
    expect(proxy.caught).toHaveLength(1);
  });

  const size = { columns: 80, rows: 24 };
  let renames = 0;
  const calls: Record<string, (abort: AbortSignal) => Promise<unknown>> = {
    ping: (abort) => opened.queries.ping(60_000, abort),
    version: (abort) => opened.queries.version(60_000, abort),
    identity: (abort) => opened.queries.identity(abort),
    "a list": (abort) => opened.queries.listContainers(abort),
    "an inspect": (abort) => opened.queries.inspectContainer(container, abort),
    "the events": (abort) => opened.queries.events({}, abort).next(),
    "the logs": (abort) => opened.queries.logs(container, { follow: true }, abort),
    start: (abort) => opened.commands.startContainer(container, abort),
    rename: (abort) => opened.commands.renameContainer(container, `failures-${++renames}`, abort),
    exec: (abort) =>
      opened.commands
        .exec(container, { command: ["true"], tty: true, ...size }, abort)
        .then((session) => session.stream),
  };
  for (const [what, call] of Object.entries(calls)) {
    lab.test(`is asked for ${what}, and that is cancelled: its connection is closed`, async () => {
      const controller = new AbortController();
      proxy.treat = () => "hold";
      const asked = call(controller.signal);
      const outcome = expect(asked).rejects.toMatchObject({ name: "Cancelled" });
      await caught(proxy, 1);
      const [request = ""] = proxy.caught;
      expect(proxy.latest).toContain(request);
      controller.abort();
      await outcome;
      await until(() => !proxy.latest.includes(request), { what: "its connection to be closed" });
    });
    lab.test(`is asked for ${what} when that is cancelled already: nothing is asked`, async () => {
      const before = proxy.requests.length;
      await expect(call(AbortSignal.abort())).rejects.toMatchObject({ name: "Cancelled" });
      await opened.queries.ping(5_000, signal);
      expect(proxy.requests.slice(before)).toEqual([expect.stringContaining("/_ping")]);
    });
  }

  lab.test("that has answered holds no listener on the signal it was asked under", async () => {
    const controller = new AbortController();
    for (const [what, call] of Object.entries(calls)) {
      if (what === "the events") continue; // a stream goes on
      const answer = await call(controller.signal);
      if (answer instanceof Duplex || answer instanceof IncomingMessage) answer.on("error", () => {}).destroy();
    }
    await until(() => getEventListeners(controller.signal, "abort").length === 0, { what: "the listeners to go" });
  });

  lab.test("whose stream of events is cancelled: no connection stays, and the reading ends", async () => {
    const controller = new AbortController();
    const events = opened.queries.events({}, controller.signal);
    let isOpen = false;
    const heard: unknown[] = [];
    const read = async () => {
      const reading = opened.queries.events({}, controller.signal, () => {
        isOpen = true;
      });
      // Whatever others do on this engine meanwhile.
      for await (const event of reading) heard.push(event);
    };
    const outcome = expect(read()).rejects.toMatchObject({ name: "Cancelled" });
    await until(() => isOpen, { what: "the stream" });
    controller.abort();
    await outcome;
    await expect(events.next()).rejects.toMatchObject({ name: "Cancelled" });
    await until(() => !proxy.latest.some((request) => request.includes("/events")), {
      what: "its connection to be closed",
    });
  });

  lab.test("that ends its stream of events by itself has stopped", async () => {
    const server = createHttpServer((request, response) => {
      if (request.url === "/version") response.end('{"ApiVersion": "1.41"}');
      else response.end('{"Type": "container", "Action": "start", "Actor": {"ID": "a"}}\n');
    });
    const folder = await temporaryFolder();
    const socket = join(folder, "ending.sock");
    await once(server.listen(socket), "listening");
    const ending = await open(socket);
    try {
      const events = ending.queries.events({}, signal);
      expect((await events.next()).value).toMatchObject({ action: "start" });
      await expect(events.next()).rejects.toMatchObject(unreachable("connection-lost"));
    } finally {
      ending.dispose();
      server.close();
      await removeFolder(folder);
    }
  });

  lab.test("with 15 open streams answers as fast as without", async () => {
    const median = async (): Promise<number> => {
      const times: number[] = [];
      for (let count = 0; count < 41; count++) times.push(await opened.queries.ping(30_000, signal));
      return times.sort((a, b) => a - b)[20] ?? 0;
    };
    const before = await median();
    const controller = new AbortController();
    const streams = Array.from({ length: 15 }, () =>
      opened.queries.logs(container, { follow: true }, controller.signal),
    );
    for (const stream of await Promise.all(streams)) stream.on("error", () => {}).resume();
    const after = await median();
    controller.abort();
    expect(after).toBeLessThan(before * 4 + 3);
  });
});

describe("the API version agreed on", () => {
  plainTest.each([
    ["1.41", "1.12", "1.41", "an older engine's newest"],
    ["1.51", "1.24", "1.51", "the same"],
    ["1.99", "1.44", "1.51", "ours, with a newer engine"],
    ["1.9", "1.2", "1.9", "compared as numbers"],
    ["2.0", "1.60", "1.60", "the engine's oldest, where it refuses ours"],
    ["1.99", "", "1.51", "ours, where the engine names no oldest"],
    ["1.51", "nonsense", "1.51", "ours, where the oldest is nonsense"],
  ])("for an engine from %s down to %s is %s: %s", (newest, oldest, agreed) => {
    expect(agreedVersion(newest, oldest)).toBe(agreed);
  });
});
