import { isDeepStrictEqual } from "node:util";
import type { Dialer } from "../engine/dialer.ts";
import type { EngineCommands } from "../engine/engine-commands.ts";
import type { EngineQueries } from "../engine/engine-queries.ts";
import { HostUnreachable, NotFound } from "../errors/errors.ts";
import { type Disposable, Disposables } from "../lifetime/disposable.ts";
import { Emitter } from "../lifetime/emitter.ts";
import { connectionAddress, type Host, type HostConfig, type HostConnection } from "../model/host.ts";
import { HostLink, type LinkSurroundings, type LiveEngine } from "./host-link.ts";

export interface HostsChange {
  readonly changed: readonly Host[];
  readonly removed: readonly string[];
}

export interface HostConnected {
  readonly host: string;
  readonly live: LiveEngine;
}

/** The connections to all hosts. One host's failure never delays another. */
export class HostLinks implements Disposable {
  readonly #links = new Map<string, { readonly link: HostLink; readonly found: boolean }>();
  readonly #held = new Disposables();
  readonly #onDidChange = this.#held.add(new Emitter<HostsChange>());
  readonly #onDidConnect = this.#held.add(new Emitter<HostConnected>());
  readonly #dialerFor: (connection: HostConnection) => Dialer;
  readonly #around: LinkSurroundings;

  readonly onDidChange = this.#onDidChange.event;
  readonly onDidConnect = this.#onDidConnect.event;

  constructor(dialerFor: (connection: HostConnection) => Dialer, around: LinkSurroundings) {
    this.#dialerFor = dialerFor;
    this.#around = around;
  }

  list(): Host[] {
    return [...this.#links.values()].map(({ link, found }) => ({ ...link.config, state: link.state, found }));
  }

  get(id: string): Host | undefined {
    const entry = this.#links.get(id);
    return entry && { ...entry.link.config, state: entry.link.state, found: entry.found };
  }

  /**
   * Makes the connections fit these configurations: new ones begin, missing ones end, and where the way to the host
   * changed, it is another host with the same id. A new name or access level leaves the connection as it is.
   */
  keep(configs: readonly (HostConfig & { readonly found: boolean })[]): void {
    const wanted = new Map(configs.map((config) => [config.id, config]));
    const removed = [...this.#links]
      .filter(([id, { link }]) => !isDeepStrictEqual(wanted.get(id)?.connection, link.config.connection))
      .map(([id]) => id);
    for (const id of removed) this.#end(id);
    for (const { found, ...config } of wanted.values()) {
      const present = this.#links.get(config.id);
      if (present === undefined) this.#begin(config, found);
      else present.link.config = config;
    }
    const changed = this.list();
    if (removed.length > 0 || changed.length > 0) this.#onDidChange.fire({ changed, removed });
  }

  /** `attended`: a person asks for it, and can be asked. */
  retry(id: string, attended: boolean): void {
    this.#links.get(id)?.link.retry(attended);
  }

  /** The network is another, or the machine woke up: tries all again that don't answer, and asks the others whether they do. */
  lookAgain(): void {
    for (const { link } of this.#links.values()) link.lookAgain();
  }

  /** For looking. NotFound where there is no such host, HostUnreachable where it does not answer now. */
  queries(id: string): EngineQueries {
    return this.#live(id).engine.queries;
  }

  /** For the gate in `actions/` alone. */
  commands(id: string): EngineCommands {
    return this.#live(id).engine.commands;
  }

  dispose(): void {
    for (const id of [...this.#links.keys()]) this.#end(id);
    this.#held.dispose();
  }

  #live(id: string): LiveEngine {
    const link = this.#links.get(id)?.link;
    if (link === undefined) throw new NotFound(`There is no host ${JSON.stringify(id)}.`);
    if (link.live !== undefined) return link.live;
    const address = connectionAddress(link.config.connection);
    if (link.lastError !== undefined) throw link.lastError;
    throw new HostUnreachable("other", address, "The connection is still being made.");
  }

  #begin(config: HostConfig, found: boolean): void {
    const link = new HostLink(config, this.#dialerFor(config.connection), this.#around);
    this.#links.set(config.id, { link, found });
    link.onDidChange((state) => this.#onDidChange.fire({ changed: [{ ...link.config, state, found }], removed: [] }));
    link.onDidConnect((live) => this.#onDidConnect.fire({ host: config.id, live }));
    void link.run();
  }

  #end(id: string): void {
    this.#links.get(id)?.link.dispose();
    this.#links.delete(id);
  }
}
