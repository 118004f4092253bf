import type { Container } from "@quayside/core/model/container.ts";
import { parentPath } from "@quayside/core/model/file-path.ts";
import type { Forward } from "@quayside/core/model/forward.ts";
import { type Host, keepsOldKey } from "@quayside/core/model/host.ts";
import type { InventoryChange, InventorySnapshot } from "@quayside/core/model/inventory-change.ts";
import { type Ref, refKey } from "@quayside/core/model/ref.ts";
import { type HostResources, type ResourceKind, resourceKinds } from "@quayside/core/model/resource.ts";
import { factsOf, naturalKey } from "@quayside/shared-ui/containers/facts.ts";
import { matcher } from "@quayside/shared-ui/containers/filter.ts";
import { lookOf } from "@quayside/shared-ui/containers/status.ts";
import { type Filter, isFiltered, noFilter } from "@quayside/shared-ui/containers/view-settings.ts";
import { type FileLocation, fileNode, parseFileNode } from "./file-nodes.ts";
import { FileTree } from "./file-tree.ts";
import { mayReadFiles } from "./file-view.ts";
import {
  containerNode,
  groupNode,
  groupNoteNode,
  hostGroupNode,
  hostNode,
  isResourceKind,
  type NoteNode,
  noteNode,
  parentOf,
  parseNode,
  parseUse,
  type ResourceNode,
  resourceNode,
  stackNode,
  type TreeNode,
  useNode,
} from "./nodes.ts";
import { ResourceBranch } from "./resource-branch.ts";
import { type Resource, resourceMatcher } from "./resources.ts";

/** All of the tree: it stands for the root, which has no node. */
export const ROOT = "";

interface Entry {
  host: Host;
  listed: boolean;
  readonly containers: Map<string, Container>;
  readonly resources: ResourceBranch;
}

/** The inventory as a tree: which nodes there are, and which of them a change makes draw anew. */
export class TreeModel {
  /** What is open of the files of containers and volumes. */
  readonly files = new FileTree();
  readonly #hosts = new Map<string, Entry>();
  #forwards = new Map<string, readonly Forward[]>();
  #filter: Filter = noFilter;
  #matches: (container: Container) => boolean = () => true;
  #resourceMatches: (resource: Resource) => boolean = () => true;

  get filter(): Filter {
    return this.#filter;
  }

  setFilter(filter: Filter): void {
    this.#filter = filter;
    this.#matches = matcher(filter);
    this.#resourceMatches = resourceMatcher(filter);
  }

