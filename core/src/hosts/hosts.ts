import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Dialer } from "../engine/dialer.ts";
import { Conflict, isError, type StoreUnusable } from "../errors/errors.ts";
import { type Disposable, Disposables } from "../lifetime/disposable.ts";
import type { QuaysideEvent } from "../model/event.ts";
import { type DiskSpace, type Host, type HostConfig, type HostConnection, PASTED } from "../model/host.ts";
import type { HostCandidate } from "../model/host-candidate.ts";
import type { KnownHostKey } from "../model/host-key.ts";
import type { HostTestReport } from "../model/host-test.ts";
import type { HostChange, ImportReport, NewHost, TestedHost } from "../model/new-host.ts";
import type { StateFile } from "../storage/state-file.ts";
import { type Credentials, PASTED_KEY } from "./credentials.ts";
import { contextEngines, localEngine, type Surroundings } from "./found-engines.ts";
import type { LinkSurroundings } from "./host-link.ts";
import type { HostLinks, KeptHost } from "./host-links.ts";
import {
  withChange,
  withDefault,
  withDuplicate,
  withEnabled,
  withHost,
  withMove,
  withoutHost,
} from "./host-list-changes.ts";
import type { HostList } from "./host-store.ts";
import { testHost } from "./host-test.ts";
import { exportedHosts, importedHosts } from "./host-transfer.ts";
import { isPrepared } from "./prepared-dialer.ts";
import { sshHostNames } from "./ssh/ssh-resolver.ts";
import type { TestedDialers } from "./tested-dialers.ts";
import { usualTimings } from "./timings.ts";

export interface HostsOptions {
  readonly links: HostLinks;
  readonly store: StateFile<HostList>;
  readonly surroundings: Surroundings;
  readonly dialerFor: (connection: HostConnection) => Dialer;
  /** Whose connections `links` goes on with. */
  readonly tested: TestedDialers;
  readonly loginFor: LinkSurroundings["loginFor"];
  readonly credentials: Credentials;
  /** Takes keys out of Quayside's own file of known hosts. */
  readonly forgetKeys: (known: readonly KnownHostKey[]) => Promise<void>;
  /** In place of ~/.ssh/config. */
  readonly sshConfigFile: string | undefined;
  /** The demo stands beside what is there, or in for what is not. */
  readonly demo: "never" | "always" | "without-engine";
  readonly now: () => number;
  readonly record: (event: QuaysideEvent) => Promise<void>;
  /** What the person must hear: the hosts can't be read, or can't be changed. */
  readonly report: (sentence: string, error?: StoreUnusable) => void;
}

export const LOCAL = "local";
export const DEMO = "demo";

/** Which daemons exist: those that people added, shared by all windows, and those that were found. */
export class Hosts implements Disposable {
  readonly #options: HostsOptions;
  readonly #held = new Disposables();
  readonly #closed = new AbortController();

  constructor(options: HostsOptions) {
    this.#options = options;
    this.#held.add(options.store.onDidChange(({ data }) => this.#keep(data)));
  }

