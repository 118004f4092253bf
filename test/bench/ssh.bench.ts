import { once } from "node:events";
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { type Engine, openEngine } from "@quayside/core/engine/engine.ts";
import { Credentials } from "@quayside/core/hosts/credentials.ts";
import { pathDialer } from "@quayside/core/hosts/dialers.ts";
import { systemAddresses } from "@quayside/core/hosts/network-watch.ts";
import { HostKeys } from "@quayside/core/hosts/ssh/host-keys.ts";
import { SshConnections } from "@quayside/core/hosts/ssh/ssh-connections.ts";
import { SshDialer } from "@quayside/core/hosts/ssh/ssh-dialer.ts";
import { sshSurroundings } from "@quayside/core/hosts/ssh/ssh-resolver.ts";
import { usualTimings } from "@quayside/core/hosts/timings.ts";
import type { SshConnection } from "@quayside/core/model/host.ts";
import { bareMachine, openQuayside } from "../core/open-quayside.ts";
import { makeKey, writeSshConfig } from "../core/ssh-host.ts";
import { run } from "../lab/commands.ts";
import { removeContainer, runLogger } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import type { Lab } from "../lab/lab.ts";
import type { SshServer } from "../lab/ssh-server.ts";
import { until } from "../lab/waiting.ts";
import { alternating, percentile, type Row, rounded, timed } from "./row.ts";

const { signal } = new AbortController();
const far: SshConnection = { kind: "ssh", host: "far" };

interface Place {
  readonly server: SshServer;
  readonly folder: string;
  readonly configFile: string;
}

/** An engine with 500 containers behind a real sshd. */
export async function benchSsh(lab: Lab, engine: LabEngine): Promise<Row[]> {
  const server = await lab.startSshServer({
    ...{ name: "bench-ssh", network: engine.network, env: { DOCKER_HOST: engine.dockerHost } },
  });
  const folder = join(lab.folder, "bench-person");
  mkdirSync(folder);
  const key = await makeKey(folder, "id_bench");
  server.authorize(`${key}.pub`);
  const knownHosts = join(folder, "known_hosts");
  writeFileSync(knownHosts, `${server.address} ${server.hostKey}\n`);
  const configFile = writeSshConfig(folder, { hosts: [{ name: "far", server }], knownHosts, keys: [key] });
  const place = { server, folder, configFile };
  return [
    await list(engine, place),
    await streams(engine, place),
    ...(await rounds(place, 500)),
    await liveHosts(engine, place),
    await reconnect(engine, place, 5),
  ];
}

interface Far {
  readonly engine: Engine;
  readonly dialer: SshDialer;
  close(): void;
}

/** A way of its own to the engine, and how to end it. */
async function openFar({ folder, configFile }: Place): Promise<Far> {
  const connections = new SshConnections({
    surroundings: sshSurroundings(bareMachine, configFile),
    hostKeys: new HostKeys(join(folder, "own_known_hosts"), true),
    deadline: 10_000,
  });
  const dialer = new SshDialer(far, connections);
  const credentials = new Credentials(undefined);
  await dialer.prepare({ context: { hostId: "far", hostName: "far", credentials, prompter: undefined, signal } });
  const engine = await openEngine({ host: "far", dialer, deadline: 10_000, now: Date.now }, signal);
  return {
    ...{ engine, dialer },
    close() {
      engine.dispose();
      dialer.dispose();
    },
  };
}

async function list(engine: LabEngine, place: Place, samples = 40): Promise<Row> {
  const near = await openEngine(
    { host: "near", dialer: pathDialer(engine.socket, engine.dockerHost), deadline: 10_000, now: Date.now },
    signal,
  );
  const over = await openFar(place);
  const works = {
    far: () => timed(() => over.engine.queries.listContainers(signal)),
    near: () => timed(() => near.queries.listContainers(signal)),
  };
  await alternating(3, works);
  const times = await alternating(samples, works);
  const env = dockerBySsh(place);
  const args = ["-H", `ssh://far`, "ps", "--all", "--no-trunc"];
  const cli = await alternating(3, { cli: () => timed(() => run("/usr/bin/docker", args, { env })) });
  over.close();
  near.dispose();
  const [reached, local] = [percentile(times.far, 0.5), percentile(times.near, 0.5)];
  return {
    ...{ name: "list of 500 over SSH → model (raw: the same on the local socket)", unit: "ms" },
    ...{ target: "≤ 1.3 × local", reached: rounded(reached), kept: reached <= 1.3 * local, raw: rounded(local) },
    ...{ cli: rounded(percentile(cli.cli, 0.5)), samples },
  };
}

/** docker's command line calls whatever `ssh` is first in the PATH. */
function dockerBySsh({ folder, configFile }: Place): NodeJS.ProcessEnv {
  const programs = join(folder, "bin");
  mkdirSync(programs);
  writeFileSync(join(programs, "ssh"), `#!/bin/sh\nexec /usr/bin/ssh -F ${configFile} "$@"\n`);
  chmodSync(join(programs, "ssh"), 0o755);
  return { ...process.env, PATH: `${programs}:${process.env.PATH}` };
}

