import type { EngineQueries } from "../engine/engine-queries.ts";
import type { HostLinks } from "../hosts/host-links.ts";
import { orAborted } from "../lifetime/abort.ts";
import { type Disposable, Disposables } from "../lifetime/disposable.ts";
import { Emitter } from "../lifetime/emitter.ts";
import type { HostResources, ResourceKind } from "../model/resource.ts";
import { HostResourceLists } from "./host-resource-lists.ts";
import type { Inventory } from "./inventory.ts";
import { staleAfter } from "./resource-events.ts";

/**
 * Images, volumes and networks of every host: listed after its containers, and again when the engine tells of a
 * change. It never polls. While a host is away its last known stay.
 */
export class Resources implements Disposable {
  readonly #links: HostLinks;
  readonly #hosts = new Map<string, HostResourceLists>();
  readonly #held = new Disposables();
  readonly #onDidChange = this.#held.add(new Emitter<readonly string[]>());

  /** The hosts whose resources changed. */
  readonly onDidChange = this.#onDidChange.event;

  constructor(links: HostLinks, inventory: Pick<Inventory, "onDidList" | "onDidHostEvent">) {
    this.#links = links;
    this.#held.add(links.onDidConnect(({ host, live }) => this.#lists(host).connected(live)));
    this.#held.add(links.onDidChange(({ removed }) => this.#forget(removed)));
    this.#held.add(inventory.onDidList((host) => this.#hosts.get(host)?.containersListed()));
    this.#held.add(
      inventory.onDidHostEvent(({ host, event, replayed }) => {
        // The lists of a connection are newer than what is replayed.
        const kind = replayed ? undefined : staleAfter(event);
        if (kind !== undefined) this.stale(host, kind);
      }),
    );
  }

  /** Undefined until the host's lists were asked for once. */
  get(host: string): HostResources | undefined {
    return this.#hosts.get(host)?.resources;
  }

  /** Lists all three now. Rejects with NotFound, HostUnreachable, EngineError, Cancelled. */
  async refresh(host: string, signal: AbortSignal): Promise<void> {
    this.#queries(host);
    await orAborted(this.#lists(host).refresh(), signal);
  }

  /** Lists this kind again soon: something of ours changed it. Podman has no events of networks, and late ones of others. */
  stale(host: string, kind: ResourceKind): void {
    this.#hosts.get(host)?.stale(kind);
  }

  /** Fills in how much is in the host's volumes, for which the engine may take minutes. Rejects as `refresh` does. */
  async sizeVolumes(host: string, signal: AbortSignal): Promise<void> {
    const sizes = await this.#queries(host).resources.volumeSizes(signal);
    this.#hosts.get(host)?.setSizes(sizes);
  }

  dispose(): void {
    for (const lists of this.#hosts.values()) lists.dispose();
    this.#held.dispose();
  }

  /** Throws where the host is not there. */
  #queries(host: string): EngineQueries {
    return this.#links.queries(host);
  }

  #lists(host: string): HostResourceLists {
    let lists = this.#hosts.get(host);
    if (lists === undefined) {
      const name = (): string => this.#links.get(host)?.name ?? host;
      lists = new HostResourceLists(host, name, () => this.#onDidChange.fire([host]));
      this.#hosts.set(host, lists);
    }
    return lists;
  }

  #forget(removed: readonly string[]): void {
    const gone = removed.filter((host) => {
      this.#hosts.get(host)?.dispose();
      return this.#hosts.delete(host);
    });
    if (gone.length > 0) this.#onDidChange.fire(gone);
  }
}
