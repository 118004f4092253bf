import { randomUUID } from "node:crypto";
import type { Action, Gate } from "../actions/gate.ts";
import type { EngineQueries } from "../engine/engine-queries.ts";
import { describeError } from "../errors/describe-error.ts";
import type { ErrorInfo } from "../errors/error-info.ts";
import { Conflict, InvalidInput, NotAllowed, NotFound } from "../errors/errors.ts";
import type { HostReach } from "../hosts/host-reach.ts";
import { type Disposable, Disposables } from "../lifetime/disposable.ts";
import { Emitter, type Event } from "../lifetime/emitter.ts";
import { allows, containerNeeds } from "../model/access.ts";
import type { Container } from "../model/container.ts";
import type { Forward } from "../model/forward.ts";
import type { Host } from "../model/host.ts";
import type { Ref, Selector } from "../model/ref.ts";
import { dialContainerPort } from "./container-port.ts";
import { LocalPort } from "./local-port.ts";

export interface ForwardsOptions {
  readonly gate: Gate;
  readonly host: (id: string) => Host | undefined;
  readonly find: (selector: Selector) => Container | undefined;
  readonly queries: (host: string) => EngineQueries;
  readonly reach: (host: string) => HostReach | undefined;
  readonly onDidChangeHosts: Event<{ readonly changed: readonly Host[]; readonly removed: readonly string[] }>;
  readonly onDidChangeContainers: Event<unknown>;
  readonly now: () => number;
}

interface Entry {
  readonly id: string;
  readonly action: Action;
  readonly hostName: string;
  readonly openedAt: number;
  readonly port: number;
  /** As it was called when the port was opened: another of that name takes its place. */
  readonly name: string;
  container: Pick<Container, "host" | "id" | "name">;
  problem: ErrorInfo | undefined;
}

/**
 * Ports of containers, open on 127.0.0.1. Nothing is published over there: each connection is dialled from the host's
 * machine to the address that the container has at that moment.
 */
export class Forwards implements Disposable {
  readonly #options: ForwardsOptions;
  readonly #open = new Map<string, { readonly entry: Entry; readonly local: LocalPort }>();
  readonly #recording = new Set<Promise<void>>();
  readonly #held = new Disposables();
  readonly #onDidChange = this.#held.add(new Emitter<readonly Forward[]>());

  /** One was opened or closed, leads to another container, or failed and works again. Not for each connection. */
  readonly onDidChange = this.#onDidChange.event;

  constructor(options: ForwardsOptions) {
    this.#options = options;
    this.#held.add(options.onDidChangeHosts(({ changed, removed }) => this.#takeHosts(changed, removed)));
    this.#held.add(options.onDidChangeContainers(() => this.#follow()));
  }

