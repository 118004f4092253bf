import type { Container } from "@quayside/core/model/container.ts";
import type { Host } from "@quayside/core/model/host.ts";
import type { InventoryChange, InventorySnapshot } from "@quayside/core/model/inventory-change.ts";
import { refKey } from "@quayside/core/model/ref.ts";

/** What all hosts hold, for look-ups; never changed once it is shown. */
export interface Inventory {
  /** By id, in the order that people gave them. */
  readonly hosts: ReadonlyMap<string, Host>;
  /** By `refKey`. */
  readonly containers: ReadonlyMap<string, Container>;
  /** Hosts whose containers are known. */
  readonly listed: ReadonlySet<string>;
}

export function inventoryOf(snapshot: InventorySnapshot): Inventory {
  return {
    hosts: inOrder(snapshot.hosts.map((host) => [host.id, host])),
    containers: new Map(snapshot.containers.map((container) => [refKey(container), container])),
    listed: new Set(snapshot.listed),
  };
}

function inOrder(hosts: Iterable<readonly [string, Host]>): ReadonlyMap<string, Host> {
  return new Map([...hosts].sort(([, a], [, b]) => a.position - b.position));
}

/**
 * Takes changes as they come and gives out one picture for all of them: the maps are copied once a frame and not once
 * a change.
 */
export class InventoryDraft {
  readonly #hosts: Map<string, Host>;
  readonly #containers: Map<string, Container>;
  readonly #listed: Set<string>;

  constructor(from: Inventory) {
    this.#hosts = new Map(from.hosts);
    this.#containers = new Map(from.containers);
    this.#listed = new Set(from.listed);
  }

  apply(change: InventoryChange): void {
    for (const host of change.hosts) {
      this.#hosts.set(host.id, host);
      // Enabled again, it is listed anew.
      if (host.state.kind === "disabled") this.#listed.delete(host.id);
    }
    for (const id of change.listed) this.#listed.add(id);
    for (const container of change.containers) this.#containers.set(refKey(container), container);
    for (const ref of change.removedContainers) this.#containers.delete(refKey(ref));
    for (const id of change.removedHosts) this.#removeHost(id);
  }

  /** The draft must not be used any more: what it held is handed over. */
  finish(): Inventory {
    return { hosts: inOrder(this.#hosts), containers: this.#containers, listed: this.#listed };
  }

  #removeHost(id: string): void {
    this.#hosts.delete(id);
    this.#listed.delete(id);
    for (const [key, container] of this.#containers) if (container.host === id) this.#containers.delete(key);
  }
}
