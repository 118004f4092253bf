import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HostState, TlsConnection } from "@quayside/core/model/host.ts";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { type Authority, makeAuthority, tlsArguments } from "../lab/certificates.ts";
import { runContainer } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import { type OpenedQuayside, openQuayside } from "./open-quayside.ts";

const { describe, test } = needs("engine");
const { signal } = new AbortController();

describe("a host over TLS", () => {
  let lab: Lab;
  let authority: Authority;
  let engine: LabEngine;
  let client: string;
  let one: OpenedQuayside | undefined;
  const folders: string[] = [];

  beforeAll(async () => {
    lab = openLab();
    authority = await makeAuthority(join(lab.folder, "authority"));
    client = await authority.issue(join(lab.folder, "client"), { names: "DNS:quayside", for: "client" });
    engine = await startTls("tls", 30);
    await runContainer(engine, { name: "tls-web" });
  });
  afterEach(async () => {
    await one?.close();
    one = undefined;
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
  });
  afterAll(async () => lab?.close());

  const startTls = (name: string, days: number) =>
    lab.startEngine({
      name,
      args: async ({ address }) =>
        tlsArguments(
          await authority.issue(join(lab.folder, `${name}-server`), {
            names: `IP:${address},DNS:engine.lab`,
            for: "server",
            days,
          }),
        ),
    });
  const folder = async () => {
    const made = await mkdtemp(join(tmpdir(), "quayside-tls-"));
    folders.push(made);
    return made;
  };
  const connection = (change: Partial<TlsConnection> = {}, files = client): TlsConnection => ({
    ...{ kind: "tls", host: engine.network.address, port: 2376, verify: true },
    ...{ ca: join(files, "ca.pem"), cert: join(files, "cert.pem"), key: join(files, "key.pem"), ...change },
  });
  /** Without the files that are named here. */
  const lacking = (...files: ("ca" | "cert" | "key")[]): TlsConnection => {
    const entries = Object.entries(connection()).filter(([name]) => !(files as string[]).includes(name));
    return Object.fromEntries(entries) as unknown as TlsConnection;
  };
  async function open(to: TlsConnection): Promise<OpenedQuayside> {
    one = await openQuayside([]);
    await one.quayside.hosts.add({ name: "vault", connection: to }, signal);
    return one;
  }
  /** How far the way to it leads, and why it ends there. */
  const tried = async (to: TlsConnection) => {
    one ??= await openQuayside([]);
    const { hosts } = one.quayside;
    const { steps, error } = await hosts.test({ id: hosts.newId(), name: "vault", connection: to }, signal);
    return {
      failed: steps.find(({ outcome }) => outcome === "failed")?.step,
      title: error?.title,
      detail: error?.detail,
    };
  };
  const state = (): HostState | undefined => one?.quayside.hosts.list()[0]?.state;
  const becomes = <K extends HostState["kind"]>(kind: K): Promise<Extract<HostState, { kind: K }>> =>
    until(
      () => {
        const now = state();
        return now?.kind === kind ? (now as Extract<HostState, { kind: K }>) : undefined;
      },
      { what: `vault to be ${kind}`, withinMs: 20_000 },
    );
  const shows = (name: string) =>
    until(() => one?.quayside.inventory.snapshot().containers.some((container) => container.name === name), {
      what: name,
    });

  test("shows its containers, live, and does what is asked", async () => {
    const { quayside } = await open(connection());
    await shows("tls-web");
    const id = await runContainer(engine, { name: "tls-live" });
    await shows("tls-live");
    const host = quayside.hosts.list()[0]?.id ?? "";
    expect(await quayside.containers.remove([{ host, id }], { force: true }, signal)).toEqual([{ ref: { host, id } }]);
  });

  test("is known by the name that its certificate bears, where that is told", async () => {
    await open(connection({ serverName: "engine.lab" }));
    await shows("tls-web");
  });

  test("whose certificate is not to be looked at is connected to whatever it shows", async () => {
    await open({ ...lacking("ca"), verify: false, serverName: "other.lab" });
    await shows("tls-web");
  });

  for (const [what, made, words] of [
    ["is for another name", () => connection({ serverName: "other.lab" }), "for another name"],
    ["nobody trusts", () => lacking("ca"), "not trusted"],
  ] as const) {
    test(`with a certificate that ${what} is refused, and says so`, async () => {
      await open(made());
      const { error } = await becomes("unreachable");
      expect(error).toMatchObject({ name: "TlsFailed", title: expect.stringContaining(words) });
      expect(await tried(made())).toMatchObject({ failed: "key", title: expect.stringContaining(words) });
    });
  }

  test("with a certificate that has expired is refused, and says so; the other host goes on", async () => {
    const expired = await startTls("expired", 0);
    await open(connection({ host: expired.network.address }));
    const { error } = await becomes("unreachable");
    expect(error).toMatchObject({ name: "TlsFailed", title: "The certificate of vault has expired" });
    await one?.quayside.hosts.add({ name: "other", connection: connection() }, signal);
    await shows("tls-web");
  });

  test("that refuses Quayside’s certificate says so, and is online when the right one is put in its place", async () => {
    const files = await folder();
    const stranger = await makeAuthority(join(files, "stranger"));
    await stranger.issue(files, { names: "DNS:stranger", for: "client" });
    await cp(authority.ca, join(files, "ca.pem"));
    await open(connection({}, files));
    expect((await becomes("unreachable")).error).toMatchObject({
      name: "TlsFailed",
      title: "vault doesn’t accept your certificate",
    });
    await cp(client, files, { recursive: true });
    await becomes("online");
    await shows("tls-web");
  });

  test("without a certificate of Quayside’s is refused by the engine", async () => {
    expect(await tried(lacking("cert", "key"))).toMatchObject({
      ...{ failed: "key", title: "vault doesn’t accept your certificate" },
    });
  });

  test("with files that are missing, no key, or another’s key says so", async () => {
    const files = await folder();
    await cp(client, files, { recursive: true });
    expect(await tried(connection({ cert: join(files, "gone.pem") }))).toEqual({
      failed: "key",
      title: "A certificate file for vault can’t be read",
      detail: expect.stringContaining("gone.pem"),
    });
    const unusable = { failed: "key", title: "The key for vault can’t be used" };
    await writeFile(join(files, "key.pem"), "no key at all");
    expect(await tried(connection({}, files))).toMatchObject(unusable);
    await authority.issue(join(files, "other"), { names: "DNS:other", for: "client" });
    await cp(join(files, "other", "key.pem"), join(files, "key.pem"));
    expect(await tried(connection({}, files))).toMatchObject(unusable);
  });

  test("that answers without TLS says so", async () => {
    const plain = createServer((_request, response) => response.end()).listen(0, "127.0.0.1");
    try {
      await until(() => plain.listening, { what: "the server" });
      const { port } = plain.address() as AddressInfo;
      const report = await tried(connection({ host: "127.0.0.1", port }));
      expect(report).toMatchObject({ failed: "port", title: "vault doesn’t speak TLS" });
    } finally {
      plain.close();
    }
  });

  test("whose cable is pulled is unreachable, and shows its true state when it is back", async () => {
    await open(connection());
    await shows("tls-web");
    await engine.setNetworkUp(false);
    await becomes("unreachable");
    const id = await runContainer(engine, { name: "tls-meanwhile" });
    await engine.setNetworkUp(true);
    await becomes("online");
    await shows("tls-meanwhile");
    await engine.docker(["rm", "-f", id]);
  });
});