  list(): Forward[] {
    return [...this.#open.values()].map(({ entry, local }) => forwardOf(entry, local));
  }

  /**
   * Opens it at the same number where that is free, else at another; gives the one that is open already. Rejects:
   * InvalidInput, Conflict where it doesn't run, nobody listens or no way leads there, NotFound, NotAllowed,
   * HostUnreachable, Cancelled.
   */
  async open(ref: Ref, port: number, signal: AbortSignal): Promise<Forward> {
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      throw new InvalidInput("port", `${port} is no port: they go from 1 to 65535.`);
    const { gate, find, host, now } = this.#options;
    const container = find(ref);
    const name = container?.name ?? ref.id.slice(0, 12);
    const present = [...this.#open.values()].find(
      ({ entry }) => entry.container.host === ref.host && entry.container.id === ref.id && entry.port === port,
    );
    if (present !== undefined) return forwardOf(present.entry, present.local);
    const action: Action = {
      host: ref.host,
      subject: { type: "container", id: ref.id, name },
      type: "open-port",
      need: containerNeeds.forward,
      note: `port ${port}`,
    };
    return await gate.perform(
      action,
      async (_commands, abort) => {
        if (container === undefined) throw new NotFound(`There is no container ${name}.`);
        const entry: Entry = {
          ...{ id: randomUUID(), action, hostName: host(ref.host)?.name ?? ref.host, openedAt: now() },
          ...{ port, name, container, problem: undefined },
        };
        // What can't work is told now, and not at the first connection.
        (await this.#dial(entry, abort)).destroy();
        const dial = (connection: AbortSignal) => this.#dial(entry, connection);
        const local = await LocalPort.open({ wanted: port, dial, tried: (error) => this.#tried(entry, error) }, abort);
        return this.#keep(entry, local);
      },
      signal,
    );
  }

  /** Its connections break. One that is closed already stays that. */
  async close(id: string): Promise<void> {
    this.#end(id, undefined);
    await Promise.all(this.#recording);
  }

  /** Closes all, and resolves when that is on record. */
  async closeAll(): Promise<void> {
    for (const id of [...this.#open.keys()]) this.#end(id, undefined);
    await Promise.all(this.#recording);
  }

  dispose(): void {
    for (const id of [...this.#open.keys()]) this.#end(id, undefined);
    this.#held.dispose();
  }

  #keep(entry: Entry, local: LocalPort): Forward {
    const host = this.#options.host(entry.container.host);
    // It may have gone, or been disabled, while the port was opened.
    if (this.#held.disposed || host === undefined || host.state.kind === "disabled") {
      local.dispose();
      throw new NotFound(`${entry.hostName} is gone.`);
    }
    this.#open.set(entry.id, { entry, local });
    this.#changed();
    return forwardOf(entry, local);
  }

  async #dial({ container, name, port }: Entry, signal: AbortSignal): ReturnType<typeof dialContainerPort> {
    const { find, host, queries, reach } = this.#options;
    const { host: on } = container;
    // Throws where the host doesn't answer now.
    const [engine, way, present] = [queries(on), reach(on), host(on)];
    if (way === undefined || present === undefined)
      throw new Conflict(
        `${present?.name ?? on} lets nobody into the networks of its containers from here: only ports that are published can be opened.`,
      );
    const found = find({ host: on, name }) ?? find(container);
    if (found === undefined) throw new NotFound(`There is no container ${name}.`);
    return await dialContainerPort({ host: present, queries: engine, reach: way, container: found, port }, signal);
  }

  #tried(entry: Entry, error: unknown): void {
    const before = entry.problem;
    entry.problem = error === undefined ? undefined : describeError(error, entry.hostName);
    if (before?.sentence !== entry.problem?.sentence) this.#changed();
  }

  /** A container that was made anew, or renamed. */
  #follow(): void {
    let moved = false;
    for (const { entry } of this.#open.values()) {
      const { host } = entry.container;
      const found = this.#options.find({ host, name: entry.name }) ?? this.#options.find(entry.container);
      if (found === undefined || (found.id === entry.container.id && found.name === entry.container.name)) continue;
      entry.container = found;
      moved = true;
    }
    if (moved) this.#changed();
  }

  #takeHosts(changed: readonly Host[], removed: readonly string[]): void {
    for (const { entry } of [...this.#open.values()]) {
      const { host } = entry.container;
      if (removed.includes(host)) this.#end(entry.id, undefined);
      const now = changed.find(({ id }) => id === host);
      if (now !== undefined && !allows(now.access, containerNeeds.forward))
        this.#end(entry.id, new NotAllowed(`${now.name} was set to “${now.access}”.`));
    }
  }

  #end(id: string, error: Error | undefined): void {
    const { entry, local } = this.#open.get(id) ?? {};
    if (entry === undefined || local === undefined) return;
    this.#open.delete(id);
    local.dispose();
    const { action, openedAt: since, hostName } = entry;
    const recording = this.#options.gate
      .ended({ ...action, type: "close-port" }, { since, hostName, ...(error === undefined ? {} : { error }) })
      .finally(() => this.#recording.delete(recording));
    this.#recording.add(recording);
    this.#changed();
  }

  #changed(): void {
    this.#onDidChange.fire(this.list());
  }
}

function forwardOf({ id, container, port, problem, openedAt }: Entry, local: LocalPort): Forward {
  return {
    ...{ id, name: container.name, port, openedAt },
    container: { host: container.host, id: container.id },
    localPort: local.number,
    connections: local.connections,
    ...(problem === undefined ? {} : { problem }),
  };
}
