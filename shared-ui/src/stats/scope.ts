import type { Container } from "@quayside/core/model/container.ts";
import type { StatsScope } from "@quayside/core/model/stats-history.ts";
import { record } from "../app/record.ts";
import type { Inventory } from "../inventory/inventory.ts";

export const everything: StatsScope = { kind: "all" };

/** What was kept, perhaps by another version; all hosts where it isn't understood. */
export function readScope(value: unknown): StatsScope {
  const { kind, host, stack, name } = record(value);
  if (typeof host !== "string") return everything;
  if (kind === "host") return { kind, host };
  if (kind === "stack" && typeof stack === "string") return { kind, host, stack };
  return kind === "container" && typeof name === "string" ? { kind, host, name } : everything;
}

export function isWithin(container: Container, scope: StatsScope): boolean {
  if (scope.kind === "all") return true;
  if (container.host !== scope.host) return false;
  if (scope.kind === "host") return true;
  return scope.kind === "stack" ? container.stack?.stack === scope.stack : container.name === scope.name;
}

/** It may use something. */
export const isAlive = ({ state }: Container): boolean =>
  state === "running" || state === "paused" || state === "restarting";

/** By name, those that may use something, or might before their host went away; of disabled hosts nothing is known. */
export function aliveIn(inventory: Inventory, scope: StatsScope): readonly Container[] {
  return [...inventory.containers.values()]
    .filter((container) => isAlive(container) && isWithin(container, scope))
    .filter(({ host }) => inventory.hosts.get(host)?.state.kind !== "disabled")
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.host < b.host ? -1 : 1));
}

/** The stacks of a host, or of all. By name. */
export function stacksOf(
  inventory: Inventory,
  host: string | undefined,
): readonly { readonly host: string; readonly stack: string }[] {
  const found = new Map<string, { host: string; stack: string }>();
  for (const container of inventory.containers.values()) {
    const { stack } = container;
    if (stack === undefined || (host !== undefined && container.host !== host)) continue;
    found.set(`${container.host}/${stack.stack}`, { host: container.host, stack: stack.stack });
  }
  return [...found.values()].sort((a, b) => (a.stack < b.stack ? -1 : a.stack > b.stack ? 1 : 0));
}

/** The names of containers; of two with one name the one that is there now. */
export function namesOf(
  inventory: Inventory,
  scope: StatsScope,
): readonly { readonly host: string; readonly name: string }[] {
  const found = new Map<string, { host: string; name: string }>();
  for (const container of inventory.containers.values())
    if (isWithin(container, scope))
      found.set(`${container.host}/${container.name}`, { host: container.host, name: container.name });
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

export const sameScope = (a: StatsScope, b: StatsScope): boolean => JSON.stringify(a) === JSON.stringify(b);
