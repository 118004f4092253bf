import { containerUse, networkUsers, resourceUse } from "@quayside/core/inventory/resource-use.ts";
import type { Container } from "@quayside/core/model/container.ts";
import type { Host } from "@quayside/core/model/host.ts";
import type { Ref } from "@quayside/core/model/ref.ts";
import {
  type HostResources,
  type ResourceKind,
  type ResourceUse,
  resourceKinds,
} from "@quayside/core/model/resource.ts";
import { factsOf } from "@quayside/shared-ui/containers/facts.ts";
import { type GroupFacts, groupNode, type ResourceNode, resourceNode, useNode } from "./nodes.ts";
import { isImage, isNetwork, type Resource, sortedResources } from "./resources.ts";

type Matches = (resource: Resource) => boolean;

/** Images, volumes and networks of one host, joined with its containers that use them. */
export class ResourceBranch {
  readonly #host: string;
  readonly #containers: ReadonlyMap<string, Container>;
  #held: HostResources | undefined;
  #use: ResourceUse | undefined;
  readonly #sorted = new Map<ResourceKind, readonly Resource[]>();
  readonly #byId = new Map<ResourceKind, ReadonlyMap<string, Resource>>();
  /** Somebody has opened one of the groups: until then nothing below them is drawn, or drawn anew. */
  #isOpened = false;

  /** `containers` is read whenever something is asked of it. */
  constructor(host: string, containers: ReadonlyMap<string, Container>) {
    this.#host = host;
    this.#containers = containers;
  }

  get isRead(): boolean {
    return this.#held !== undefined;
  }

  /** Gives the ids of the groups to draw anew. */
  take(held: HostResources | undefined): string[] {
    const before = this.#held;
    this.#held = held;
    const changed = resourceKinds.filter((kind) => !sameKind(before, held, kind));
    for (const kind of changed) {
      this.#sorted.delete(kind);
      this.#byId.delete(kind);
    }
    return changed.map((kind) => groupNode(this.#host, kind));
  }

  /** A container has changed, come or gone. Gives the ids of what to draw anew besides itself. */
  takeContainer(before: Container | undefined, after: Container | undefined): string[] {
    if (!this.#isOpened) {
      this.#use = undefined;
      return [];
    }
    const sameUses = before !== undefined && after !== undefined && useText(before) === useText(after);
    if (!sameUses) this.#use = undefined;
    // Its name decides where it stands among those that use the same.
    if (sameUses && before.name === after.name)
      return this.#usedBy(after).map((resource) => useNode(this.#host, after.id, resource));
    return [...this.#usedBy(before), ...this.#usedBy(after)];
  }

  /** Nothing until it is read. */
  group(kind: ResourceKind, matches: Matches): GroupFacts | undefined {
    if (this.#held === undefined) return undefined;
    const all: readonly Resource[] = this.#held[kind];
    const shown = all.filter(matches).length;
    return { all: all.length, shown, size: sizeOf(all), error: this.#held.errors[kind] };
  }

  /** In order. */
  resources(kind: ResourceKind, matches: Matches): readonly Resource[] {
    this.#isOpened = true;
    if (this.#held === undefined) return [];
    let sorted = this.#sorted.get(kind);
    if (sorted === undefined) {
      sorted = sortedResources(this.#held, kind);
      this.#sorted.set(kind, sorted);
    }
    return sorted.filter(matches);
  }

  node(host: Host, kind: ResourceKind, id: string): ResourceNode | undefined {
    const resource = this.#find(kind, id);
    if (resource === undefined) return undefined;
    const users = this.#users(resource);
    if (isImage(resource)) return { kind: "image", host, image: resource, users };
    if (isNetwork(resource)) return { kind: "network", host, network: resource, users };
    return { kind: "volume", host, volume: resource, users };
  }

  /** The containers that use it, by name. */
  users(kind: ResourceKind, id: string): Container[] {
    const resource = this.#find(kind, id);
    return resource === undefined ? [] : this.#users(resource);
  }

  #users(resource: Resource): Container[] {
    this.#use ??= resourceUse([...this.#containers.values()]);
    return refsOf(this.#use, resource)
      .flatMap((ref) => this.#containers.get(ref.id) ?? [])
      .sort((a, b) => (factsOf(a).nameKey < factsOf(b).nameKey ? -1 : 1));
  }

  /** The ids of the nodes of all that it uses. */
  #usedBy(container: Container | undefined): string[] {
    if (container === undefined || this.#held === undefined) return [];
    const use = resourceUse([container]);
    const named = (kind: ResourceKind, id: string): string => resourceNode(kind, this.#host, id);
    return [
      ...[...use.images.keys()].map((id) => named("images", id)),
      ...[...use.volumes.keys()].map((id) => named("volumes", id)),
      ...this.#held.networks
        .filter((network) => networkUsers(use, network).length > 0)
        .map(({ id }) => named("networks", id)),
    ];
  }

  #find(kind: ResourceKind, id: string): Resource | undefined {
    if (this.#held === undefined) return undefined;
    let byId = this.#byId.get(kind);
    if (byId === undefined) {
      byId = new Map((this.#held[kind] as readonly Resource[]).map((resource) => [resource.id, resource]));
      this.#byId.set(kind, byId);
    }
    return byId.get(id);
  }
}

/** Equal for two that use the same. */
function useText(container: Container): string {
  return JSON.stringify(containerUse(container));
}

function refsOf(use: ResourceUse, resource: Resource): readonly Ref[] {
  if (isImage(resource)) return use.images.get(resource.id) ?? [];
  return isNetwork(resource) ? networkUsers(use, resource) : (use.volumes.get(resource.id) ?? []);
}

/** They are replaced as a whole: what is told anew need not be another. */
function sameKind(before: HostResources | undefined, after: HostResources | undefined, kind: ResourceKind): boolean {
  if (before === undefined || after === undefined) return before === after;
  if (before.errors[kind]?.title !== after.errors[kind]?.title) return false;
  return before[kind] === after[kind] || JSON.stringify(before[kind]) === JSON.stringify(after[kind]);
}

/** Bytes of all; nothing where one of them has none that is known. */
function sizeOf(all: readonly Resource[]): number | undefined {
  let sum = 0;
  for (const resource of all) {
    if (isNetwork(resource) || resource.size === undefined) return undefined;
    sum += resource.size;
  }
  return sum;
}