  /** Gives the ids of the nodes to draw anew. */
  setForwards(forwards: readonly Forward[]): string[] {
    const before = [...this.#forwards.values()].flat();
    this.#forwards = new Map();
    for (const forward of forwards) {
      const key = refKey(forward.container);
      this.#forwards.set(key, [...(this.#forwards.get(key) ?? []), forward]);
    }
    return [...before, ...forwards].flatMap(({ container: { host, id } }) => {
      const entry = this.#hosts.get(host);
      const container = entry?.containers.get(id);
      return [containerNode(host, id), ...(entry?.resources.takeContainer(container, container) ?? [])];
    });
  }

  reset({ hosts, containers, listed }: InventorySnapshot): void {
    this.#hosts.clear();
    for (const host of hosts) this.#hosts.set(host.id, newEntry(host, listed.includes(host.id)));
    for (const container of containers) this.#hosts.get(container.host)?.containers.set(container.id, container);
  }

  /** Takes the change in; gives the ids of the nodes to draw anew. A node's children are drawn with it. */
  apply(change: InventoryChange): ReadonlySet<string> {
    const dirty = new Set<string>();
    const orderBefore = this.#order();
    for (const id of change.removedHosts) this.#removeHost(id);
    for (const host of change.hosts) this.#takeHost(host, dirty);
    for (const id of change.listed) {
      const entry = this.#hosts.get(id);
      if (entry !== undefined) entry.listed = true;
      dirty.add(hostNode(id));
    }
    for (const ref of change.removedContainers) this.#takeContainer(ref, undefined, dirty);
    for (const container of change.containers) this.#takeContainer(container, container, dirty);
    return this.#order() === orderBefore ? dirty : new Set([ROOT]);
  }

  /** Takes in what was read of a host; gives the ids of the nodes to draw anew. */
  applyResources(host: string, held: HostResources | undefined): ReadonlySet<string> {
    const entry = this.#hosts.get(host);
    if (entry === undefined) return new Set();
    const groupsBefore = this.#groups(entry).join();
    const noteBefore = this.#note(entry);
    const dirty = entry.resources.take(held);
    this.files.keepVolumes(host, (volume) => entry.resources.node(entry.host, "volumes", volume) !== undefined);
    // A group may have come or gone by it: by the filter, or on a host that is away.
    const same = groupsBefore === this.#groups(entry).join() && noteBefore === this.#note(entry);
    return new Set(same ? dirty : [hostNode(host)]);
  }

  /** The ids below this one, in order; those of the hosts without one. */
  children(id: string = ROOT): string[] {
    if (id === ROOT) return this.#roots();
    const { kind, host, name } = parseNode(id);
    if (kind === "host-group") return this.#inHostGroup(name).map((member) => hostNode(member.id));
    const entry = this.#hosts.get(host);
    if (entry === undefined) return [];
    if (kind === "stack") return byName(this.#stack(entry, name)).map((container) => containerNode(host, container.id));
    if (kind === "group" && isResourceKind(name)) return this.#inGroup(entry, name);
    if (isResourceKind(kind)) return this.#belowResource(entry, kind, name, id);
    if (kind === "container" && mayReadFiles(entry.host)) return [fileNode({ host, kind, id: name }, "/")];
    if (kind === "files" || kind === "file") return mayReadFiles(entry.host) ? this.files.children(id) : [];
    return kind === "host" ? this.#below(entry) : [];
  }

  /** Nothing for what has gone since VS Code heard of it. */
  node(id: string): TreeNode | undefined {
    const { kind, host: hostId, name } = parseNode(id);
    if (kind === "host-group") {
      const hosts = this.#inHostGroup(name);
      return hosts.length === 0 ? undefined : { kind, group: name, hosts };
    }
    const entry = this.#hosts.get(hostId);
    if (entry === undefined) return undefined;
    const { host } = entry;
    if (kind === "host") return { kind, host };
    if (kind === "stack") {
      const containers = this.#stack(entry, name);
      return containers.length === 0 ? undefined : { kind, host, stack: name, containers };
    }
    if (kind === "container" || kind === "use") {
      const container = entry.containers.get(kind === "use" ? parseUse(name).container : name);
      const opened = container && this.#forwards.get(refKey(container));
      return container && { kind, host, container, ...(opened === undefined ? {} : { opened }) };
    }
    if (kind === "group" && isResourceKind(name))
      return { kind, host, of: name, held: entry.resources.group(name, this.#resourceMatches) };
    if (isResourceKind(kind)) return entry.resources.node(host, kind, name);
    if (kind === "group-note" && isResourceKind(name)) {
      const held = entry.resources.group(name, this.#resourceMatches);
      return held !== undefined && held.error === undefined ? undefined : { kind, host, error: held?.error };
    }
    const location = parseFileNode(id);
    if (location !== undefined) return this.#fileNode(entry, location);
    const note = this.#note(entry);
    return note && { kind: "note", host, note };
  }

  #fileNode(entry: Entry, location: FileLocation & { readonly kind: string }): TreeNode | undefined {
    const { host, containers, resources } = entry;
    const { kind, place } = location;
    const name = place.kind === "container" ? containers.get(place.id)?.name : place.id;
    if (name === undefined || (place.kind === "volume" && resources.node(host, "volumes", name) === undefined))
      return undefined;
    const of = { host, place, named: { host: host.id, kind: place.kind, name } };
    if (kind === "files") return { kind, ...of };
    if (kind === "file") {
      const found = this.files.file(location);
      return found && { kind, ...of, ...found };
    }
    if (kind === "more-files") {
      const count = this.files.count(location);
      return count && { kind, host, ...count };
    }
    const note = this.files.note(location);
    return note && { kind: "file-note", host, note };
  }

  parent(id: string): string | undefined {
    const node = this.node(id);
    if (node === undefined || node.kind === "host-group") return undefined;
    if (node.kind === "host") return node.host.group === undefined ? undefined : hostGroupNode(node.host.group);
    const { kind, host, name } = parseNode(id);
    const location = parseFileNode(id);
    if (location !== undefined) return parentOfFile(location);
    if (kind === "use") return parseUse(name).resource;
    if (isResourceKind(kind)) return groupNode(host, kind);
    if (kind === "group-note" && isResourceKind(name)) return groupNode(host, name);
    return node.kind === "container" ? parentOf(node.container) : hostNode(host);
  }

  /** Those that have a node, in order. */
  shownHosts(): Host[] {
    // A machine without Docker of its own gets no error about that: it appears as soon as it is there.
    const isMissing = ({ host: { found, state }, listed }: Entry): boolean =>
      found && !listed && state.kind === "unreachable" && state.error.reason === "socket-missing";
    return [...this.#hosts.values()]
      .filter((entry) => !isMissing(entry))
      .map(({ host }) => host)
      .sort((a, b) => a.position - b.position);
  }

  hosts(): Host[] {
    return [...this.#hosts.values()].map(({ host }) => host).sort((a, b) => a.position - b.position);
  }

  host(id: string): Host | undefined {
    return this.#hosts.get(id)?.host;
  }

  /** Of all hosts, the filter aside. */
  containers(): Container[] {
    return [...this.#hosts.values()].flatMap(({ containers }) => [...containers.values()]);
  }

  /** The nodes of all images, volumes or networks of all hosts, the filter aside. */
  resources(kind: ResourceKind): ResourceNode[] {
    return [...this.#hosts.values()].flatMap(({ host, resources }) =>
      resources.resources(kind, () => true).flatMap(({ id }) => resources.node(host, kind, id) ?? []),
    );
  }

  /** On hosts that answer: what is known of the others may be over. */
  unhealthy(): Container[] {
    return [...this.#hosts.values()].flatMap(({ host, containers }) =>
      host.state.kind === "online"
        ? [...containers.values()].filter((container) => lookOf(container) === "unhealthy")
        : [],
    );
  }

  /** A group stands where the first of its hosts would. */
  #roots(): string[] {
    const nodes = this.shownHosts().map(({ id, group }) => (group === undefined ? hostNode(id) : hostGroupNode(group)));
    return [...new Set(nodes)];
  }

  #inHostGroup(group: string): Host[] {
    return this.shownHosts().filter((host) => host.group === group);
  }

  /** Which hosts there are, in which order and which groups. */
  #order(): string {
    return JSON.stringify(this.shownHosts().map(({ id, group }) => [id, group]));
  }

  #below(entry: Entry): string[] {
    const { host } = entry;
    const visible = [...entry.containers.values()].filter(this.#matches);
    const stacks = [...new Set(visible.flatMap(({ stack }) => (stack === undefined ? [] : [stack.stack])))];
    const loose = visible.filter(({ stack }) => stack === undefined);
    return [
      ...(this.#note(entry) === undefined ? [] : [noteNode(host.id)]),
      ...stacks.sort(naturally).map((stack) => stackNode(host.id, stack)),
      ...byName(loose).map(({ id }) => containerNode(host.id, id)),
      ...this.#groups(entry),
    ];
  }

  #belowResource({ host, resources }: Entry, kind: ResourceKind, name: string, id: string): string[] {
    const users = resources.users(kind, name).map((container) => useNode(host.id, container.id, id));
    const isThere = resources.node(host, kind, name) !== undefined;
    if (kind !== "volumes" || !isThere || !mayReadFiles(host)) return users;
    return [fileNode({ host: host.id, kind: "volume", id: name }, "/"), ...users];
  }

  /** There from the first list of containers on, so that nothing moves when they are read a moment later. */
  #groups({ host, listed, resources }: Entry): string[] {
    if (!listed || (!resources.isRead && host.state.kind !== "online")) return [];
    const groups = isFiltered(this.#filter)
      ? resourceKinds.filter((kind) => (resources.group(kind, this.#resourceMatches)?.shown ?? 0) > 0)
      : resourceKinds;
    return groups.map((kind) => groupNode(host.id, kind));
  }

  #inGroup({ host, resources }: Entry, kind: ResourceKind): string[] {
    const hasNote = !resources.isRead || resources.group(kind, this.#resourceMatches)?.error !== undefined;
    return [
      ...(hasNote ? [groupNoteNode(host.id, kind)] : []),
      ...resources.resources(kind, this.#resourceMatches).map(({ id }) => resourceNode(kind, host.id, id)),
    ];
  }

  #note(entry: Entry): NoteNode["note"] | undefined {
    const { host, listed, containers } = entry;
    if (host.state.kind === "unreachable") return "unreachable";
    if (host.state.kind === "disabled") return "disabled";
    if (isFiltered(this.#filter) && containers.size > 0)
      return [...containers.values()].some(this.#matches) || this.#groups(entry).length > 0 ? undefined : "no-match";
    if (containers.size > 0) return undefined;
    if (listed) return "empty";
    return host.state.kind === "connecting" ? "connecting" : "reading";
  }

  #stack({ containers }: Entry, stack: string): Container[] {
    return [...containers.values()].filter((container) => container.stack?.stack === stack && this.#matches(container));
  }

  #removeHost(host: string): void {
    for (const id of this.#hosts.get(host)?.containers.keys() ?? []) this.#forgetFiles(host, id);
    this.files.keepVolumes(host, () => false);
    this.#hosts.delete(host);
  }

  #forgetFiles(host: string, id: string): void {
    this.files.forget({ place: { host, kind: "container", id }, path: "/" });
  }

  #takeHost(host: Host, dirty: Set<string>): void {
    const entry = this.#hosts.get(host.id);
    if (entry === undefined) {
      this.#hosts.set(host.id, newEntry(host, false));
      return;
    }
    const { host: before } = entry;
    entry.host = host;
    // Its group tells how many of it answer.
    if (before.state.kind !== host.state.kind && host.group !== undefined) dirty.add(hostGroupNode(host.group));
    if (!drawnAlike(before, host)) dirty.add(hostNode(host.id));
    // A new time of the next try: not worth all that lies below the host.
    else if (host.state.kind === "unreachable") dirty.add(noteNode(host.id));
  }

  #takeContainer({ host, id }: Ref, next: Container | undefined, dirty: Set<string>): void {
    const entry = this.#hosts.get(host);
    if (entry === undefined) return;
    const known = entry.containers.get(id);
    const before = this.#visible(known);
    const after = this.#visible(next);
    if (next === undefined) entry.containers.delete(id);
    else entry.containers.set(id, next);
    // There is another way to them now, by which more or less can be done.
    if (known !== undefined && known.state !== next?.state) this.#forgetFiles(host, id);
    for (const user of entry.resources.takeContainer(known, next)) dirty.add(user);
    if (before === undefined && after === undefined) {
      // A note may say something else now.
      if (entry.containers.size < 2) dirty.add(hostNode(host));
      return;
    }
    const moved =
      before === undefined ||
      after === undefined ||
      parentOf(before) !== parentOf(after) ||
      (before.name !== after.name && this.#passesAnother(entry, before, after));
    if (!moved) dirty.add(containerNode(host, id));
    for (const container of [before, after]) {
      const parent = container && parentOf(container);
      if (parent === undefined || container?.stack === undefined) {
        if (moved && parent !== undefined) dirty.add(parent);
        continue;
      }
      const others = this.#stack(entry, container.stack.stack).some((other) => other.id !== id);
      // Its line tells how many of it run.
      if (moved || before?.state !== after?.state) dirty.add(others ? parent : hostNode(host));
    }
  }

  /** Whether the new name takes it past one of those beside it. */
  #passesAnother({ containers }: Entry, before: Container, after: Container): boolean {
    const parent = parentOf(after);
    const [from, to] = [factsOf(before).nameKey, factsOf(after).nameKey].sort(compare) as [string, string];
    return [...containers.values()].some(
      (other) =>
        other.id !== after.id &&
        parentOf(other) === parent &&
        compare(factsOf(other).nameKey, from) >= 0 &&
        compare(factsOf(other).nameKey, to) <= 0 &&
        this.#matches(other),
    );
  }

  #visible(container: Container | undefined): Container | undefined {
    return container !== undefined && this.#matches(container) ? container : undefined;
  }
}

function parentOfFile({ kind, place, path }: FileLocation & { readonly kind: string }): string {
  if (kind === "file") return fileNode(place, parentPath(path));
  if (kind !== "files") return fileNode(place, path);
  return place.kind === "container"
    ? containerNode(place.host, place.id)
    : resourceNode("volumes", place.host, place.id);
}

/** Whether both have the same line in the tree. */
function drawnAlike(a: Host, b: Host): boolean {
  const line = ({ name, access, isDefault, colour, state }: Host): string =>
    JSON.stringify([name, access, isDefault, colour, state.kind, state.kind === "online" && state.certificate]);
  return line(a) === line(b) && keepsOldKey(a) === keepsOldKey(b);
}

function newEntry(host: Host, listed: boolean): Entry {
  const containers = new Map<string, Container>();
  return { host, listed, containers, resources: new ResourceBranch(host.id, containers) };
}

function byName(containers: Container[]): Container[] {
  return containers.sort((a, b) => compare(factsOf(a).nameKey, factsOf(b).nameKey));
}

function naturally(a: string, b: string): number {
  return compare(naturalKey(a), naturalKey(b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
