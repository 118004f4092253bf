import type { Disposable } from "../lifetime/disposable.ts";
import type { Container } from "../model/container.ts";
import type { Host } from "../model/host.ts";
import type { InventoryChange } from "../model/inventory-change.ts";
import { type Ref, refKey } from "../model/ref.ts";

const WINDOW = 30;

/**
 * Gathers changes: the first goes out at once, those that follow within 30 ms together, so none waits longer than
 * that however many come.
 */
export class ChangeBuffer implements Disposable {
  readonly #deliver: (change: InventoryChange) => void;
  #hosts = new Map<string, Host>();
  #removedHosts = new Set<string>();
  #containers = new Map<string, Container>();
  #removedContainers = new Map<string, Ref>();
  #listed = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #lastDelivery = Number.NEGATIVE_INFINITY;

  constructor(deliver: (change: InventoryChange) => void) {
    this.#deliver = deliver;
  }

  host(host: Host): void {
    this.#hosts.set(host.id, host);
    this.#removedHosts.delete(host.id);
    this.#schedule();
  }

  removedHost(id: string): void {
    this.#hosts.delete(id);
    this.#removedHosts.add(id);
    this.#schedule();
  }

  containers(changed: readonly Container[], removed: readonly Ref[]): void {
    if (changed.length + removed.length === 0) return;
    for (const container of changed) {
      this.#containers.set(refKey(container), container);
      this.#removedContainers.delete(refKey(container));
    }
    for (const ref of removed) {
      this.#containers.delete(refKey(ref));
      this.#removedContainers.set(refKey(ref), ref);
    }
    this.#schedule();
  }

  /** The first list of a host is what everybody waits for: it goes out at once, with what is gathered. */
  listed(host: string): void {
    this.#listed.add(host);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), 0);
  }

  /** Hands out now what is gathered. */
  flush(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lastDelivery = performance.now();
    const change: InventoryChange = {
      hosts: [...this.#hosts.values()],
      removedHosts: [...this.#removedHosts],
      containers: [...this.#containers.values()],
      removedContainers: [...this.#removedContainers.values()],
      listed: [...this.#listed],
    };
    this.#hosts = new Map();
    this.#removedHosts = new Set();
    this.#containers = new Map();
    this.#removedContainers = new Map();
    this.#listed = new Set();
    this.#deliver(change);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    if (this.#timer !== undefined) return;
    const wait = Math.max(0, this.#lastDelivery + WINDOW - performance.now());
    this.#timer = setTimeout(() => this.flush(), wait);
  }
}
