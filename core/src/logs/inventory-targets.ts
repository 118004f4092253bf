import type { EngineQueries } from "../engine/engine-queries.ts";
import type { HostEvent, Inventory } from "../inventory/inventory.ts";
import { type Disposable, Disposables } from "../lifetime/disposable.ts";
import { Emitter } from "../lifetime/emitter.ts";
import type { Container } from "../model/container.ts";
import type { Host } from "../model/host.ts";
import type { InventoryChange } from "../model/inventory-change.ts";
import type { LogSelector, NamedContainer, Ref, Selector } from "../model/ref.ts";
import type { RunState } from "../model/run-state.ts";
import type { LogHost, LogHostContents, LogTarget, LogTargets } from "./log-source.ts";
import { inLogTime } from "./run-state.ts";

export interface InventoryTargetsOptions {
  readonly inventory: Inventory;
  readonly host: (id: string) => Host | undefined;
  readonly hosts: () => readonly Host[];
  readonly queries: (host: string) => EngineQueries;
}

/** Feeds the logs from the inventory. */
export class InventoryTargets implements LogTargets, Disposable {
  readonly #options: InventoryTargetsOptions;
  readonly #held = new Disposables();
  readonly #onDidChange = this.#held.add(new Emitter<string>());

  readonly onDidChange = this.#onDidChange.event;

  constructor(options: InventoryTargetsOptions) {
    this.#options = options;
    this.#held.add(options.inventory.onDidChange((change) => this.#tell(change)));
    this.#held.add(
      options.inventory.onDidHostEvent(({ host, event }: HostEvent) => {
        // An end and a new beginning may lie so close together that the inventory shows neither.
        if (event.type === "container") this.#onDidChange.fire(host);
      }),
    );
  }

  host(id: string): LogHost | undefined {
    const host = this.#options.host(id);
    if (host === undefined) return undefined;
    if (host.state.kind === "unreachable") return { kind: "unreachable", reason: host.state.error.title };
    if (host.state.kind === "disabled") return { kind: "unreachable", reason: `${host.name} is disabled` };
    const listed = this.#options.inventory.isListed(id);
    return host.state.kind === "online" && listed
      ? { kind: "online", source: this.#options.queries(id) }
      : { kind: "connecting" };
  }

  find(selector: Selector): LogTarget | undefined {
    const container = this.#options.inventory.find(selector);
    return container && targetOf(container);
  }

  all(): readonly LogHostContents[] {
    const { hosts, inventory } = this.#options;
    return hosts()
      .filter(({ state }) => state.kind !== "disabled")
      .map(({ id }) => ({
        host: id,
        containers: inventory.containersOf(id).map((container) => ({
          ...targetOf(container),
          ...(container.stack === undefined ? {} : { stack: container.stack.stack }),
          since: container.run?.since ?? container.createdAt,
        })),
      }));
  }

  members(selector: LogSelector): readonly NamedContainer[] {
    const { host } = selector;
    const fits = ({ stack }: Container): boolean => {
      if ("all" in selector) return true;
      if ("stack" in selector) return stack?.stack === selector.stack;
      return (
        "service" in selector && stack?.stack === selector.service.stack && stack.service === selector.service.name
      );
    };
    return this.#options.inventory
      .containersOf(host)
      .filter(fits)
      .map(({ name }) => ({ host, name }));
  }

  hostName(host: string): string {
    return this.#options.host(host)?.name ?? host;
  }

  clockAhead(id: string): number | undefined {
    const state = this.#options.host(id)?.state;
    if (state?.kind !== "online" || state.machine === undefined) return undefined;
    return state.machine.clockAhead ?? 0;
  }

  async inspect({ host, id }: Ref, signal: AbortSignal): Promise<RunState> {
    return inLogTime(await this.#options.queries(host).runState(id, signal));
  }

  dispose(): void {
    this.#held.dispose();
  }

  #tell({ hosts, removedHosts, containers, removedContainers, listed }: InventoryChange): void {
    const touched = [
      ...hosts.map(({ id }) => id),
      ...removedHosts,
      ...containers.map(({ host }) => host),
      ...removedContainers.map(({ host }) => host),
      ...listed,
    ];
    for (const host of new Set(touched)) this.#onDidChange.fire(host);
  }
}

function targetOf({ id, name, state }: Container): LogTarget {
  return { id, name, running: state === "running" || state === "paused" };
}
