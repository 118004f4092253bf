import type { Container } from "@quayside/core/model/container.ts";
import type { Forward } from "@quayside/core/model/forward.ts";
import type { Host } from "@quayside/core/model/host.ts";

/** What the tree shows. Each has a stable id, and that id is what VS Code holds: nothing else of it is kept there. */
export type TreeNode = HostNode | StackNode | ContainerNode | NoteNode;

export interface HostNode {
  readonly kind: "host";
  readonly host: Host;
}

export interface StackNode {
  readonly kind: "stack";
  readonly host: Host;
  readonly stack: string;
  /** Those that the filter lets through. */
  readonly containers: readonly Container[];
}

export interface ContainerNode {
  readonly kind: "container";
  readonly host: Host;
  readonly container: Container;
  /** Its ports that are open on this machine, where there are any. */
  readonly opened?: readonly Forward[];
}

/** The line under a host that has nothing else to show, or that failed. */
export interface NoteNode {
  readonly kind: "note";
  readonly host: Host;
  readonly note: "disabled" | "connecting" | "reading" | "unreachable" | "empty" | "no-match";
}

// A host's id and a container's have no slash in them; a stack's name may hold anything, so it comes last.
export const hostNode = (host: string): string => `host/${host}`;
export const stackNode = (host: string, stack: string): string => `stack/${host}/${stack}`;
export const containerNode = (host: string, id: string): string => `container/${host}/${id}`;
export const noteNode = (host: string): string => `note/${host}`;

/** The id of the node that this container lies under. */
export function parentOf({ host, stack }: Container): string {
  return stack === undefined ? hostNode(host) : stackNode(host, stack.stack);
}

export interface NodeName {
  readonly kind: string;
  readonly host: string;
  /** Of the stack or the container; empty for the others. */
  readonly name: string;
}

export function parseNode(id: string): NodeName {
  const [kind = "", host = "", ...name] = id.split("/");
  return { kind, host, name: name.join("/") };
}