  /** Connects to what is kept and found; where what is kept can't be read, that is reported and the found ones are there. */
  async load(): Promise<void> {
    const { store, report } = this.#options;
    try {
      const { data, readOnlyReason } = await store.read(this.#closed.signal);
      if (readOnlyReason !== undefined) report(readOnlyReason);
      this.#keep(data);
    } catch (error) {
      if (!isError(error, "StoreUnusable")) throw error;
      report(error.message, error);
      this.#keep({ hosts: [] });
    }
  }

  get onDidChange(): HostLinks["onDidChange"] {
    return this.#options.links.onDidChange;
  }

  list(): Host[] {
    return this.#options.links.list();
  }

  get(id: string): Host | undefined {
    return this.#options.links.get(id);
  }

  /** Tries an unreachable host again now. `attended`: for a person, who may be asked for what is lacking. */
  retry(id: string, attended = true): void {
    this.#options.links.retry(id, attended);
  }

  /**
   * The host shows another key than the one that Quayside itself keeps for it, and a person knows why: the old one is
   * forgotten, and they are asked about the new one. Rejects with Conflict where that is not so.
   */
  async forgetKey(id: string): Promise<void> {
    const error = this.#options.links.lastError(id);
    if (!isError(error, "HostKeyRefused") || error.reason !== "changed" || !error.isOwn)
      throw new Conflict("Quayside keeps no key of this host that is another than the one that it shows.");
    const { links, forgetKeys, record, now } = this.#options;
    const name = this.get(id)?.name ?? id;
    const keys = error.known.map(({ type, fingerprint }) => `${type} ${fingerprint}`).join(", ");
    await forgetKeys(error.known);
    await record({
      ...{ id: randomUUID(), time: now(), host: id, kind: "host", type: "key-forgotten", level: "warning" },
      ...{ subject: { type: "host", id, name }, message: `The old key of ${name} was forgotten: ${keys}` },
    });
    links.retry(id, true);
  }

  /**
   * Of the disk on which the engine keeps its data, looked at now; undefined where it can't be told: a host that doesn't
   * answer, or whose machine can't be reached beside its engine. Rejects: Cancelled.
   */
  async disk(id: string, signal: AbortSignal): Promise<DiskSpace | undefined> {
    const state = this.get(id)?.state;
    if (state?.kind !== "online" || state.machine === undefined) return undefined;
    return await this.#options.links.reach(id)?.disk(state.machine, signal);
  }

  /** For a host that is to be tested, then added. */
  newId(): string {
    return randomUUID();
  }

  /**
   * The engine that the docker command line would use, every docker context, and every host of ssh's settings; not
   * those that are added already.
   */
  candidates(): HostCandidate[] {
    const { surroundings, sshConfigFile } = this.#options;
    const present = new Set(this.list().map(({ connection }) => JSON.stringify(connection)));
    const bySsh = sshHostNames({ ...surroundings, configFile: sshConfigFile }).map(
      (name): HostCandidate => ({
        ...{ name, address: `ssh://${name}`, source: "ssh" },
        connection: { kind: "ssh", host: name },
      }),
    );
    return [localEngine(surroundings), ...contextEngines(surroundings), ...bySsh].filter(
      ({ connection }) => connection === undefined || !present.has(JSON.stringify(connection)),
    );
  }

  /**
   * Goes the whole way to an engine once, without adding it, and tells after each step how far it came. What a person
   * gives on the way is held under the id, which the host gets when it is added. Rejects with Cancelled.
   */
  async test(
    { id, name, connection, pastedKey }: TestedHost,
    signal: AbortSignal,
    onProgress: (report: HostTestReport) => void = () => {},
  ): Promise<HostTestReport> {
    const { credentials, dialerFor, loginFor, now, tested } = this.#options;
    // A key that is only tried must not take the place of the one that a host lives by.
    const onTrial = pastedKey !== undefined && this.get(id) !== undefined;
    const trial = onTrial ? randomUUID() : id;
    this.#holdKey(trial, pastedKey);
    const dialer = dialerFor(connection);
    let passed = false;
    try {
      const report = await testHost({
        ...{ name, connection, dialer, context: loginFor({ id: trial, name }, true, signal) },
        ...{ deadline: usualTimings.connect, now, onProgress },
      });
      passed = report.error === undefined;
      return report;
    } finally {
      if (passed && !onTrial && !signal.aborted) tested.keep({ id, connection }, dialer);
      else if (isPrepared(dialer)) dialer.dispose();
      if (onTrial) await credentials.forget(trial);
    }
  }

  /** What was given for a host that is not to be added after all. */
  async forget(id: string): Promise<void> {
    this.#options.tested.drop(id);
    // Whoever has the id of a host that is there can't make it forget.
    if (this.get(id) === undefined) await this.#options.credentials.forget(id);
  }

  /** All that was given to log in to any host. The hosts stay. */
  async forgetSecrets(): Promise<void> {
    for (const { id } of this.list()) await this.#options.credentials.forget(id);
  }

  /** Rejects: InvalidInput for a bad name, Conflict for a name that is taken, StoreUnusable. */
  async add({ id = randomUUID(), ...host }: NewHost, signal: AbortSignal): Promise<{ readonly id: string }> {
    // Before its key could take the place of the one that is there.
    if (this.get(id) !== undefined) throw new Conflict("This host was added already.");
    this.#holdKey(id, host.pastedKey);
    await this.#change((list) => withHost(list, id, host, this.#foundBeside(host.connection)), signal);
    await this.#options.credentials.keep(id);
    return { id };
  }

  /** Rejects: NotFound, InvalidInput, Conflict, StoreUnusable. */
  async update(id: string, change: HostChange, signal: AbortSignal): Promise<void> {
    this.#holdKey(id, change.pastedKey);
    const { connection } = change;
    await this.#change((list) => withChange(list, id, change, this.#foundBeside(connection)), signal);
    const { credentials } = this.#options;
    await credentials.keep(id);
    // A key that nothing leads to any more is no use to anybody but a thief.
    if (connection !== undefined && !hasPastedKey(connection)) await credentials.drop(id, PASTED_KEY);
  }

  /** Forgets the host and its secrets; nothing on it changes. Rejects: NotFound, StoreUnusable. */
  async remove(id: string, signal: AbortSignal): Promise<void> {
    await this.#change((list) => withoutHost(list, id), signal);
    await this.#options.credentials.forget(id);
  }

  /** Another with the same settings, disabled until somebody looked at it, without the secrets. Rejects: NotFound, StoreUnusable. */
  async duplicate(id: string, signal: AbortSignal): Promise<{ readonly id: string }> {
    const copy = randomUUID();
    await this.#change((list) => withDuplicate(list, id, copy, this.#found()), signal);
    return { id: copy };
  }

  /** A disabled host is kept and not connected to. Rejects: NotFound, StoreUnusable. */
  async setEnabled(id: string, enabled: boolean, signal: AbortSignal): Promise<void> {
    await this.#change((list) => withEnabled(list, id, enabled), signal);
  }

  /** To its place before another; to the end where none is told. Rejects: NotFound, StoreUnusable. */
  async move(id: string, before: string | undefined, signal: AbortSignal): Promise<void> {
    await this.#change((list) => withMove(list, id, before), signal);
  }

  /** Where something new goes unless told; none where none is told. Rejects: StoreUnusable. */
  async setDefault(id: string | undefined, signal: AbortSignal): Promise<void> {
    await this.#change((list) => withDefault(list, id), signal);
  }

  /** All added hosts as text, without their secrets. Rejects: StoreUnusable. */
  async exportHosts(signal: AbortSignal): Promise<string> {
    return exportedHosts((await this.#options.store.read(signal)).data.hosts);
  }

  /** Adds what such a text holds. Rejects: InvalidInput where it holds no hosts, StoreUnusable. */
  async importHosts(text: string, signal: AbortSignal): Promise<ImportReport> {
    let report: ImportReport = { added: [], skipped: [] };
    await this.#change((list) => {
      const imported = importedHosts(text, list, new Set(this.#found().map(({ name }) => name)));
      report = imported.report;
      return imported.list;
    }, signal);
    return report;
  }

  dispose(): void {
    this.#closed.abort();
    this.#held.dispose();
  }

  async #change(change: (list: HostList) => HostList, signal: AbortSignal): Promise<void> {
    await this.#options.store.update(change, signal);
  }

  /** It goes into the secret store with what else the host keeps there. */
  #holdKey(id: string, pastedKey: string | undefined): void {
    if (pastedKey !== undefined) this.#options.credentials.hold(id, PASTED_KEY, { text: pastedKey, keep: true });
  }

  #found(): Host[] {
    return this.list().filter(({ found }) => found);
  }

