import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SshConnection, TlsConnection } from "@quayside/core/model/host.ts";
import type { HostTestReport } from "@quayside/core/model/host-test.ts";
import type { PendingQuestion } from "@quayside/core/model/question.ts";
import {
  afterAll,
  beforeAll,
  describe as describeAnywhere,
  expect,
  onTestFinished,
  test as testAnywhere,
} from "vitest";
import { buildDesktop } from "../../docker-desktop-extension/build.ts";
import { makeKey } from "../core/ssh-host.ts";
import { makeAuthority, tlsArguments } from "../lab/certificates.ts";
import { runContainer } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { annPassword, type SshServer } from "../lab/ssh-server.ts";
import { type Answers, becomes, type Desk, openDesk } from "./backend-desk.ts";
import { filesOf, leaks, type Place, Recording } from "./planted-secrets.ts";

const { describe, test } = needs("engine", "ssh");

const wrongPassword = "wrong battery staple";
const passphrase = "open sesame, forty thieves";
const wrongPassphrase = "close sesame, one thief";

describe("what people give to log in with, in Docker Desktop’s backend", () => {
  let lab: Lab;
  let engine: LabEngine;
  let server: SshServer;
  let lockedKey: string;
  let client: string;
  /** A line of the TLS key that no other key has. */
  let tlsKeyLine: string;

  beforeAll(async () => {
    lab = openLab();
    const authority = await makeAuthority(join(lab.folder, "authority"));
    client = await authority.issue(join(lab.folder, "client"), { names: "DNS:quayside", for: "client" });
    tlsKeyLine = readFileSync(join(client, "key.pem"), "utf8").split("\n")[2] ?? "";
    engine = await lab.startEngine({
      name: "vault",
      args: async ({ address }) =>
        tlsArguments(await authority.issue(join(lab.folder, "server"), { names: `IP:${address}`, for: "server" })),
    });
    server = await lab.startSshServer({
      ...{ name: "vault-ssh", network: engine.network, env: { DOCKER_HOST: engine.dockerHost } },
    });
    lockedKey = await makeKey(lab.folder, "locked", ["-N", passphrase]);
    server.authorize(`${lockedKey}.pub`);
    await runContainer(engine, { name: "secret-web" });
    await buildDesktop();
  });
  afterAll(async () => lab?.close());

  test("lies nowhere and is told to nobody, whether it was right or wrong, kept or not; what is kept logs in after a restart", async () => {
    const folder = join(lab.folder, "desktop");
    const recording = new Recording();
    const said: string[] = [];
    const desks: Desk[] = [];
    onTestFinished(async () => {
      for (const desk of desks) await desk.stop();
    });
    const open = async (): Promise<Desk> => {
      const desk = await openDesk({ folder, env: machineOf(folder), recording, say: (line) => said.push(line) });
      desks.push(desk);
      return desk;
    };
    const byPassword: SshConnection = { kind: "ssh", host: server.address, user: "ann" };
    const byKey: SshConnection = { kind: "ssh", host: server.address, user: "root", key: lockedKey };
    const tls: TlsConnection = {
      ...{ kind: "tls", host: engine.network.address, port: 2376, verify: true, key: "pasted" },
      ...{ ca: join(client, "ca.pem"), cert: join(client, "cert.pem") },
    };

    const desk = await open();
    const { api } = desk;
    const tried = async (
      id: string,
      connection: SshConnection | TlsConnection,
      answers: Answers,
      pastedKey?: string,
    ) => {
      desk.answers = answers;
      const key = pastedKey === undefined ? {} : { pastedKey };
      const reports: HostTestReport[] = [];
      for await (const report of api.stream("hosts.test", { id, name: "vault", connection, ...key }))
        reports.push(report);
      return reports.at(-1);
    };
    const added = async (
      name: string,
      connection: SshConnection | TlsConnection,
      answers: Answers,
      before?: string,
    ) => {
      desk.answers = answers;
      const known = before === undefined ? {} : { id: before };
      const { id } = await api.call("hosts.add", { ...known, name, connection });
      await api.call("hosts.retry", { host: id });
      return id;
    };

    // Tried before they are added: wrong, then right.
    const password = await api.call("hosts.newId", {});
    expect((await tried(password, byPassword, gives(wrongPassword)))?.error?.title).toBe(
      "The password for vault is wrong",
    );
    expect((await tried(password, byPassword, gives(annPassword)))?.error?.title).toBe(
      "No permission for Docker on vault",
    );
    const key = await api.call("hosts.newId", {});
    expect((await tried(key, byKey, gives(wrongPassphrase)))?.error?.title).toBe("The passphrase for vault is wrong");
    expect(await tried(key, byKey, gives(passphrase))).not.toHaveProperty("error");
    const vault = await api.call("hosts.newId", {});
    const pastedKey = readFileSync(join(client, "key.pem"), "utf8");
    expect(await tried(vault, tls, () => undefined, pastedKey)).not.toHaveProperty("error");

    const pasted = await api.call("hosts.newId", {});
    const lockedText = readFileSync(lockedKey, "utf8");
    expect(await tried(pasted, { ...byKey, key: "pasted" }, gives(passphrase), lockedText)).not.toHaveProperty("error");

    // Added: what was right in the test is kept, and others that ask anew and keep nothing.
    await added("ann", byPassword, () => undefined, password);
    await becomes(desk, password, "No permission for Docker on ann");
    await added("build", byKey, () => undefined, key);
    await becomes(desk, key, "online");
    await api.call("hosts.add", { id: vault, name: "vault", connection: tls, pastedKey });
    await becomes(desk, vault, "online");
    await api.call("hosts.add", {
      id: pasted,
      name: "pasted",
      connection: { ...byKey, key: "pasted" },
      pastedKey: lockedText,
    });
    await becomes(desk, pasted, "online");
    const passing = await added("passing", byPassword, gives(annPassword, false));
    await becomes(desk, passing, "No permission for Docker on passing");
    const refused = await added("refused", byPassword, gives(wrongPassword, true));
    await becomes(desk, refused, "The password for refused is wrong");
    const passingKey = await added("passing key", byKey, gives(passphrase, false));
    await becomes(desk, passingKey, "online");
    expect(desk.containers()).toContain("secret-web");

    // What the panels can ask for, and a connection that breaks.
    await api.call("hosts.duplicate", { host: key });
    await api.call("hosts.export", {});
    await server.kill();
    await becomes(desk, key, "unreachable");
    await server.start();
    await api.call("hosts.retry", { host: key });
    await becomes(desk, key, "online");
    await api.call("events.query", { query: {} });
    await desk.stop();

    // Another process: what was kept logs in by itself, what was not is asked for.
    const next = await open();
    await becomes(next, key, "online");
    await becomes(next, password, "No permission for Docker on ann");
    await becomes(next, passing, "passing asks for your password");
    await becomes(next, passingKey, "The key for passing key is locked");
    await becomes(next, vault, "online");
    await becomes(next, pasted, "online");
    expect(next.asked).toEqual([]);
    await next.api.call("events.query", { query: {} });
    const kept = () => Object.keys(JSON.parse(readFileSync(join(folder, "data", "secrets.json"), "utf8")).data);
    expect(kept().sort()).toEqual([password, key, vault, pasted].map((id) => `host:${id}`).sort());
    await next.api.call("hosts.remove", { host: key });
    expect(kept().sort()).toEqual([password, vault, pasted].map((id) => `host:${id}`).sort());
    await next.stop();

    const secrets = [
      annPassword,
      wrongPassword,
      passphrase,
      wrongPassphrase,
      tlsKeyLine,
      lockedText.split("\n")[3] ?? "",
    ];
    const { carriers, others } = recording.split();
    // They did go in, or nothing would be proved.
    const given = Buffer.concat(carriers.map(({ bytes }) => bytes));
    for (const secret of secrets) expect(given.includes(secret)).toBe(true);
    const files = await filesOf(folder);
    for (const name of ["hosts.json", "secrets.json", "secrets.key", "known_hosts", "events"]) {
      expect(files.map(({ where }) => where)).toContainEqual(expect.stringContaining(join(folder, "data", name)));
    }
    const log: Place = { where: `the log: ${said.join("\n")}`, bytes: Buffer.from(said.join("\n")) };
    expect(leaks([...files, ...others, log], secrets)).toEqual([]);
  });
});

