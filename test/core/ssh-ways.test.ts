import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { dirname, join } from "node:path";
import { systemAddresses } from "@quayside/core/hosts/network-watch.ts";
import type { HostState, SshConnection } from "@quayside/core/model/host.ts";
import type { QuaysideOptions } from "@quayside/core/quayside.ts";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { runContainer } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { makeOneTimeCodes } from "../lab/one-time-codes.ts";
import { annPassword, type SshServer } from "../lab/ssh-server.ts";
import { until } from "../lab/waiting.ts";
import { LogViewer } from "./logs-viewer.ts";
import { bareMachine, type OpenedQuayside, openQuayside, quickTimings } from "./open-quayside.ts";
import { makeKey, Person, type SshConfigHost, writeSshConfig } from "./ssh-host.ts";

const { describe, test } = needs("engine", "ssh");
const { signal } = new AbortController();

describe("the way to a host over SSH", () => {
  let lab: Lab;
  let engine: LabEngine;
  let outer: SshServer;
  /** Can be reached from the outer one alone. */
  let inner: SshServer;
  let key: string;
  let folder: string;
  let person: Person;
  let one: OpenedQuayside | undefined;

  beforeAll(async () => {
    lab = openLab();
    engine = await lab.startEngine({ name: "way" });
    const { network, dockerHost } = engine;
    const env = { DOCKER_HOST: dockerHost };
    outer = await lab.startSshServer({ name: "outer", network, env });
    inner = await lab.startSshServer({ name: "inner", network, env, listen: { address: "127.0.0.1", port: 2222 } });
    key = await makeKey(lab.folder, "id_lab");
    for (const server of [outer, inner]) server.authorize(`${key}.pub`);
    await runContainer(engine, { name: "way-web" });
  });
  beforeEach(() => {
    folder = mkdtempSync(join(lab.folder, "person-"));
    person = new Person();
  });
  afterEach(async () => {
    await one?.close();
    one = undefined;
    await rm(folder, { recursive: true });
  });
  afterAll(async () => lab?.close());

  /** With ssh's settings for these hosts, all of whose keys are known. */
  async function open(
    connections: Readonly<Record<string, Omit<SshConnection, "kind">>>,
    settings: readonly SshConfigHost[],
    options: Partial<QuaysideOptions> = {},
  ): Promise<OpenedQuayside> {
    const knownHosts = join(folder, "known_hosts");
    const line = ({ address, port, hostKey }: SshServer): string =>
      `${port === 22 ? address : `[${address}]:${port}`} ${hostKey}\n`;
    writeFileSync(knownHosts, line(outer) + line(inner) + (extra === undefined ? "" : line(extra)));
    const sshConfigFile = writeSshConfig(folder, { hosts: settings, knownHosts, keys: [key] });
    one = await openQuayside([], { sshConfigFile, prompter: person, ...options });
    for (const [name, connection] of Object.entries(connections))
      await one.quayside.hosts.add({ name, connection: { kind: "ssh", ...connection } }, signal);
    return one;
  }
  let extra: SshServer | undefined;
  const host = (name: string) => one?.quayside.hosts.list().find((candidate) => candidate.name === name);
  const becomes = <K extends HostState["kind"]>(name: string, kind: K): Promise<Extract<HostState, { kind: K }>> =>
    until(
      () => {
        const state = host(name)?.state;
        return state?.kind === kind ? (state as Extract<HostState, { kind: K }>) : undefined;
      },
      { what: `${name} to be ${kind}`, withinMs: 20_000 },
    );
  const fails = (name: string, title: string) =>
    until(
      () => {
        const state = host(name)?.state;
        return state?.kind === "unreachable" && state.error.title === title ? state : undefined;
      },
      { what: `${name} to say “${title}”`, withinMs: 30_000 },
    );
  const shows = (hostName: string, name = "way-web") =>
    until(
      () => {
        const id = host(hostName)?.id;
        const { containers } = one?.quayside.inventory.snapshot() ?? { containers: [] };
        return containers.some((container) => container.host === id && container.name === name);
      },
      { what: `${name} on ${hostName}`, withinMs: 20_000 },
    );
  const through: SshConfigHost[] = [];
  beforeAll(() => {
    through.push({ name: "bastion", server: outer }, { name: "vault", server: inner, lines: ["ProxyJump bastion"] });
  });

  test("leads through a jump host, which is logged in to once for all that lie behind it", async () => {
    await open({ a: { host: "vault" }, b: { host: "vault" } }, through);
    await Promise.all([shows("a"), shows("b")]);
    expect(await outer.connections()).toBe(1);
    expect(await inner.connections()).toBe(2);
    expect(host("a")?.state).toMatchObject({ through: ["bastion"] });
    await one?.quayside.hosts.remove(host("a")?.id ?? "", signal);
    await until(async () => (await inner.connections()) === 1, { what: "the first connection to end" });
    expect(await outer.connections()).toBe(1);
    await one?.quayside.hosts.remove(host("b")?.id ?? "", signal);
    await until(async () => (await outer.connections()) === 0, { what: "the jump host’s connection to end" });
  });

  test("is told where the settings don’t say it, in ssh’s own notation", async () => {
    const hosts = [{ name: "*", server: outer }];
    await open({ a: { host: inner.address, port: 2222, user: "root", jump: `root@${outer.address}` } }, [
      { name: "nothing", server: hosts[0]?.server ?? outer },
    ]);
    await shows("a");
  });

  test("lends the key that was told for a host to its jump host, a file as well as a pasted one", async () => {
    await open({}, through);
    writeSshConfig(folder, {
      ...{ hosts: through, knownHosts: join(folder, "known_hosts"), keys: [join(folder, "none")] },
    });
    const connection = { kind: "ssh", host: "vault" } as const;
    await one?.quayside.hosts.add({ name: "a", connection }, signal);
    expect((await becomes("a", "unreachable")).error.title).toBe("bastion asks for your password");
    await one?.quayside.hosts.add({ name: "b", connection: { ...connection, key } }, signal);
    await shows("b");
    await one?.quayside.hosts.remove(host("b")?.id ?? "", signal);
    await until(async () => (await outer.connections()) === 0, { what: "the jump host’s connection to end" });
    const pasted = { name: "c", connection: { ...connection, key: "pasted" }, pastedKey: readFileSync(key, "utf8") };
    await one?.quayside.hosts.add(pasted, signal);
    await shows("c");
    expect(person.asked).toEqual([]);
  });

  test("is a program, where the settings name one", async () => {
    const lines = [`ProxyCommand nsenter --net=${engine.network.namespaceFile} busybox nc %h %p`];
    await open({ a: { host: "vault" } }, [{ name: "vault", server: inner, lines }]);
    await shows("a");
    await one?.quayside.hosts.remove(host("a")?.id ?? "", signal);
    await until(async () => (await inner.connections()) === 0, { what: "the connection to end" });
  });

  test("that is cut at the jump host is told, and made again when that is back", async () => {
    await open({ a: { host: "vault" } }, through);
    await shows("a");
    await outer.kill();
    const { error } = await fails("a", "bastion takes no SSH connections");
    expect(error.sentence).toContain("a is reached through it.");
    expect(error.detail).toContain("ECONNREFUSED");
    await outer.start();
    await becomes("a", "online");
  });

  test("that leads in a circle says so", async () => {
    await open({ a: { host: "x" } }, [
      { name: "x", server: outer, lines: ["ProxyJump y"] },
      { name: "y", server: outer, lines: ["ProxyJump x"] },
    ]);
    expect((await becomes("a", "unreachable")).error).toMatchObject({
      title: "The SSH settings for x can’t be used",
      detail: "ProxyJump leads in a circle.",
    });
  });

  test("names the jump host where it is that one whose key or login is asked about", async () => {
    await open({}, through);
    writeFileSync(join(folder, "known_hosts"), "");
    await one?.quayside.hosts.add({ name: "a", connection: { kind: "ssh", host: "vault" } }, signal);
    await fails("a", "The key of bastion is not known");
    person.onHostKey = () => "once";
    one?.quayside.hosts.retry(host("a")?.id ?? "");
    await shows("a");
    expect(person.asked.map(({ host, address }) => [host, address])).toEqual([
      ["bastion (on the way to a)", `ssh://root@${outer.address}`],
      ["a", `ssh://root@127.0.0.1:2222`],
    ]);
  });

  test("is found without ssh on this machine too, and a broken configuration is told", async () => {
    await open({ a: { host: "vault" } }, through);
    await shows("a");
    await one?.close();
    const path = process.env.PATH;
    process.env.PATH = "/nowhere";
    try {
      const surroundings = { ...bareMachine, readText: (file: string) => readFileSync(file, "utf8") };
      await open({ a: { host: "vault" } }, through, { surroundings });
      await shows("a");
    } finally {
      process.env.PATH = path;
    }
    await one?.close();
    await open({ a: { host: "vault" } }, [{ name: "vault", server: inner, lines: ["Nonsense here"] }]);
    expect((await becomes("a", "unreachable")).error.detail).toContain("Bad configuration option: nonsense");
  });

  test("to a socket that is not there, or to no SSH server, is told", async () => {
    await open(
      {
        a: { host: "bastion", socket: "/nowhere/docker.sock" },
        b: { host: engine.network.address, port: 1 },
        c: { host: "no.such.lab.invalid" },
      },
      through,
    );
    await fails("a", "Docker is not running on a");
    expect((await becomes("b", "unreachable")).error).toMatchObject({
      detail: expect.stringContaining("ECONNREFUSED"),
    });
    await fails("c", "c can’t be found");
  });

  test("whose sshd is killed, frozen, or whose cable is pulled: each is told, the other host goes on, and all heals", async () => {
    const { quayside } = await open({ a: { host: "bastion" } }, through);
    await quayside.hosts.add({ name: "near", connection: { kind: "unix", path: engine.socket } }, signal);
    await Promise.all([shows("a"), shows("near")]);
    const others: string[] = [];
    quayside.hosts.onDidChange(({ changed }) => {
      for (const { name, state } of changed) if (name === "near" && state.kind !== "online") others.push(state.kind);
    });

    await outer.kill();
    await becomes("a", "unreachable");
    await outer.start();
    await becomes("a", "online");

    await outer.freeze();
    await fails("a", "a does not answer");
    await outer.thaw();
    await becomes("a", "online");

    await engine.setNetworkUp(false);
    await becomes("a", "unreachable");
    const made = await runContainer(engine, { name: "way-meanwhile" });
    await engine.setNetworkUp(true);
    await becomes("a", "online");
    await shows("a", "way-meanwhile");
    await engine.docker(["rm", "-f", made]);
    expect(others).toEqual([]);
  });

  test("whose engine is killed is told, and shows its true state when that is back, on the same connection", async () => {
    await open({ a: { host: "bastion" } }, through);
    await shows("a");
    await engine.kill();
    await fails("a", "Docker is not running on a");
    expect(await outer.connections()).toBe(1);
    await engine.start();
    await becomes("a", "online");
    await shows("a");
    expect(await outer.connections()).toBe(1);
  });

  test("is live for 20 of 30 hosts, though 10 of them never answer", async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    try {
      await until(() => silent.listening, { what: "the silent server" });
      const { port } = silent.address() as AddressInfo;
      const nobody = engine.network.address.replace(/\d+$/, "99");
      const hosts = Object.fromEntries(
        Array.from({ length: 30 }, (_, n): [string, Omit<SshConnection, "kind">] => {
          if (n % 3 > 0) return [`host-${n}`, { host: "bastion" }];
          return [`host-${n}`, n % 2 === 0 ? { host: "127.0.0.1", port } : { host: nobody }];
        }),
      );
      await open(hosts, through);
      const online = () => one?.quayside.hosts.list().filter(({ state }) => state.kind === "online") ?? [];
      await until(() => online().length === 20, { what: "20 hosts to be live", withinMs: 30_000 });
      await until(
        () =>
          online().every(({ id }) => one?.quayside.inventory.snapshot().containers.some(({ host: on }) => on === id)),
        { what: "their containers" },
      );
    } finally {
      silent.close();
    }
  });

  test("is made again as soon as the network is back, however long the wait for the next try is", async () => {
    const timings = { ...quickTimings, firstRetry: 600_000, longestRetry: 600_000 };
    await open({ a: { host: "bastion" } }, through, { timings, addresses: systemAddresses });
    await shows("a");
    await engine.setNetworkUp(false);
    expect((await becomes("a", "unreachable")).nextTry).toBeGreaterThan(Date.now() + 300_000);
    await engine.setNetworkUp(true);
    await becomes("a", "online");
  });

  describe("where sshd forbids the way to a socket", () => {
    afterAll(async () => {
      extra = undefined;
    });
    const startExtra = async (name: string, port: number, config: readonly string[]): Promise<SshServer> => {
      extra = await lab.startSshServer({
        ...{ name, network: engine.network, env: { DOCKER_HOST: engine.dockerHost } },
        listen: { address: engine.network.address, port },
        config: ["AllowStreamLocalForwarding no", ...config],
      });
      extra.authorize(`${key}.pub`);
      return extra;
    };

    test("leads through docker’s own command: many streams on two connections, and none is refused", async () => {
      const server = await startExtra("forbids", 2201, []);
      const { quayside } = await open({ a: { host: "a" } }, [{ name: "a", server }]);
      await shows("a");
      expect((await becomes("a", "online")).via).toBe(`${engine.socket} (docker system dial-stdio)`);
      const ids = await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          runContainer(engine, { name: `stdio-${n}`, script: `echo says-${n}; while :; do sleep 600; done` }),
        ),
      );
      await shows("a", "stdio-9");
      const viewers = ids.map((id) => new LogViewer(quayside.logs, { selector: { host: host("a")?.id ?? "", id } }));
      await Promise.all(viewers.map((viewer, n) => viewer.sees(`says-${n}`)));
      expect(await server.connections()).toBeLessThanOrEqual(2);
      await Promise.all(viewers.map((viewer) => viewer.leave()));
      await engine.docker(["rm", "-f", ...ids]);
    });

    test("and allows two sessions only: it is live, and what is too much waits its turn", async () => {
      // sshd counts a session as long as its command lives, and that may outlive the connection.
      const docker = join(folder, "lingering", "docker");
      mkdirSync(dirname(docker));
      writeFileSync(docker, '#!/bin/sh\n/usr/bin/docker "$@"\nsleep 0.3\n', { mode: 0o755 });
      const path = `SetEnv PATH=${dirname(docker)}:/usr/bin:/bin LAB=1 DOCKER_HOST=${engine.dockerHost}`;
      const server = await startExtra("narrow", 2202, ["MaxSessions 2", path]);
      const { quayside } = await open({ a: { host: "a" } }, [{ name: "a", server }]);
      await shows("a");
      const ids = await Promise.all(
        ["narrow-a", "narrow-b"].map((name) => runContainer(engine, { name, script: `echo ${name}; sleep 600` })),
      );
      await shows("a", "narrow-b");
      const on = host("a")?.id ?? "";
      // With the events these are three streams, and two connections allow four.
      const viewers = ids.map((id) => new LogViewer(quayside.logs, { selector: { host: on, id } }));
      await Promise.all([viewers[0]?.sees("narrow-a"), viewers[1]?.sees("narrow-b")]);
      const refs = ids.map((id) => ({ host: on, id }));
      expect(await quayside.containers.kill(refs, signal)).toEqual(refs.map((ref) => ({ ref })));
      expect(viewers.map(({ failure }) => failure)).toEqual([undefined, undefined]);
      await Promise.all(viewers.map((viewer) => viewer.leave()));
      // One that was given up stands there until sshd has seen to it.
      await until(async () => (await server.connections()) <= 2, { what: "two connections at most" });
      expect((await becomes("a", "online")).kind).toBe("online");
      await engine.docker(["rm", "-f", ...ids]);
    });

    test("and there is no docker command: it is told what to do", async () => {
      const server = await startExtra("bare", 2203, ["SetEnv PATH=/nowhere"]);
      await open({ a: { host: "a" } }, [{ name: "a", server }]);
      await fails("a", "a lets nobody through to Docker");
    });
  });

  test("asks for a second factor after the key, and says so where nobody gives it", async () => {
    const server = await lab.startSshServer({
      ...{ name: "factors", network: engine.network, env: { DOCKER_HOST: engine.dockerHost } },
      listen: { address: engine.network.address, port: 2204 },
      config: ["AuthenticationMethods publickey,password"],
    });
    extra = server;
    server.authorize(`${key}.pub`);
    await open({ a: { host: "a" } }, [{ name: "a", server, lines: ["User ann"] }]);
    await fails("a", "a asks for your password");
    person.onSecret = () => ({ text: annPassword, keep: false });
    one?.quayside.hosts.retry(host("a")?.id ?? "");
    await fails("a", "No permission for Docker on a");
    extra = undefined;
  });

  test("asks for a one-time code after the key: a wrong one is refused, a right one lets in, and the other host goes on", async () => {
    const codes = makeOneTimeCodes(join(folder, "totp"));
    const server = await lab.startSshServer({
      ...{ name: "codes", network: engine.network, env: { DOCKER_HOST: engine.dockerHost }, pam: codes.pam },
      listen: { address: engine.network.address, port: 2205 },
      config: ["PermitRootLogin yes", "AuthenticationMethods publickey,keyboard-interactive:pam"],
    });
    extra = server;
    server.authorize(`${key}.pub`);
    const settings = [
      { name: "a", server },
      { name: "b", server: outer },
    ];
    await open({ a: { host: "a" }, b: { host: "b" } }, settings);
    const retry = () => one?.quayside.hosts.retry(host("a")?.id ?? "");
    await fails("a", "a asks for a code");
    await shows("b");

    person.onSecret = () => ({ text: codes.wrongCode(), keep: true });
    retry();
    await fails("a", "The code for a is wrong");
    expect(host("a")?.state).not.toHaveProperty("nextTry");
    const asked = { kind: "code", host: "a", prompt: "Verification code: ", echo: false };
    expect(person.asked).toMatchObject([
      { ...asked, again: false },
      { ...asked, again: true },
      { ...asked, again: true },
    ]);
    expect(host("b")?.state.kind).toBe("online");

    person.asked.length = 0;
    person.onSecret = () => ({ text: codes.code(), keep: true });
    retry();
    await shows("a");
    expect(person.asked).toMatchObject([{ ...asked, again: false }]);

    // A code is good for once: the next login asks for another, when somebody is there to ask.
    await server.kill();
    await becomes("a", "unreachable");
    await server.start();
    await fails("a", "a asks for a code");
    expect(person.asked).toHaveLength(1);
    retry();
    await becomes("a", "online");
    expect(person.asked).toHaveLength(2);
    await server.kill();
    extra = undefined;
  });

  test("goes on by the connection of its test once it is added: a code is asked for once; given up, nothing is left open", async () => {
    const codes = makeOneTimeCodes(join(folder, "totp"));
    const server = await lab.startSshServer({
      ...{ name: "tested", network: engine.network, env: { DOCKER_HOST: engine.dockerHost }, pam: codes.pam },
      listen: { address: engine.network.address, port: 2206 },
      config: ["PermitRootLogin yes", "AuthenticationMethods publickey,keyboard-interactive:pam"],
    });
    extra = server;
    server.authorize(`${key}.pub`);
    const { quayside } = await open({}, [{ name: "a", server }]);
    person.onSecret = () => ({ text: codes.code(), keep: true });
    const tested = { id: quayside.hosts.newId(), name: "a", connection: { kind: "ssh", host: "a" } } as const;
    const { steps, error } = await quayside.hosts.test(tested, signal);
    expect(error).toBeUndefined();
    expect(steps.map(({ step, found }) => [step, found])).toEqual([
      ["name", undefined],
      ["port", undefined],
      ["key", `ssh-ed25519 ${server.fingerprint}`],
      ["login", "root"],
      ["engine", undefined],
      ["access", undefined],
    ]);
    expect(await server.connections()).toBe(1);
    await quayside.hosts.add(tested, signal);
    await shows("a");
    expect(person.asked).toHaveLength(1);
    expect(await server.connections()).toBe(1);

    const other = { ...tested, id: quayside.hosts.newId(), name: "b" };
    expect((await quayside.hosts.test(other, signal)).error).toBeUndefined();
    expect(await server.connections()).toBe(2);
    await quayside.hosts.forget(other.id);
    await until(async () => (await server.connections()) === 1, { what: "the tested connection to end" });
    await server.kill();
    extra = undefined;
  });
});
