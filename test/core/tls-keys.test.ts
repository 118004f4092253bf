import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { PASTED_KEY, passphraseOf } from "@quayside/core/hosts/credentials.ts";
import { endingCertificate } from "@quayside/core/model/ending-certificate.ts";
import type { HostState, TlsConnection } from "@quayside/core/model/host.ts";
import type { NewHost } from "@quayside/core/model/new-host.ts";
import type { QuaysideOptions } from "@quayside/core/quayside.ts";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { type Authority, lockKey, makeAuthority, tlsArguments } from "../lab/certificates.ts";
import { run } from "../lab/commands.ts";
import { runContainer } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import { type OpenedQuayside, openQuayside } from "./open-quayside.ts";
import { memorySecrets, Person } from "./ssh-host.ts";

const { describe, test } = needs("engine");
const { signal } = new AbortController();
const DAY = 24 * 60 * 60 * 1000;
const SESAME = "open sesame";

describe("a host over TLS", () => {
  let lab: Lab;
  let authority: Authority;
  let engine: LabEngine;
  let client: string;
  /** The person's own copy of the client's files. */
  let files: string;
  let person: Person;
  let secrets: ReturnType<typeof memorySecrets>;
  let one: OpenedQuayside | undefined;

  beforeAll(async () => {
    lab = openLab();
    authority = await makeAuthority(join(lab.folder, "authority"));
    client = await authority.issue(join(lab.folder, "client"), { names: "DNS:quayside", for: "client" });
    engine = await startTls("vault", authority);
    await runContainer(engine, { name: "tls-web" });
  });
  beforeEach(async () => {
    files = await mkdtemp(join(lab.folder, "person-"));
    await cp(client, files, { recursive: true });
    person = new Person();
    secrets = memorySecrets();
  });
  afterEach(async () => {
    await one?.close();
    one = undefined;
    await rm(files, { recursive: true });
  });
  afterAll(async () => lab?.close());

  const startTls = (name: string, by: Authority, days?: number) =>
    lab.startEngine({
      name,
      args: async ({ address }) => {
        const names = `IP:${address}`;
        const certificate = { names, for: "server", ...(days === undefined ? {} : { days }) } as const;
        return tlsArguments(await by.issue(join(lab.folder, `${name}-server`), certificate));
      },
    });
  const path = (file: string) => join(files, file);
  const connection = (change: Partial<TlsConnection> = {}): TlsConnection => ({
    ...{ kind: "tls", host: engine.network.address, port: 2376, verify: true },
    ...{ ca: path("ca.pem"), cert: path("cert.pem"), key: path("key.pem"), ...change },
  });
  async function opened(options: Partial<QuaysideOptions> = {}): Promise<OpenedQuayside> {
    one = await openQuayside([], { secrets, prompter: person, ...options });
    return one;
  }
  async function open(to: TlsConnection, host: Partial<NewHost> = {}, options: Partial<QuaysideOptions> = {}) {
    const { quayside } = await opened(options);
    return await quayside.hosts.add({ name: "vault", connection: to, ...host }, signal);
  }
  const host = (name = "vault") => one?.quayside.hosts.list().find((candidate) => candidate.name === name);
  const becomes = <K extends HostState["kind"]>(kind: K, name?: string): Promise<Extract<HostState, { kind: K }>> =>
    until(
      () => {
        const state = host(name)?.state;
        return state?.kind === kind ? (state as Extract<HostState, { kind: K }>) : undefined;
      },
      { what: `vault to be ${kind}`, withinMs: 20_000 },
    );
  const fails = (title: string) =>
    until(
      () => {
        const state = host()?.state;
        return state?.kind === "unreachable" && state.error.title === title ? state : undefined;
      },
      { what: title },
    );
  const retry = () => one?.quayside.hosts.retry(host()?.id ?? "");
  const again = () => person.asked.map((question) => "again" in question && question.again);
  const lock = (form: "pkcs8" | "traditional", passphrase = SESAME) =>
    lockKey(join(client, "key.pem"), path("key.pem"), form, passphrase);
  async function reconnected(): Promise<void> {
    await engine.setNetworkUp(false);
    await becomes("unreachable");
    await engine.setNetworkUp(true);
    await becomes("online");
  }

  describe("whose key is locked", () => {
    for (const [form, header] of [
      ["pkcs8", "BEGIN ENCRYPTED PRIVATE KEY"],
      ["traditional", "Proc-Type: 4,ENCRYPTED"],
    ] as const) {
      test(`as ${header}, asks for its passphrase: wrong, right, and not again when the connection breaks`, async () => {
        await lock(form);
        expect(await readFile(path("key.pem"), "utf8")).toContain(header);
        await open(connection());
        const { error, nextTry = 0 } = await fails("The key for vault is locked");
        expect(error).toMatchObject({ name: "AuthenticationFailed", hint: "Try again to be asked for it." });
        expect(nextTry).toBeGreaterThan(Date.now() + 200_000);
        expect(person.asked).toEqual([]);

        const answers = ["wrong", SESAME];
        person.onSecret = () => {
          // What is not known to be right is not kept.
          expect(secrets.values.size).toBe(0);
          return { text: answers.shift() ?? "", keep: true };
        };
        retry();
        await becomes("online");
        expect(again()).toEqual([false, true]);
        expect(person.asked[0]).toEqual({
          ...{ kind: "passphrase", host: "vault", address: `tcp://${engine.network.address}:2376` },
          ...{ prompt: path("key.pem"), echo: false, again: false },
        });
        expect([...secrets.values.values()].join()).toContain(SESAME);
        await reconnected();
        expect(person.asked).toHaveLength(2);
      });
    }

    test("opens it with the passphrase that is kept; when that is another one, it is asked for and the old one forgotten", async () => {
      await lock("pkcs8");
      person.onSecret = () => ({ text: SESAME, keep: true });
      const { id } = await open(connection());
      retry();
      await becomes("online");
      const kept = new Map(secrets.values);
      const { folder } = one ?? { folder: "" };
      await cp(folder, path("kept"), { recursive: true });
      await one?.close();

      await opened({ folder: path("kept") });
      await becomes("online");
      expect(secrets.values).toEqual(kept);
      expect(person.asked).toHaveLength(1);
      await one?.close();

      await lock("pkcs8", "another");
      await opened({ folder: path("kept") });
      await fails("The passphrase for vault is wrong");
      expect(secrets.values.get(`host:${id}`) ?? "").not.toContain(passphraseOf(path("key.pem")));
      person.onSecret = () => ({ text: "another", keep: false });
      retry();
      await becomes("online");
      expect(secrets.values.size).toBe(0);
    });

    test("waits for the person once what was given is wrong, and keeps nothing of it", async () => {
      await lock("pkcs8");
      person.onSecret = (question) => (question.again ? undefined : { text: "wrong", keep: true });
      await open(connection());
      await becomes("unreachable");
      retry();
      const state = await fails("The passphrase for vault is wrong");
      expect(state).not.toHaveProperty("nextTry");
      expect(secrets.values.size).toBe(0);
    });

    test("is tested as far as the key where nobody can be asked, and to the end where somebody can", async () => {
      await lock("pkcs8");
      const { quayside } = await opened();
      const tested = { id: quayside.hosts.newId(), name: "vault", connection: connection() };
      const { steps, error } = await quayside.hosts.test(tested, signal);
      expect(error?.title).toBe("The key for vault is locked");
      expect(steps.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
        ...["name passed", "port passed", "key failed", "engine not-reached", "access not-reached"],
      ]);
      person.onSecret = () => ({ text: SESAME, keep: true });
      const seen: string[] = [];
      const report = await quayside.hosts.test(tested, signal, (progress) => {
        seen.push(progress.steps.find(({ outcome }) => outcome === "running")?.step ?? "none");
      });
      expect(report.error).toBeUndefined();
      expect(seen).toEqual(["name", "key", "engine", "access", "none"]);
    });
  });

  test("that takes the connection and then says nothing fails at its certificate, in time", async () => {
    const silent: Server = createServer(() => {}).listen(0, "127.0.0.1");
    try {
      await until(() => silent.listening, { what: "the server" });
      const { port } = silent.address() as { port: number };
      const { quayside } = await opened();
      const to = connection({ host: "127.0.0.1", port });
      const { steps, error } = await quayside.hosts.test({ id: "a", name: "vault", connection: to }, signal);
      expect(steps.find(({ outcome }) => outcome === "failed")?.step).toBe("key");
      expect(error).toMatchObject({ title: "vault does not answer", detail: "The TLS handshake took too long." });
    } finally {
      silent.close();
    }
  });

  describe("whose certificates and key were pasted", () => {
    const pasted = async (form?: "pkcs8"): Promise<{ to: TlsConnection; pastedKey: string }> => {
      if (form !== undefined) await lock(form);
      const [ca, cert, pastedKey] = await Promise.all(
        ["ca.pem", "cert.pem", "key.pem"].map((file) => readFile(path(file), "utf8")),
      );
      return { to: connection({ ca: `\n${ca}`, cert: cert ?? "", key: "pasted" }), pastedKey: pastedKey ?? "" };
    };
    /** A line of it that is like no other. */
    const textOf = (key: string) => key.split("\n")[2] ?? "nothing";

    test("has its key in the secret store and in no file, and takes it along when it is removed", async () => {
      const { to, pastedKey } = await pasted();
      for (const file of ["ca.pem", "cert.pem", "key.pem"]) await rm(path(file));
      const { id } = await open(to, { pastedKey });
      await becomes("online");
      await reconnected();
      expect([...secrets.values.values()].join()).toContain(textOf(pastedKey));
      const folder = one?.folder ?? "";
      expect(await readFile(join(folder, "hosts.json"), "utf8")).toContain("BEGIN CERTIFICATE");
      await one?.quayside.hosts.exportHosts(signal).then((text) => expect(text).not.toContain(textOf(pastedKey)));
      await one?.quayside.hosts.remove(id, signal);
      expect(secrets.values.size).toBe(0);
      await one?.quayside.dispose();
      // grep ends with 1 where it finds nothing.
      await expect(run("grep", ["-r", "-F", "-e", textOf(pastedKey), folder])).rejects.toThrow();
      await expect(run("grep", ["-r", "-F", "-e", "PRIVATE KEY", folder])).rejects.toThrow();
    });

    test("and locked, asks for the passphrase by that name", async () => {
      const { to, pastedKey } = await pasted("pkcs8");
      person.onSecret = () => ({ text: SESAME, keep: true });
      await open(to, { pastedKey });
      await fails("The key for vault is locked");
      retry();
      await becomes("online");
      expect(person.asked).toMatchObject([{ kind: "passphrase", prompt: PASTED_KEY }]);
    });

    test("says in a copy of it that the key is not there", async () => {
      const { to, pastedKey } = await pasted();
      const { id } = await open(to, { pastedKey });
      const copy = await one?.quayside.hosts.duplicate(id, signal);
      await one?.quayside.hosts.setEnabled(copy?.id ?? "", true, signal);
      const { error } = await becomes("unreachable", "vault copy");
      expect(error).toMatchObject({ name: "TlsFailed", title: "The key for vault copy is not here" });
    });

    test("is refused where a private key stands among the certificates", async () => {
      const { to, pastedKey } = await pasted();
      for (const field of ["ca", "cert"] as const)
        await expect(open({ ...to, [field]: `${to[field]}${pastedKey}` })).rejects.toMatchObject({
          ...{ name: "InvalidInput", field },
        });
    });
  });

  describe("knows which certificate ends first", () => {
    const ends = async () => {
      const { certificate } = await becomes("online");
      return certificate && { whose: certificate.whose, days: Math.ceil((certificate.at - Date.now()) / DAY) };
    };
    const told = () => endingCertificate(host()?.state ?? { kind: "connecting" }, Date.now())?.days;
    const renewed = (days: number) => authority.issue(files, { names: "DNS:quayside", for: "client", days });
    const reminders = async () =>
      (await one?.quayside.events.query({ kinds: ["host"], levels: ["warning"] }))?.map(({ message }) => message);

    test("ours in 40 days, which is not told, and in 21, which is told and on record once; a renewed one is seen at once", async () => {
      await renewed(40);
      await open(connection());
      expect(await ends()).toEqual({ whose: "ours", days: 40 });
      expect(told()).toBeUndefined();
      await renewed(21);
      await reconnected();
      expect(await ends()).toEqual({ whose: "ours", days: 21 });
      expect(told()).toBe(21);
      await until(async () => ((await reminders())?.length ?? 0) > 0, { what: "the event" });
      await reconnected();
      expect(await reminders()).toEqual(["Your certificate for vault ends in 21 days"]);
      await renewed(300);
      await reconnected();
      expect(told()).toBeUndefined();
    });

    test("ours, renewed while it is online, by the next connection that is made", async () => {
      await renewed(21);
      const { id } = await open(connection());
      expect(await ends()).toEqual({ whose: "ours", days: 21 });
      await until(() => one?.quayside.inventory.isListed(id), { what: "the list" });
      await renewed(300);
      const { quayside } = one ?? expect.fail();
      const web = await until(() => quayside.inventory.snapshot().containers.find(({ name }) => name === "tls-web"), {
        what: "tls-web",
      });
      await Promise.all(Array.from({ length: 8 }, () => quayside.containers.inspect({ host: id, id: web.id }, signal)));
      await until(() => told() === undefined, { what: "the new end" });
      expect(host()?.state.kind).toBe("online");
    });

    test("the engine’s, that of who signed it, or none where it is not verified", async () => {
      const [soon, later] = await Promise.all([startTls("soon", authority, 21), startTls("later", authority, 40)]);
      await open(connection({ host: soon.network.address }));
      expect(await ends()).toEqual({ whose: "engine", days: 21 });
      expect(told()).toBe(21);
      await one?.close();
      await open(connection({ host: later.network.address }));
      expect(await ends()).toEqual({ whose: "engine", days: 40 });
      expect(told()).toBeUndefined();
      await one?.close();
      await open(connection({ host: soon.network.address, verify: false }));
      expect(await ends()).toEqual({ whose: "ours", days: 365 });
      await one?.close();

      const brief = await makeAuthority(join(lab.folder, "brief"), 9);
      const signed = await startTls("signed", brief);
      await brief.issue(files, { names: "DNS:quayside", for: "client" });
      await open(connection({ host: signed.network.address }));
      expect(await ends()).toEqual({ whose: "engine", days: 9 });
    });
  });
});
