import type { ContainerAction } from "@quayside/core/model/action.ts";

/** How a container stands, as people tell it: the engine's state, its health and how it ended in one. */
export type Look =
  | "running"
  | "checking"
  | "unhealthy"
  | "paused"
  | "restarting"
  | "removing"
  | "created"
  | "exited"
  | "failed"
  | "unknown";

/** What can be picked under State; "look" is the quick filter "n need a look". */
export const facets = ["running", "look", "unhealthy", "paused", "restarting", "created", "exited", "failed"] as const;
export type Facet = (typeof facets)[number];

export function isFacet(value: unknown): value is Facet {
  return facets.some((facet) => facet === value);
}

export const columns = ["name", "status", "cpu", "memory", "ports", "image"] as const;
export type Column = (typeof columns)[number];

/** Columns whose values come each second, of the containers that are asked for. */
export const usageColumns: readonly Column[] = ["cpu", "memory"];

export function isColumn(value: unknown): value is Column {
  return columns.some((column) => column === value);
}

export const groupings = ["host", "stack", "none"] as const;
export type Grouping = (typeof groupings)[number];

/** Actions with a call of their own that takes many containers. */
export type BulkAction = Exclude<ContainerAction, "rename">;

/** What the panel's home does with one container. */
export type HomeCommand = "open" | "logs" | "terminal" | "files" | "port" | "inspect" | "copyName" | "copyId";

export type Command = ContainerAction | HomeCommand;

const bulkActions: Readonly<Record<BulkAction, true>> = {
  start: true,
  stop: true,
  restart: true,
  pause: true,
  unpause: true,
  kill: true,
  remove: true,
};

export function isBulkAction(command: Command): command is BulkAction {
  return command in bulkActions;
}