  /** The found host of the same connection gives way to the one that was added. */
  #foundBeside(connection: HostConnection | undefined): Host[] {
    return this.#found().filter((host) => !isDeepStrictEqual(host.connection, connection));
  }

  #keep({ hosts, defaultHost }: HostList): void {
    const { links, surroundings, demo } = this.#options;
    const found: (HostConfig & Pick<KeptHost, "found">)[] = [];
    const { connection } = localEngine(surroundings);
    const present = connection && hosts.some((host) => JSON.stringify(host.connection) === JSON.stringify(connection));
    const missing = connection === undefined || (connection.kind === "unix" && !surroundings.exists(connection.path));
    const demoStandsIn = demo === "without-engine" && missing && hosts.length === 0;
    if (connection !== undefined && !present && !demoStandsIn) {
      found.push({ id: LOCAL, name: LOCAL, connection, access: "admin", found: true });
    }
    if (demo === "always" || demoStandsIn) {
      found.push({ id: DEMO, name: DEMO, connection: { kind: "demo" }, access: "admin", found: true });
    }
    const all = [...found, ...hosts.map((host) => ({ ...host, found: false }))];
    links.keep(all.map((host) => ({ ...host, isDefault: host.id === defaultHost })));
  }
}

function hasPastedKey(connection: HostConnection): boolean {
  return (connection.kind === "tls" || connection.kind === "ssh") && connection.key === PASTED;
}
