import { isDeepStrictEqual } from "node:util";
import type { ResourceQueries } from "../engine/resource-queries.ts";
import { describeError } from "../errors/describe-error.ts";
import type { ErrorInfo } from "../errors/error-info.ts";
import type { LiveEngine } from "../hosts/host-link.ts";
import { throwIfAborted } from "../lifetime/abort.ts";
import { type Disposable, Disposables } from "../lifetime/disposable.ts";
import { oneAtATime } from "../lifetime/one-at-a-time.ts";
import { Settled } from "../lifetime/settled.ts";
import { type HostResources, type ResourceKind, resourceKinds, type Volume } from "../model/resource.ts";

/** Milliseconds. The containers that were just listed are to be drawn before anything else is asked or read. */
const AFTER_CONTAINERS = 1_000;

/** Milliseconds. An image that is pulled or a stack that goes up makes events in a row. */
const AFTER_EVENTS = { quiet: 100, longest: 500 };

type Lists = Pick<HostResources, ResourceKind>;

const listOf: { readonly [K in ResourceKind]: (queries: ResourceQueries, signal: AbortSignal) => Promise<Lists[K]> } = {
  images: (queries, signal) => queries.listImages(signal),
  volumes: (queries, signal) => queries.listVolumes(signal),
  networks: (queries, signal) => queries.listNetworks(signal),
};

/** The lists of one host, from one connection to the next. */
export class HostResourceLists implements Disposable {
  readonly #host: string;
  readonly #changed: () => void;
  readonly #hostName: () => string;
  readonly #held = new Disposables();
  readonly #list = {} as Record<ResourceKind, () => Promise<void>>;
  readonly #soon = {} as Record<ResourceKind, Settled>;
  #live: LiveEngine | undefined;
  /** Listed on this connection already, or being listed. */
  #begun = false;
  #first: NodeJS.Timeout | undefined;
  /** Each list was tried once: until then nobody is shown a part. */
  #whole = false;
  #lists: Lists = { images: [], volumes: [], networks: [] };
  #errors: Partial<Record<ResourceKind, ErrorInfo>> = {};
  #resources: HostResources | undefined;

  constructor(host: string, hostName: () => string, changed: () => void) {
    this.#host = host;
    this.#hostName = hostName;
    this.#changed = changed;
    for (const kind of resourceKinds) {
      const list = oneAtATime(() => this.#listNow(kind));
      this.#list[kind] = list;
      // Its failure stands in `errors`.
      this.#soon[kind] = this.#held.add(new Settled(() => void list().catch(() => {}), AFTER_EVENTS));
    }
  }

  /** Undefined until each list was asked for once. */
  get resources(): HostResources | undefined {
    return this.#resources;
  }

  connected(live: LiveEngine): void {
    this.#live = live;
    clearTimeout(this.#first);
    this.#begun = false;
  }

  /** The host's containers are there, for which everybody waited: now it is the turn of these. */
  containersListed(): void {
    if (this.#begun || this.#live === undefined) return;
    this.#begun = true;
    // Failures stand in `errors`.
    this.#first = setTimeout(() => void this.refresh().catch(() => {}), AFTER_CONTAINERS);
  }

  stale(kind: ResourceKind): void {
    if (this.#begun) this.#soon[kind].ask();
  }

  /** Lists all, one after the other: a host may have few connections. Rejects with the first error, when all were tried. */
  async refresh(): Promise<void> {
    const live = this.#live;
    const failures: unknown[] = [];
    for (const kind of resourceKinds) {
      await this.#list[kind]().catch((error: unknown) => failures.push(error));
    }
    if (!this.#whole && live !== undefined && live === this.#live && !live.signal.aborted) {
      this.#whole = true;
      this.#take(this.#lists, this.#errors);
    }
    if (failures.length > 0) throw failures[0];
  }

  setSizes(sizes: ReadonlyMap<string, number>): void {
    const volumes = this.#lists.volumes.map((volume) => {
      const size = sizes.get(volume.id);
      return size === undefined ? volume : { ...volume, size };
    });
    this.#take({ ...this.#lists, volumes }, this.#errors);
  }

  dispose(): void {
    this.#live = undefined;
    clearTimeout(this.#first);
    this.#held.dispose();
  }

  async #listNow(kind: ResourceKind): Promise<void> {
    const live = this.#live;
    if (live === undefined) return;
    try {
      throwIfAborted(live.signal);
      const found = await listOf[kind](live.engine.queries.resources, live.signal);
      if (this.#live !== live) return;
      const { [kind]: _mended, ...errors } = this.#errors;
      this.#take(this.#with(kind, found), errors);
    } catch (error) {
      // Of a connection that is over the host itself tells.
      if (this.#live === live && !live.signal.aborted)
        this.#take(this.#lists, { ...this.#errors, [kind]: describeError(error, this.#hostName()) });
      throw error;
    }
  }

  #with(kind: ResourceKind, found: Lists[ResourceKind]): Lists {
    const lists = { ...this.#lists, [kind]: found };
    return kind === "volumes" ? { ...lists, volumes: withSizes(lists.volumes, this.#lists.volumes) } : lists;
  }

  #take(lists: Lists, errors: HostResources["errors"]): void {
    this.#lists = lists;
    this.#errors = errors;
    if (!this.#whole) return;
    const resources = { host: this.#host, ...lists, errors };
    if (isDeepStrictEqual(resources, this.#resources)) return;
    this.#resources = resources;
    this.#changed();
  }
}

/** A list tells no sizes: those that were asked for stay with the volumes that are still the same. */
function withSizes(found: readonly Volume[], known: readonly Volume[]): Volume[] {
  const before = new Map(known.map((volume) => [volume.id, volume]));
  return found.map((volume) => {
    const same = before.get(volume.id);
    return same?.size !== undefined && same.createdAt === volume.createdAt ? { ...volume, size: same.size } : volume;
  });
}