describeAnywhere("the search for planted secrets", () => {
  const secret = "correct horse";
  testAnywhere.each([
    ["as it is", Buffer.from(`{"password":"${secret}"}`)],
    ["in UTF-16", Buffer.from(`x${secret}`, "utf16le")],
    ["in hexadecimal", Buffer.from(Buffer.from(secret).toString("hex"))],
    ["as part of an address", Buffer.from(`ssh://ann:${encodeURIComponent(secret)}@far`)],
    ["in base64", Buffer.from(Buffer.from(`{"text":"${secret}"}`).toString("base64"))],
    ["in base64", Buffer.from(Buffer.from(`ann:${secret}`).toString("base64"))],
  ])("finds one %s", (name, bytes) => {
    expect(leaks([{ where: "a file", bytes }], [secret])).toContain(`a file holds “${secret}” ${name}`);
  });

  testAnywhere("lets only the message that is there for it carry one", () => {
    const recording = new Recording();
    const answer = {
      type: "call",
      id: 1,
      method: "questions.answer",
      input: { id: "1", kind: "secret", answer: { text: secret } },
    };
    recording.messages.push({ way: "from the panel", message: answer }, { way: "to the panel", message: answer });
    const { carriers, others } = recording.split();
    expect(carriers).toHaveLength(1);
    expect(leaks(others, [secret])).toHaveLength(1);
  });
});

/** Answers a question for a secret with this one, and once it was wrong not again; takes every host's key. */
function gives(text: string, keep = true): Answers {
  return ({ kind, question }: PendingQuestion) => {
    if (kind === "host-key") return "quayside";
    return "again" in question && question.again ? null : { text, keep };
  };
}

/** A machine with nothing but Quayside, all of whose files lie in this folder. There is no ssh: as in the container. */
function machineOf(folder: string): NodeJS.ProcessEnv {
  const [home, temporary, data] = ["home", "tmp", "data"].map((name) => join(folder, name)) as [string, string, string];
  for (const path of [home, temporary, data, join(home, ".ssh")]) mkdirSync(path, { recursive: true });
  writeFileSync(join(home, ".ssh", "config"), "");
  return {
    HOME: home,
    TMPDIR: temporary,
    PATH: join(folder, "no programs"),
    DOCKER_HOST: `unix://${join(folder, "no-engine.sock")}`,
  };
}