/** 20 logs that are followed, and 20 containers' stats as the engine streams them. */
async function streams(engine: LabEngine, place: Place): Promise<Row> {
  const over = await openFar(place);
  const stop = new AbortController();
  const each = 20;
  const loggers = await Promise.all(Array.from({ length: each }, (_, n) => runLogger(engine, `bench-stream-${n}`)));
  try {
    const logs = loggers.map(async (id) => {
      return await once(await over.engine.queries.logs(id, { follow: true, tail: 10 }, stop.signal), "data");
    });
    const stats = loggers.map(async (id) => await once(await statsOf(over.dialer, id), "data"));
    await Promise.all([...logs, ...stats]);
    const connections = await place.server.connections();
    return {
      ...{ name: `connections for ${each} log and ${each} stats streams over SSH`, unit: "connections", target: "≤ 1" },
      ...{ reached: connections, kept: connections <= 1, samples: 1 },
    };
  } finally {
    stop.abort();
    over.close();
    for (const id of loggers) await removeContainer(engine, id);
  }
}

/** By the engine's own API on a channel of the connection: nothing of Quayside asks for them yet. */
async function statsOf(dialer: SshDialer, id: string): Promise<IncomingMessage> {
  const socket = await dialer.dial("stream");
  return await new Promise((resolve, reject) => {
    const path = `/containers/${id}/stats?stream=1`;
    httpRequest({ host: "docker", path, createConnection: () => socket }, resolve)
      .on("error", reject)
      .end();
  });
}

async function rounds(place: Place, count: number): Promise<Row[]> {
  const round = async (): Promise<void> => (await openFar(place)).close();
  const descriptors = (): number => readdirSync("/proc/self/fd").length;
  const settled = async (): Promise<void> => {
    await until(async () => (await place.server.connections()) === 0, { what: "the connections to end" });
    global.gc?.();
  };
  for (let n = 0; n < 50; n++) await round();
  await settled();
  const [memory, open] = [process.memoryUsage().rss, descriptors()];
  const times: number[] = [];
  for (let n = 0; n < count; n++) times.push(await timed(round));
  await settled();
  const grown = (process.memoryUsage().rss - memory) / 2 ** 20;
  const left = descriptors() - open;
  return [
    {
      ...{ name: `descriptors left over by ${count} connections over SSH`, unit: "descriptors", target: "0" },
      ...{ reached: left, kept: left <= 0, samples: count },
    },
    {
      ...{ name: `memory grown by ${count} connections over SSH`, unit: "MB", target: "≤ 20" },
      ...{ reached: rounded(grown), kept: grown <= 20, samples: count },
    },
    {
      ...{ name: "connect over SSH: login, socket, first answer, p50", unit: "ms", target: "–" },
      ...{ reached: rounded(percentile(times, 0.5)), kept: true, samples: count },
    },
  ];
}

async function liveHosts(engine: LabEngine, { configFile }: Place): Promise<Row> {
  const silent = createServer().listen(0, "127.0.0.1");
  await until(() => silent.listening, { what: "the silent server" });
  const { port } = silent.address() as AddressInfo;
  const nobody = engine.network.address.replace(/\d+$/, "99");
  const opened = await openQuayside([], { sshConfigFile: configFile, timings: usualTimings });
  const { hosts } = opened.quayside;
  const ways = Array.from({ length: 30 }, (_, n): SshConnection => {
    if (n % 3 > 0) return far;
    return n % 2 === 0 ? { kind: "ssh", host: "127.0.0.1", port } : { kind: "ssh", host: nobody };
  });
  const { folder } = opened;
  for (const [n, connection] of ways.entries()) await hosts.add({ name: `host-${n}`, connection }, signal);
  await opened.quayside.dispose();
  const start = performance.now();
  const again = await openQuayside([], { sshConfigFile: configFile, timings: usualTimings, folder });
  const online = (): number => again.quayside.hosts.list().filter(({ state }) => state.kind === "online").length;
  await until(() => online() === 20, { what: "20 hosts", withinMs: 60_000, everyMs: 10 });
  const took = performance.now() - start;
  await again.close();
  await opened.close();
  silent.close();
  return {
    ...{ name: "20 of 30 hosts live over SSH, though 10 never answer", unit: "ms", target: "≤ 2000" },
    ...{ reached: rounded(took), kept: took <= 2000, samples: 1 },
  };
}

/** From the moment that the link is back until the host is online. */
async function reconnect(engine: LabEngine, { configFile }: Place, samples: number): Promise<Row> {
  const opened = await openQuayside([], {
    sshConfigFile: configFile,
    timings: usualTimings,
    addresses: systemAddresses,
  });
  const { hosts } = opened.quayside;
  await hosts.add({ name: "far", connection: far }, signal);
  const is = (kind: string): Promise<boolean> =>
    until(() => hosts.list()[0]?.state.kind === kind, { what: `far to be ${kind}`, withinMs: 60_000, everyMs: 10 });
  const times: number[] = [];
  for (let n = 0; n < samples; n++) {
    await is("online");
    await engine.setNetworkUp(false);
    await is("unreachable");
    await engine.setNetworkUp(true);
    times.push(await timed(() => is("online")));
  }
  await opened.close();
  const worst = Math.max(...times);
  return {
    ...{ name: "link back → host online over SSH, the longest", unit: "ms", target: "≤ 2000" },
    ...{ reached: rounded(worst), kept: worst <= 2000, samples },
  };
}
