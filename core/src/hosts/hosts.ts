import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Dialer } from "../engine/dialer.ts";
import { Conflict, InvalidInput, isError, NotFound, type StoreUnusable } from "../errors/errors.ts";
import { type Disposable, Disposables } from "../lifetime/disposable.ts";
import type { AccessLevel, Host, HostConfig, HostConnection } from "../model/host.ts";
import type { HostTestReport } from "../model/host-test.ts";
import type { StateFile } from "../storage/state-file.ts";
import type { Credentials } from "./credentials.ts";
import { contextEngines, type FoundEngine, localEngine, type Surroundings } from "./found-engines.ts";
import type { LinkSurroundings } from "./host-link.ts";
import type { HostLinks } from "./host-links.ts";
import type { HostList } from "./host-store.ts";
import { testHost } from "./host-test.ts";
import { sshHostNames } from "./ssh/ssh-resolver.ts";
import { usualTimings } from "./timings.ts";

export interface HostsOptions {
  readonly links: HostLinks;
  readonly store: StateFile<HostList>;
  readonly surroundings: Surroundings;
  readonly dialerFor: (connection: HostConnection) => Dialer;
  readonly loginFor: LinkSurroundings["loginFor"];
  readonly credentials: Credentials;
  /** The demo stands beside what is there, or in for what is not. */
  /** In place of ~/.ssh/config. */
  readonly sshConfigFile: string | undefined;
  readonly demo: "never" | "always" | "without-engine";
  readonly now: () => number;
  /** What the person must hear: the hosts can't be read, or can't be changed. */
  readonly report: (sentence: string, error?: StoreUnusable) => void;
}

export interface NewHost {
  readonly name: string;
  readonly connection: HostConnection;
  /** All hosts are "admin" unless told. */
  readonly access?: AccessLevel;
  /** Made by `newId`, where it was tested before. */
  readonly id?: string;
}

export type TestedHost = Required<Pick<NewHost, "id" | "name" | "connection">>;

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

  /** For a host that is to be tested, then added. */
  newId(): string {
    return randomUUID();
  }

  /**
   * The engine that the docker command line would use, every docker context, and every host of ssh's settings; not
   * those that are added already.
   */
  candidates(): FoundEngine[] {
    const { surroundings, sshConfigFile } = this.#options;
    const present = new Set(this.list().map(({ connection }) => JSON.stringify(connection)));
    const bySsh = sshHostNames({ ...surroundings, configFile: sshConfigFile }).map(
      (name): FoundEngine => ({
        ...{ name, address: `ssh://${name}`, source: "ssh" },
        connection: { kind: "ssh", host: name },
      }),
    );
    return [localEngine(surroundings), ...contextEngines(surroundings), ...bySsh].filter(
      ({ connection }) => connection === undefined || !present.has(JSON.stringify(connection)),
    );
  }

  /**
   * Goes the whole way to an engine once, without adding it. What a person gives on the way is held under the id, which
   * the host gets when it is added. Rejects with Cancelled.
   */
  async test({ id, name, connection }: TestedHost, signal: AbortSignal): Promise<HostTestReport> {
    const { dialerFor, loginFor, now } = this.#options;
    return await testHost({
      ...{ name, connection, dialer: dialerFor(connection), context: loginFor({ id, name }, true, signal) },
      ...{ deadline: usualTimings.connect, now },
    });
  }

  /** What was given for a host that is not to be added after all. */
  async forget(id: string): Promise<void> {
    await this.#options.credentials.forget(id);
  }

  /** Rejects: InvalidInput for a bad name, Conflict for a name that is taken, StoreUnusable. */
  async add(
    { id = randomUUID(), name, connection, access = "admin" }: NewHost,
    signal: AbortSignal,
  ): Promise<HostConfig> {
    const config: HostConfig = { id, name: this.#checkedName(name), connection, access };
    await this.#options.store.update(({ hosts }) => {
      refuseTwin([...hosts, ...this.#foundBeside(connection)], config);
      return { hosts: [...hosts, config] };
    }, signal);
    return config;
  }

  /** Rejects: NotFound, InvalidInput, Conflict, StoreUnusable. */
  async update(id: string, change: Partial<NewHost>, signal: AbortSignal): Promise<void> {
    const name = change.name === undefined ? {} : { name: this.#checkedName(change.name) };
    await this.#options.store.update(({ hosts }) => {
      const before = hosts.find((host) => host.id === id);
      if (before === undefined) throw new NotFound("This host was removed in the meantime.");
      const after = { ...before, ...change, ...name };
      refuseTwin([...hosts, ...this.#foundBeside(after.connection)], after);
      return { hosts: hosts.map((host) => (host === before ? after : host)) };
    }, signal);
  }

  /** Forgets the host and its secrets; nothing on it changes. Rejects: NotFound, StoreUnusable. */
  async remove(id: string, signal: AbortSignal): Promise<void> {
    await this.#options.store.update(({ hosts }) => {
      if (!hosts.some((host) => host.id === id)) throw new NotFound("This host was removed already.");
      return { hosts: hosts.filter((host) => host.id !== id) };
    }, signal);
    await this.#options.credentials.forget(id);
  }

  dispose(): void {
    this.#closed.abort();
    this.#held.dispose();
  }

  /** The found host of the same connection gives way to the one that was added. */
  #foundBeside(connection: HostConnection): Host[] {
    return this.list().filter((host) => host.found && !isDeepStrictEqual(host.connection, connection));
  }

  #checkedName(name: string): string {
    const trimmed = name.trim();
    if (trimmed === "" || trimmed.length > 200)
      throw new InvalidInput("name", "A host needs a name of 1 to 200 letters.");
    return trimmed;
  }

  #keep({ hosts }: HostList): void {
    const { links, surroundings, demo } = this.#options;
    const found: (HostConfig & { found: true })[] = [];
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
    links.keep([...found, ...hosts.map((host) => ({ ...host, found: false }))]);
  }
}

function refuseTwin(hosts: readonly HostConfig[], config: HostConfig): void {
  if (hosts.some(({ id, name }) => id !== config.id && name === config.name)) {
    throw new Conflict(`There is a host called “${config.name}” already.`);
  }
}
