import type { InventoryChange } from "../model/inventory-change.ts";
import { refKey } from "../model/ref.ts";

/** Two changes as one: what came later wins. So that a slow reader holds no more than one of everything. */
export function mergeChanges(earlier: InventoryChange, later: InventoryChange): InventoryChange {
  const removedHosts = new Set(later.removedHosts);
  const removed = new Set(later.removedContainers.map(refKey));
  const hosts = new Map([...earlier.hosts, ...later.hosts].map((host) => [host.id, host]));
  const containers = new Map(
    [...earlier.containers, ...later.containers].map((container) => [refKey(container), container]),
  );
  const added = new Set(later.containers.map(refKey));
  const addedHosts = new Set(later.hosts.map(({ id }) => id));
  return {
    hosts: [...hosts.values()].filter(({ id }) => !removedHosts.has(id)),
    removedHosts: [...new Set([...earlier.removedHosts.filter((id) => !addedHosts.has(id)), ...removedHosts])],
    containers: [...containers.values()].filter((container) => !removed.has(refKey(container))),
    removedContainers: [
      ...earlier.removedContainers.filter((ref) => !added.has(refKey(ref))),
      ...later.removedContainers,
    ],
    listed: [...new Set([...earlier.listed, ...later.listed])],
  };
}
