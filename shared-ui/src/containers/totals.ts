import type { Inventory } from "../inventory/inventory.ts";
import { isRunning, lookOf, needsALook } from "./status.ts";

/** The figures of the head. Containers of a host that can't be asked are not counted: nobody knows how they stand. */
export interface Totals {
  readonly containers: number;
  readonly running: number;
  readonly needALook: number;
  /** Hosts that were listed and answer. */
  readonly hosts: number;
  readonly unreachable: number;
}

export function totalsOf(inventory: Inventory): Totals {
  const reachable = new Set<string>();
  let unreachable = 0;
  for (const host of inventory.hosts.values()) {
    if (host.state.kind === "unreachable") unreachable++;
    else if (host.state.kind !== "disabled") reachable.add(host.id);
  }
  let containers = 0;
  let running = 0;
  let needALook = 0;
  for (const container of inventory.containers.values()) {
    if (!reachable.has(container.host)) continue;
    const look = lookOf(container);
    containers++;
    if (isRunning(look)) running++;
    if (needsALook(look)) needALook++;
  }
  return { containers, running, needALook, hosts: reachable.size, unreachable };
}
