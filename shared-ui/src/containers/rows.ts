import type { Container } from "@quayside/core/model/container.ts";
import type { Host, HostState } from "@quayside/core/model/host.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { factsOf } from "./facts.ts";
import { matcher } from "./filter.ts";
import { sorted } from "./sort.ts";
import { isRunning, lookOf } from "./status.ts";
import type { Usage } from "./usage-history.ts";
import { isFiltered, type ViewSettings } from "./view-settings.ts";

export interface Tally {
  readonly total: number;
  readonly running: number;
}

export type Row =
  | { readonly kind: "host"; readonly key: string; readonly host: Host; readonly tally: Tally; readonly open: boolean }
  | {
      readonly kind: "stack";
      readonly key: string;
      readonly level: number;
      /** Absent for the containers of no stack. */
      readonly stack: string | undefined;
      /** Those that it has containers on. */
      readonly hosts: readonly string[];
      /** Told where no host's own row stands above. */
      readonly hostName: string | undefined;
      readonly tally: Tally;
      readonly open: boolean;
    }
  | {
      readonly kind: "container";
      readonly key: string;
      readonly level: number;
      readonly container: Container;
      readonly host: Host | undefined;
      readonly showHost: boolean;
    }
  | {
      readonly kind: "failure";
      readonly key: string;
      readonly host: Host;
      readonly state: Unreachable;
      readonly known: number;
      readonly open: boolean;
    }
  | { readonly kind: "waiting"; readonly key: string; readonly host: Host; readonly level: number }
  | { readonly kind: "none"; readonly key: string; readonly host: Host; readonly level: number };

export type Unreachable = Extract<HostState, { kind: "unreachable" }>;

export interface RowModel {
  readonly rows: readonly Row[];
  /** Keys of all that match, in the order shown, those in closed groups too. */
  readonly matching: readonly string[];
}

/** Whether its containers can be expected. */
function isAsked({ state }: Host): boolean {
  return state.kind !== "unreachable" && state.kind !== "disabled";
}

/** Rows of a host that isn't known yet: as many as fill the eye, of the final height. */
const WAITING_ROWS = 3;

const tallyOf = (containers: readonly Container[]): Tally => ({
  total: containers.length,
  running: containers.reduce((sum, container) => sum + (isRunning(lookOf(container)) ? 1 : 0), 0),
});

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

class RowBuilder {
  readonly rows: Row[] = [];
  readonly matching: string[] = [];
  readonly #collapsed: ReadonlySet<string>;

  constructor(
    readonly inventory: Inventory,
    readonly settings: ViewSettings,
    readonly usages: ReadonlyMap<string, Usage>,
  ) {
    this.#collapsed = new Set(settings.collapsed);
  }

  isOpen(key: string): boolean {
    return !this.#collapsed.has(key);
  }

  containers(containers: readonly Container[], level: number, shown: boolean, showHost: boolean): void {
    for (const container of sorted(containers, this.settings.sort, this.usages)) {
      const { key } = factsOf(container);
      this.matching.push(key);
      const host = this.inventory.hosts.get(container.host);
      if (shown) this.rows.push({ kind: "container", key, level, container, host, showHost });
    }
  }

  /** Stacks by name, then what belongs to none. */
  stacks(containers: readonly Container[], level: number, shown: boolean, ownRowForLoose: boolean): void {
    const groups = grouped(containers, (container) => factsOf(container).stackKey);
    for (const [name, members] of [...groups].sort(([a], [b]) => (a === "" ? 1 : b === "" ? -1 : a < b ? -1 : 1))) {
      const first = members[0];
      const stack = first?.stack?.stack;
      if (stack === undefined && !ownRowForLoose) {
        this.containers(members, level, shown, false);
        continue;
      }
      const key = `stack:${name}`;
      const open = this.isOpen(key);
      const hostName = level > 1 || stack === undefined ? undefined : this.inventory.hosts.get(first?.host ?? "")?.name;
      const hosts = [...new Set(members.map(({ host }) => host))];
      if (shown) this.rows.push({ kind: "stack", key, level, stack, hosts, hostName, tally: tallyOf(members), open });
      this.containers(members, level + 1, shown && open, stack === undefined);
    }
  }

  failure(host: Host, known: number, open: boolean): void {
    if (host.state.kind === "unreachable") {
      this.rows.push({ kind: "failure", key: `failure:${host.id}`, host, state: host.state, known, open });
    }
  }

  waiting(host: Host, level: number): void {
    for (let index = 0; index < WAITING_ROWS; index++) {
      this.rows.push({ kind: "waiting", key: `waiting:${host.id}:${index}`, host, level });
    }
  }

  host(host: Host, containers: readonly Container[], filtered: boolean): void {
    const key = `host:${host.id}`;
    const open = this.isOpen(key);
    this.rows.push({ kind: "host", key, host, tally: tallyOf(containers), open });
    this.failure(host, containers.length, open);
    if (containers.length > 0) this.stacks(containers, 2, open, false);
    else if (open && isAsked(host) && !filtered) {
      if (this.inventory.listed.has(host.id)) this.rows.push({ kind: "none", key: `none:${host.id}`, host, level: 2 });
      else this.waiting(host, 2);
    }
  }
}

/** A host keeps its place while it can't be asked; one without a match under a filter is left out. */
function byHost(build: RowBuilder, containers: readonly Container[], hosts: readonly Host[], filtered: boolean): void {
  const ofHost = grouped(containers, (container) => container.host);
  for (const host of hosts) {
    const own = ofHost.get(host.id) ?? [];
    if (own.length > 0 || host.state.kind === "unreachable" || !filtered) build.host(host, own, filtered);
  }
}

const NO_USAGES: ReadonlyMap<string, Usage> = new Map();

/** `usages`: by `refKey`, where rows are sorted by what their containers use. */
export function buildRows(inventory: Inventory, settings: ViewSettings, usages = NO_USAGES): RowModel {
  const { filter, grouping } = settings;
  const matches = matcher(filter);
  const containers = [...inventory.containers.values()].filter(matches);
  const hosts = [...inventory.hosts.values()].filter(
    ({ id }) => filter.hosts.length === 0 || filter.hosts.includes(id),
  );
  const build = new RowBuilder(inventory, settings, usages);
  if (grouping === "host") byHost(build, containers, hosts, isFiltered(filter));
  else {
    if (grouping === "stack") build.stacks(containers, 1, true, true);
    else build.containers(containers, 1, true, true);
    for (const host of hosts) {
      const known = containers.filter((container) => container.host === host.id).length;
      if (host.state.kind === "unreachable") build.failure(host, known, true);
      else if (isAsked(host) && !inventory.listed.has(host.id)) build.waiting(host, 1);
    }
  }
  return { rows: build.rows, matching: build.matching };
}
