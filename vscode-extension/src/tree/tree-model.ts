import type { Container } from "@quayside/core/model/container.ts";
import type { Forward } from "@quayside/core/model/forward.ts";
import type { Host } from "@quayside/core/model/host.ts";
import type { InventoryChange, InventorySnapshot } from "@quayside/core/model/inventory-change.ts";
import { type Ref, refKey } from "@quayside/core/model/ref.ts";
import { factsOf, naturalKey } from "@quayside/shared-ui/containers/facts.ts";
import { matcher } from "@quayside/shared-ui/containers/filter.ts";
import { lookOf } from "@quayside/shared-ui/containers/status.ts";
import { type Filter, isFiltered, noFilter } from "@quayside/shared-ui/containers/view-settings.ts";
import {
  containerNode,
  hostNode,
  type NoteNode,
  noteNode,
  parentOf,
  parseNode,
  stackNode,
  type TreeNode,
} from "./nodes.ts";

/** All of the tree: it stands for the root, which has no node. */
export const ROOT = "";

interface Entry {
  host: Host;
  listed: boolean;
  readonly containers: Map<string, Container>;
}

/** The inventory as a tree: which nodes there are, and which of them a change makes draw anew. */
export class TreeModel {
  readonly #hosts = new Map<string, Entry>();
  #forwards = new Map<string, readonly Forward[]>();
  #filter: Filter = noFilter;
  #matches: (container: Container) => boolean = () => true;

  get filter(): Filter {
    return this.#filter;
  }

  setFilter(filter: Filter): void {
    this.#filter = filter;
    this.#matches = matcher(filter);
  }

  /** Gives the ids of the nodes to draw anew. */
  setForwards(forwards: readonly Forward[]): string[] {
    const before = [...this.#forwards.values()].flat();
    this.#forwards = new Map();
    for (const forward of forwards) {
      const key = refKey(forward.container);
      this.#forwards.set(key, [...(this.#forwards.get(key) ?? []), forward]);
    }
    return [...before, ...forwards].map(({ container: { host, id } }) => containerNode(host, id));
  }

  reset({ hosts, containers, listed }: InventorySnapshot): void {
    this.#hosts.clear();
    for (const host of hosts)
      this.#hosts.set(host.id, { host, listed: listed.includes(host.id), containers: new Map() });
    for (const container of containers) this.#hosts.get(container.host)?.containers.set(container.id, container);
  }

  /** Takes the change in; gives the ids of the nodes to draw anew. A node's children are drawn with it. */
  apply(change: InventoryChange): ReadonlySet<string> {
    const dirty = new Set<string>();
    const rootsBefore = this.#roots().join();
    for (const id of change.removedHosts) this.#hosts.delete(id);
    for (const host of change.hosts) this.#takeHost(host, dirty);
    for (const id of change.listed) {
      const entry = this.#hosts.get(id);
      if (entry !== undefined) entry.listed = true;
      dirty.add(hostNode(id));
    }
    for (const ref of change.removedContainers) this.#takeContainer(ref, undefined, dirty);
    for (const container of change.containers) this.#takeContainer(container, container, dirty);
    return this.#roots().join() === rootsBefore ? dirty : new Set([ROOT]);
  }

  /** The ids below this one, in order; those of the hosts without one. */
  children(id: string = ROOT): string[] {
    if (id === ROOT) return this.#roots();
    const { kind, host, name } = parseNode(id);
    const entry = this.#hosts.get(host);
    if (entry === undefined) return [];
    if (kind === "stack") return byName(this.#stack(entry, name)).map((container) => containerNode(host, container.id));
    return kind === "host" ? this.#below(entry) : [];
  }

  /** Nothing for what has gone since VS Code heard of it. */
  node(id: string): TreeNode | undefined {
    const { kind, host: hostId, name } = parseNode(id);
    const entry = this.#hosts.get(hostId);
    if (entry === undefined) return undefined;
    const { host } = entry;
    if (kind === "host") return { kind, host };
    if (kind === "stack") {
      const containers = this.#stack(entry, name);
      return containers.length === 0 ? undefined : { kind, host, stack: name, containers };
    }
    if (kind === "container") {
      const container = entry.containers.get(name);
      const opened = this.#forwards.get(refKey({ host: hostId, id: name }));
      return container && { kind, host, container, ...(opened === undefined ? {} : { opened }) };
    }
    const note = this.#note(entry);
    return note && { kind: "note", host, note };
  }

  parent(id: string): string | undefined {
    const node = this.node(id);
    if (node === undefined || node.kind === "host") return undefined;
    return node.kind === "container" ? parentOf(node.container) : hostNode(node.host.id);
  }

  /** Those that have a node, in order. */
  shownHosts(): Host[] {
    return this.#roots().flatMap((id) => this.host(parseNode(id).host) ?? []);
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

  /** On hosts that answer: what is known of the others may be over. */
  unhealthy(): Container[] {
    return [...this.#hosts.values()].flatMap(({ host, containers }) =>
      host.state.kind === "online"
        ? [...containers.values()].filter((container) => lookOf(container) === "unhealthy")
        : [],
    );
  }

  /** A machine without Docker of its own gets no error about that: it appears as soon as it is there. */
  #roots(): string[] {
    const isMissing = ({ host: { found, state }, listed }: Entry): boolean =>
      found && !listed && state.kind === "unreachable" && state.error.reason === "socket-missing";
    return [...this.#hosts.values()]
      .filter((entry) => !isMissing(entry))
      .sort((a, b) => a.host.position - b.host.position)
      .map(({ host }) => hostNode(host.id));
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
    ];
  }

  #note({ host, listed, containers }: Entry): NoteNode["note"] | undefined {
    if (host.state.kind === "unreachable") return "unreachable";
    if (host.state.kind === "disabled") return "disabled";
    if (containers.size > 0)
      return isFiltered(this.#filter) && ![...containers.values()].some(this.#matches) ? "no-match" : undefined;
    if (listed) return "empty";
    return host.state.kind === "connecting" ? "connecting" : "reading";
  }

  #stack({ containers }: Entry, stack: string): Container[] {
    return [...containers.values()].filter((container) => container.stack?.stack === stack && this.#matches(container));
  }

  #takeHost(host: Host, dirty: Set<string>): void {
    const entry = this.#hosts.get(host.id);
    if (entry === undefined) {
      this.#hosts.set(host.id, { host, listed: false, containers: new Map() });
      return;
    }
    const { host: before } = entry;
    entry.host = host;
    if (!drawnAlike(before, host)) dirty.add(hostNode(host.id));
    // A new time of the next try: not worth all that lies below the host.
    else if (host.state.kind === "unreachable") dirty.add(noteNode(host.id));
  }

  #takeContainer({ host, id }: Ref, next: Container | undefined, dirty: Set<string>): void {
    const entry = this.#hosts.get(host);
    if (entry === undefined) return;
    const before = this.#visible(entry.containers.get(id));
    const after = this.#visible(next);
    if (next === undefined) entry.containers.delete(id);
    else entry.containers.set(id, next);
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

/** Whether both have the same line in the tree. */
function drawnAlike(a: Host, b: Host): boolean {
  const line = ({ name, access, isDefault, colour, state }: Host): string =>
    JSON.stringify([name, access, isDefault, colour, state.kind, state.kind === "online" && state.certificate]);
  return line(a) === line(b);
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
