import { once } from "node:events";
import { copyFileSync, mkdtempSync, readFileSync, statfsSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import type { HostState, SshConnection } from "@quayside/core/model/host.ts";
import type { NewHost } from "@quayside/core/model/new-host.ts";
import type { QuaysideOptions } from "@quayside/core/quayside.ts";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { run } from "../lab/commands.ts";
import { runContainer } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { annPassword, type SshServer } from "../lab/ssh-server.ts";
import { until } from "../lab/waiting.ts";
import { type OpenedQuayside, openQuayside, quickTimings } from "./open-quayside.ts";
import { makeKey, memorySecrets, Person, startSshServerOf, writeSshConfig } from "./ssh-host.ts";

const { describe, test } = needs("engine", "ssh");
const { signal } = new AbortController();

describe("a host over SSH", () => {
  let lab: Lab;
  let engine: LabEngine;
  let server: SshServer;
  let key: string;
  let folder: string;
  let knownHosts: string;
  let configFile: string;
  let person: Person;
  let one: OpenedQuayside | undefined;

  beforeAll(async () => {
    lab = openLab();
    engine = await lab.startEngine({ name: "far" });
    server = await lab.startSshServer({
      ...{ name: "far-ssh", network: engine.network, env: { DOCKER_HOST: engine.dockerHost } },
    });
    key = await makeKey(lab.folder, "id_lab");
    server.authorize(`${key}.pub`);
    await runContainer(engine, { name: "ssh-web" });
  });
  beforeEach(() => {
    folder = mkdtempSync(join(lab.folder, "person-"));
    knownHosts = join(folder, "known_hosts");
    vouch(server.hostKey);
    configFile = writeSshConfig(folder, { hosts: [{ name: "far", server }], knownHosts, keys: [key] });
    person = new Person();
  });
  afterEach(async () => {
    await one?.close();
    one = undefined;
    await rm(folder, { recursive: true });
  });
  afterAll(async () => lab?.close());

  const vouch = (hostKey: string, host = server.address): void => writeFileSync(knownHosts, `${host} ${hostKey}\n`);
  async function open(
    change: Partial<SshConnection> = {},
    options: Partial<QuaysideOptions> = {},
    more: Partial<NewHost> = {},
  ): Promise<OpenedQuayside> {
    one = await openQuayside([], { sshConfigFile: configFile, prompter: person, ...options });
    await one.quayside.hosts.add({ name: "nas", connection: { kind: "ssh", host: "far", ...change }, ...more }, signal);
    return one;
  }
  const host = () => one?.quayside.hosts.list()[0];
  const becomes = <K extends HostState["kind"]>(kind: K): Promise<Extract<HostState, { kind: K }>> =>
    until(
      () => {
        const state = host()?.state;
        return state?.kind === kind ? (state as Extract<HostState, { kind: K }>) : undefined;
      },
      { what: `nas to be ${kind}`, withinMs: 20_000 },
    );
  const shows = (name: string) =>
    until(() => one?.quayside.inventory.snapshot().containers.some((container) => container.name === name), {
      what: name,
      withinMs: 20_000,
    });

  test("shows its containers, live, and does what is asked, on one connection", async () => {
    const { quayside } = await open();
    await shows("ssh-web");
    const id = await runContainer(engine, { name: "ssh-live" });
    await shows("ssh-live");
    const ref = { host: host()?.id ?? "", id };
    expect(await quayside.containers.remove([ref], { force: true }, signal)).toEqual([{ ref }]);
    expect(await server.connections()).toBe(1);
    expect((await becomes("online")).via).toBe(engine.socket);
    expect(person.asked).toEqual([]);
  });

  test("tells how much room its engine’s data have, asked over there", async () => {
    const { quayside } = await open();
    const id = host()?.id ?? "";
    expect(await quayside.hosts.disk(id, signal)).toBeUndefined();
    const machine = await until(
      () => {
        const state = host()?.state;
        return state?.kind === "online" ? state.machine : undefined;
      },
      { what: "what the engine says of its machine" },
    );
    const { blocks, bsize } = statfsSync(machine.dataRoot);
    const disk = await quayside.hosts.disk(id, signal);
    expect(disk?.total).toBe(blocks * bsize);
    expect(disk?.free).toBeGreaterThan(0);
    expect(disk?.free).toBeLessThan(disk?.total ?? 0);
    expect(await server.connections()).toBe(1);
  });

  test("is found though all that a command over there says comes at once, its end too", async () => {
    const relay = createServer((near) => {
      const there = connect(server.port, server.address);
      let kept: Buffer[] = [];
      there.on("data", (chunk) => {
        if (kept.push(chunk) > 1) return;
        setTimeout(() => {
          near.write(Buffer.concat(kept));
          kept = [];
        }, 100);
      });
      near.pipe(there);
      for (const one of [near, there])
        one
          .on("error", () => {})
          .on("close", () => {
            near.destroy();
            there.destroy();
          });
    });
    await once(relay.listen(0, "127.0.0.1"), "listening");
    const { port } = relay.address() as AddressInfo;
    vouch(server.hostKey, `[127.0.0.1]:${port}`);
    const hosts = [{ name: "far", server: { address: "127.0.0.1", port } }];
    configFile = writeSshConfig(folder, { hosts, knownHosts, keys: [key] });
    await open();
    expect((await becomes("online")).via).toBe(engine.socket);
    await one?.close();
    one = undefined;
    relay.close();
  });

  describe("and its key", () => {
    test("that nobody knows: it waits, and once a person vouches for it, it is online and stays known", async () => {
      writeFileSync(knownHosts, "# nobody yet");
      await open();
      const { error, nextTry } = await becomes("unreachable");
      expect(error).toMatchObject({ name: "HostKeyRefused", title: "The key of nas is not known" });
      expect(error.sentence).toContain(server.fingerprint);
      expect(nextTry).toBeGreaterThan(Date.now() + 200_000);
      expect(person.asked).toEqual([]);

      person.onHostKey = () => "ssh";
      one?.quayside.hosts.retry(host()?.id ?? "");
      await shows("ssh-web");
      expect(person.asked).toEqual([
        {
          ...{ host: "nas", address: `ssh://root@${server.address}`, file: knownHosts },
          key: { type: "ssh-ed25519", fingerprint: server.fingerprint },
        },
      ]);
      expect(readFileSync(knownHosts, "utf8")).toBe(`# nobody yet\n${server.address} ${server.hostKey}\n`);
    });

    test("may be kept with Quayside’s own, or only until Quayside ends", async () => {
      writeFileSync(knownHosts, "");
      person.onHostKey = () => "once";
      const { folder: own } = await open();
      one?.quayside.hosts.retry(host()?.id ?? "");
      await shows("ssh-web");
      await server.kill();
      await becomes("unreachable");
      await server.start();
      await becomes("online");
      expect(person.asked).toHaveLength(1);
      expect(readFileSync(knownHosts, "utf8")).toBe("");

      await one?.close();
      person.onHostKey = () => "quayside";
      await open();
      one?.quayside.hosts.retry(host()?.id ?? "");
      await shows("ssh-web");
      expect(readFileSync(knownHosts, "utf8")).toBe("");
      expect(readFileSync(join(one?.folder ?? own, "known_hosts"), "utf8")).toBe(
        `${server.address} ${server.hostKey}\n`,
      );
    });

    test("that is hashed in the file is known, and a new one is written hashed where ssh is to do so", async () => {
      await run("ssh-keygen", ["-H", "-f", knownHosts]);
      expect(readFileSync(knownHosts, "utf8")).toMatch(/^\|1\|/);
      await open();
      await shows("ssh-web");
      await one?.close();

      writeFileSync(knownHosts, "");
      const lines = ["HashKnownHosts yes"];
      configFile = writeSshConfig(folder, { hosts: [{ name: "far", server, lines }], knownHosts, keys: [key] });
      person.onHostKey = () => "ssh";
      await open();
      one?.quayside.hosts.retry(host()?.id ?? "");
      await shows("ssh-web");
      expect(readFileSync(knownHosts, "utf8")).toMatch(/^\|1\|/);
      // ssh itself finds it.
      expect(await run("ssh-keygen", ["-F", server.address, "-f", knownHosts])).toContain(server.hostKey);
    });

    test("that has changed is refused with both fingerprints, without a question, and heals when it is put right", async () => {
      const other = await makeKey(folder, "other");
      vouch(readFileSync(`${other}.pub`, "utf8").trim());
      const known = (await run("ssh-keygen", ["-lf", `${other}.pub`])).split(" ")[1] ?? "";
      person.onHostKey = () => "ssh";
      await open();
      one?.quayside.hosts.retry(host()?.id ?? "");
      const { error } = await becomes("unreachable");
      expect(error).toMatchObject({ name: "HostKeyRefused", title: "The key of nas has changed" });
      expect(error.sentence).toContain(server.fingerprint);
      expect(error.sentence).toContain(`${known} in ${knownHosts}:1`);
      expect(person.asked).toEqual([]);
      vouch(server.hostKey);
      await shows("ssh-web");
    });

    test("that changes while Quayside is connected is refused at the next connection", async () => {
      await open();
      await shows("ssh-web");
      await server.changeHostKey();
      await until(() => failure()?.title === "The key of nas has changed", { what: "the refusal", withinMs: 20_000 });
      vouch(server.hostKey);
      await becomes("online");
    });

    test("that Quayside itself keeps is forgotten when a person says so, who is asked about the new one; ssh’s never", async () => {
      writeFileSync(knownHosts, "");
      person.onHostKey = () => "quayside";
      const { quayside, folder: own } = await open();
      const id = host()?.id ?? "";
      quayside.hosts.retry(id);
      await shows("ssh-web");
      const file = join(own, "known_hosts");
      const old = server.fingerprint;
      const others =
        "other.example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEX\n";
      writeFileSync(file, `# mine\n${readFileSync(file, "utf8")}${others}`);
      await expect(quayside.hosts.forgetKey(id)).rejects.toMatchObject({ name: "Conflict" });

      await server.changeHostKey();
      const { error } = await until(
        () => {
          const state = host()?.state;
          return state?.kind === "unreachable" && state.error.name === "HostKeyRefused" ? state : undefined;
        },
        { what: "the refusal", withinMs: 20_000 },
      );
      expect(error).toMatchObject({ title: "The key of nas has changed", remedy: "forget-key" });
      expect(error.sentence).toContain(server.fingerprint);
      expect(error.sentence).toContain(`${old} in ${file}:2`);
      expect(person.asked).toHaveLength(1);
      await quayside.hosts.forgetKey(id);
      await becomes("online");
      expect(person.asked).toHaveLength(2);
      expect(person.asked[1]).toMatchObject({ key: { fingerprint: server.fingerprint } });
      expect(readFileSync(file, "utf8")).toBe(`# mine\n${others}${server.address} ${server.hostKey}\n`);
      const events = await quayside.events.query({ text: old }, signal);
      expect(events.map(({ type, level }) => [type, level])).toContainEqual(["key-forgotten", "warning"]);

      // What ssh itself goes by is the person's own to change.
      writeFileSync(knownHosts, readFileSync(file, "utf8"));
      writeFileSync(file, "");
      await server.changeHostKey();
      await until(() => failure()?.title === "The key of nas has changed", { what: "the refusal", withinMs: 20_000 });
      expect(failure()?.remedy).toBeUndefined();
      await expect(quayside.hosts.forgetKey(id)).rejects.toMatchObject({ name: "Conflict" });
      expect(readFileSync(knownHosts, "utf8")).toContain(server.address);
    });

    test("is not offered to be kept with ssh’s where Quayside doesn’t write there", async () => {
      writeFileSync(knownHosts, "");
      person.onHostKey = () => "once";
      await open({}, { writesSshFiles: false });
      one?.quayside.hosts.retry(host()?.id ?? "");
      await shows("ssh-web");
      expect(person.asked).toMatchObject([{ host: "nas" }]);
      expect((person.asked[0] as { file?: string }).file).toBeUndefined();
    });

    test("that is revoked is refused, though another line knows it", async () => {
      writeFileSync(knownHosts, `${server.address} ${server.hostKey}\n@revoked * ${server.hostKey}\n`);
      await open();
      expect((await becomes("unreachable")).error).toMatchObject({
        name: "HostKeyRefused",
        title: "The key of nas is revoked",
      });
    });

    test("that only an authority vouches for is refused in a sentence", async () => {
      writeFileSync(knownHosts, `@cert-authority * ${server.hostKey.replace(/.{6}$/, "AAAAAA")}\n`);
      await open();
      const { error } = await becomes("unreachable");
      expect(error.sentence).toContain("@cert-authority");
    });

    test("is not accepted where a file of known hosts can’t be read", async () => {
      writeFileSync(configFile, readFileSync(configFile, "utf8").replace(knownHosts, `${folder} ${knownHosts}`));
      await open();
      expect((await becomes("unreachable")).error).toMatchObject({
        name: "HostKeyRefused",
        detail: expect.stringContaining("EISDIR"),
      });
      await until(async () => (await server.connections()) === 0, { what: "its connection to end" });
    });

    test("that nobody knows is refused without a question where ssh’s settings are strict", async () => {
      writeFileSync(knownHosts, "");
      const lines = ["StrictHostKeyChecking yes"];
      configFile = writeSshConfig(folder, { hosts: [{ name: "far", server, lines }], knownHosts, keys: [key] });
      person.onHostKey = () => "once";
      await open();
      one?.quayside.hosts.retry(host()?.id ?? "");
      await becomes("unreachable");
      expect(person.asked).toEqual([]);
    });
  });

  describe("and its login", () => {
    const asAnn = (lines: readonly string[] = []): void => {
      const settings = ["User ann", "PubkeyAuthentication no", ...lines];
      configFile = writeSshConfig(folder, { hosts: [{ name: "far", server, lines: settings }], knownHosts, keys: [] });
    };

    test("without a key that it takes says so, and is not tried again at once", async () => {
      const stranger = await makeKey(folder, "stranger");
      await open({ key: stranger });
      const { error, nextTry = 0 } = await becomes("unreachable");
      expect(error).toMatchObject({ name: "AuthenticationFailed", title: "nas asks for your password" });
      expect(nextTry).toBeGreaterThan(Date.now() + 200_000);
    });

    test("by a key whose file is not there says which, and is let in when it is", async () => {
      const gone = join(folder, "id_gone");
      await open({ key: gone });
      expect((await becomes("unreachable")).error).toMatchObject({
        name: "AuthenticationFailed",
        title: "The key for nas can’t be used",
        detail: `Not usable: ${gone} (there is no such file where Quayside runs)`,
      });
      copyFileSync(key, gone);
      one?.quayside.hosts.retry(host()?.id ?? "");
      await shows("ssh-web");
    });

    test("by password: asked for, wrong, right; kept where the person wants it, and gone with the host", async () => {
      asAnn();
      const secrets = memorySecrets();
      await open({}, { secrets });
      expect((await becomes("unreachable")).error.title).toBe("nas asks for your password");

      person.onSecret = (question) =>
        "again" in question && question.again ? undefined : { text: "nonsense", keep: true };
      one?.quayside.hosts.retry(host()?.id ?? "");
      await until(() => failure()?.title === "The password for nas is wrong", { what: "the refusal" });
      expect(host()?.state).not.toHaveProperty("nextTry");
      expect(secrets.values.size).toBe(0);

      person.asked.length = 0;
      person.onSecret = () => ({ text: "nonsense", keep: true });
      one?.quayside.hosts.retry(host()?.id ?? "");
      await until(() => person.asked.length === 3, { what: "the third question" });
      await until(() => failure()?.title === "The password for nas is wrong", { what: "the end of the try" });

      person.asked.length = 0;
      person.onSecret = () => ({ text: annPassword, keep: true });
      one?.quayside.hosts.retry(host()?.id ?? "");
      // She may log in, and not open root's socket.
      await until(() => failure()?.title === "No permission for Docker on nas", { what: "the engine’s refusal" });
      expect(person.asked).toEqual([
        {
          ...{ kind: "password", host: "nas", address: `ssh://ann@${server.address}` },
          ...{ prompt: "", echo: false, again: false },
        },
      ]);
      const id = host()?.id ?? "";
      expect([...secrets.values.values()].join("")).toContain(annPassword);
      await one?.quayside.hosts.remove(id, signal);
      expect(secrets.values.size).toBe(0);
    });

    test("by a password that is wrong until the server hangs up on who tries too often", async () => {
      const strict = await startSshServerOf(lab, engine, {
        ...{ name: "strict", port: 2299, key },
        config: ["MaxAuthTries 2"],
      });
      vouch(strict.hostKey, `[${strict.address}]:2299`);
      configFile = writeSshConfig(folder, {
        hosts: [{ name: "far", server: strict, lines: ["User ann", "PubkeyAuthentication no"] }],
        ...{ knownHosts, keys: [key] },
      });
      person.onSecret = () => ({ text: "nonsense", keep: false });
      await open();
      one?.quayside.hosts.retry(host()?.id ?? "");
      await until(() => failure()?.title === "The password for nas is wrong", { what: "the refusal" });
      expect(failure()?.detail).toMatch(/too many authentication failures/i);
      expect(host()?.state).not.toHaveProperty("nextTry");
      await strict.kill();
    });

    test("by a key with a passphrase: asked for, wrong, right, and not asked again when the connection breaks", async () => {
      const locked = await makeKey(folder, "locked", ["-N", "open sesame"]);
      server.authorize(`${locked}.pub`);
      configFile = writeSshConfig(folder, { hosts: [{ name: "far", server }], knownHosts, keys: [locked] });
      await open();
      expect((await becomes("unreachable")).error.title).toBe("The key for nas is locked");
      const answers = ["wrong", "open sesame"];
      person.onSecret = () => ({ text: answers.shift() ?? "", keep: false });
      one?.quayside.hosts.retry(host()?.id ?? "");
      await shows("ssh-web");
      expect(person.asked.map((question) => "again" in question && question.again)).toEqual([false, true]);
      await server.kill();
      await becomes("unreachable");
      await server.start();
      await becomes("online");
      expect(person.asked).toHaveLength(2);
    });

    test("by a key that takes longer to open than the server has for its answers", async () => {
      const locked = await makeKey(folder, "locked", ["-N", "open sesame", "-a", "100"]);
      server.authorize(`${locked}.pub`);
      configFile = writeSshConfig(folder, { hosts: [{ name: "far", server }], knownHosts, keys: [locked] });
      await open({}, { timings: { ...quickTimings, connect: 500 } });
      expect((await becomes("unreachable")).error.title).toBe("The key for nas is locked");
      person.onSecret = () => ({ text: "open sesame", keep: false });
      one?.quayside.hosts.retry(host()?.id ?? "");
      await shows("ssh-web");
      expect(person.asked).toHaveLength(1);
    });

    test("by a key that was pasted, which alone is offered, lies in the secret store and in no file", async () => {
      const own = await makeKey(folder, "own");
      server.authorize(`${own}.pub`);
      const pastedKey = readFileSync(own, "utf8");
      const secrets = memorySecrets();
      configFile = writeSshConfig(folder, { hosts: [{ name: "far", server }], knownHosts, keys: [key] });
      await open({ key: "pasted" }, { secrets }, { pastedKey });
      await shows("ssh-web");
      const line = pastedKey.split("\n")[2] ?? "nothing";
      expect([...secrets.values.values()].join("")).toContain(line);
      // grep ends with 1 where it finds nothing.
      await expect(run("grep", ["-r", "-F", "-e", line, one?.folder ?? ""])).rejects.toThrow();

      // The configuration's own key would be let in.
      const id = host()?.id ?? "";
      const stranger = readFileSync(await makeKey(folder, "stranger"), "utf8");
      await one?.quayside.hosts.remove(id, signal);
      expect(secrets.values.size).toBe(0);
      const connection = { kind: "ssh", host: "far", key: "pasted" } as const;
      await one?.quayside.hosts.add({ name: "nas", connection, pastedKey: stranger }, signal);
      expect((await becomes("unreachable")).error.name).toBe("AuthenticationFailed");
      await one?.quayside.hosts.update(host()?.id ?? "", { pastedKey }, signal);
      one?.quayside.hosts.retry(host()?.id ?? "");
      await shows("ssh-web");
    });

    for (const [form, options] of [
      ["OpenSSH’s own", []],
      ["PKCS #8", ["-m", "PKCS8", "-t", "ecdsa"]],
      ["the older PEM", ["-m", "PEM", "-t", "rsa"]],
    ] as const) {
      test(`by a key with a passphrase that was pasted, in ${form}: asked for, wrong, right`, async () => {
        const locked = await makeKey(folder, "locked", ["-N", "open sesame", ...options]);
        server.authorize(`${locked}.pub`);
        await open({ key: "pasted" }, {}, { pastedKey: readFileSync(locked, "utf8") });
        expect((await becomes("unreachable")).error.title).toBe("The key for nas is locked");
        const answers = ["wrong", "open sesame"];
        person.onSecret = () => ({ text: answers.shift() ?? "", keep: false });
        one?.quayside.hosts.retry(host()?.id ?? "");
        await shows("ssh-web");
        expect(person.asked).toMatchObject([
          { prompt: "pasted key", again: false },
          { prompt: "pasted key", again: true },
        ]);
      });
    }

    test("by a key that was pasted elsewhere says that it is not here", async () => {
      await open({ key: "pasted" });
      const { error } = await becomes("unreachable");
      expect(error.title).toBe("The key for nas can’t be used");
      expect(error.detail).toContain("not in the secret store");
    });

    test("by the agent; without the agent it says so, and heals when the agent is back", async () => {
      const socket = join(folder, "agent.sock");
      const agent = () =>
        lab.startProcess({ command: "ssh-agent", args: ["-D", "-a", socket], logFile: join(folder, "agent.log") });
      const first = agent();
      const add = () => run("ssh-add", ["-q", key], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
      await until(
        () =>
          add().then(
            () => true,
            () => false,
          ),
        { what: "the agent to take the key" },
      );
      const lines = [`IdentityAgent ${socket}`, "PasswordAuthentication no"];
      configFile = writeSshConfig(folder, {
        hosts: [{ name: "far", server, lines }],
        knownHosts,
        keys: [join(folder, "none")],
      });
      await open();
      await shows("ssh-web");
      await first.stop();
      await server.kill();
      await server.start();
      await until(() => failure()?.title === "Your SSH agent doesn’t answer", {
        what: "the failure",
        withinMs: 20_000,
      });
      const second = agent();
      // It is there before it holds a key.
      await until(() => failure()?.title === "nas doesn’t let you in", { what: "the empty agent", withinMs: 20_000 });
      await until(
        () =>
          add().then(
            () => true,
            () => false,
          ),
        { what: "the new agent" },
      );
      await becomes("online");
      await second.stop();
    });
  });
  const failure = () => {
    const state = host()?.state;
    return state?.kind === "unreachable" ? state.error : undefined;
  };
});
