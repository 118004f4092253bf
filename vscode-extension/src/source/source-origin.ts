import type { Quayside } from "@quayside/core";
import type { Selector } from "@quayside/core/model/ref.ts";
import type { SourceOrigin } from "./source-paths.ts";

/** What the inventory knows of the container whose log named a file. */
export function originOf({ inventory, hosts }: Quayside, selector: Selector): SourceOrigin {
  const container = inventory.find(selector);
  if (container === undefined) return { mounts: [], labels: {} };
  const { kind } = hosts.get(selector.host)?.connection ?? { kind: "demo" };
  // The folders of another machine are not these, though they may be called the same.
  if (kind !== "unix" && kind !== "pipe") return { mounts: [], labels: {} };
  const mounts = container.mounts.filter(({ type }) => type === "bind");
  return { mounts, labels: container.labels };
}
