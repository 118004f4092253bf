import type { Container } from "./container.ts";
import type { Host } from "./host.ts";
import type { Ref } from "./ref.ts";

/** What all hosts hold at one moment. A host that failed stands beside the others with its error. */
export interface InventorySnapshot {
  readonly hosts: readonly Host[];
  /** Of hosts that are unreachable too: the last known, and `staleSince` says so. */
  readonly containers: readonly Container[];
  /** Hosts whose containers have been listed at least once. */
  readonly listed: readonly string[];
}

/** What changed since the one before. Applying each to the snapshot keeps it equal to a fresh one. */
export interface InventoryChange {
  readonly hosts: readonly Host[];
  readonly removedHosts: readonly string[];
  readonly containers: readonly Container[];
  readonly removedContainers: readonly Ref[];
  readonly listed: readonly string[];
}
