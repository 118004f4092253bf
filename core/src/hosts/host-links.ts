import { isDeepStrictEqual } from "node:util";
import type { Dialer } from "../engine/dialer.ts";
import type { EngineCommands } from "../engine/engine-commands.ts";
import type { EngineQueries } from "../engine/engine-queries.ts";
import { HostUnreachable, NotFound } from "../errors/errors.ts";
import { type Disposable, Disposables } from "../lifetime/disposable.ts";
import { Emitter } from "../lifetime/emitter.ts";
import { connectionAddress, type Host, type HostConfig } from "../model/host.ts";
import { HostLink, type LinkSurroundings, type LiveEngine } from "./host-link.ts";
import type { HostReach } from "./host-reach.ts";

export interface HostsChange {
  readonly changed: readonly Host[];
  readonly removed: readonly string[];
}

/** A host as it is to be kept connected. */
export interface KeptHost extends HostConfig {
  readonly found: boolean;
  readonly isDefault: boolean;
}

interface Entry {
  readonly link: HostLink;
  kept: KeptHost;
  position: number;
}

type DialerFor = (host: Pick<HostConfig, "id" | "connection">) => Dialer;

export interface HostConnected {
  readonly host: string;
  readonly live: LiveEngine;
}

/** The connections to all hosts. One host's failure never delays another. */
export class HostLinks implements Disposable {
  readonly #links = new Map<string, Entry>();
  readonly #held = new Disposables();
  readonly #onDidChange = this.#held.add(new Emitter<HostsChange>());
  readonly #onDidConnect = this.#held.add(new Emitter<HostConnected>());
  readonly #dialerFor: DialerFor;
  readonly #around: LinkSurroundings;

  readonly onDidChange = this.#onDidChange.event;
  readonly onDidConnect = this.#onDidConnect.event;

  constructor(dialerFor: DialerFor, around: LinkSurroundings) {
    this.#dialerFor = dialerFor;
    this.#around = around;
  }

  list(): Host[] {
    return [...this.#links.values()].sort((a, b) => a.position - b.position).map(hostOf);
  }

  get(id: string): Host | undefined {
    const entry = this.#links.get(id);
    return entry && hostOf(entry);
  }

  /**
   * Makes the connections fit these hosts: new ones begin, missing ones end, and where the way to the host changed, or
   * it was disabled or enabled, it is another host with the same id. Whatever else is new leaves the connection as it is.
   */
  keep(hosts: readonly KeptHost[]): void {
    const wanted = new Map(hosts.map((host) => [host.id, host]));
    const removed = [...this.#links]
      .filter(([id, { kept }]) => {
        const next = wanted.get(id);
        return !isDeepStrictEqual(next?.connection, kept.connection) || next?.disabled !== kept.disabled;
      })
      .map(([id]) => id);
    for (const id of removed) this.#end(id);
    for (const [position, host] of hosts.entries()) {
      const present = this.#links.get(host.id);
      if (present === undefined) this.#begin(host, position);
      else {
        present.link.config = host;
        present.kept = host;
        present.position = position;
      }
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

  /** Undefined where nothing leads to its machine but the way to the engine. Throws as `queries`. */
  reach(id: string): HostReach | undefined {
    this.#live(id);
    return this.#links.get(id)?.link.reach;
  }

  /** Why there is no connection now; undefined where there is one, or the first is being made. */
  lastError(id: string): unknown {
    return this.#links.get(id)?.link.lastError;
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
    if (link.state.kind === "disabled") throw new HostUnreachable("disabled", address, "The host is disabled.");
    throw new HostUnreachable("other", address, "The connection is still being made.");
  }

  #begin(kept: KeptHost, position: number): void {
    const link = new HostLink(kept, this.#dialerFor(kept), this.#around);
    const entry: Entry = { link, kept, position };
    this.#links.set(kept.id, entry);
    link.onDidChange(() => this.#onDidChange.fire({ changed: [hostOf(entry)], removed: [] }));
    link.onDidConnect((live) => this.#onDidConnect.fire({ host: kept.id, live }));
    if (kept.disabled !== true) void link.run();
  }

  #end(id: string): void {
    this.#links.get(id)?.link.dispose();
    this.#links.delete(id);
  }
}

function hostOf({ link, kept, position }: Entry): Host {
  return { ...kept, state: link.state, position };
}
