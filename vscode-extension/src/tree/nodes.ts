import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { Container } from "@quayside/core/model/container.ts";
import type { Forward } from "@quayside/core/model/forward.ts";
import type { Host } from "@quayside/core/model/host.ts";
import {
  type Image,
  type Network,
  type ResourceKind,
  resourceKinds,
  type Volume,
} from "@quayside/core/model/resource.ts";
import type { FileNode, FileNoteNode, FilesNode, MoreFilesNode } from "./file-nodes.ts";

/** What the tree shows. Each has a stable id, and that id is what VS Code holds: nothing else of it is kept there. */
export type TreeNode =
  | FilesNode
  | FileNode
  | FileNoteNode
  | MoreFilesNode
  | HostGroupNode
  | HostNode
  | StackNode
  | ContainerNode
  | NoteNode
  | GroupNode
  | GroupNoteNode
  | ResourceNode
  | UseNode;

/** Hosts that the person gave one group. */
export interface HostGroupNode {
  readonly kind: "host-group";
  readonly group: string;
  readonly hosts: readonly Host[];
  /** It is of no single one. */
  readonly host?: undefined;
}

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

/** The line under a group that is not read yet, or couldn't be. */
export interface GroupNoteNode {
  readonly kind: "group-note";
  readonly host: Host;
  /** Nothing while it is read for the first time. */
  readonly error: ErrorInfo | undefined;
}

/** All images, all volumes or all networks of a host. */
export interface GroupNode {
  readonly kind: "group";
  readonly host: Host;
  readonly of: ResourceKind;
  /** Nothing until it is read. */
  readonly held: GroupFacts | undefined;
}

export interface GroupFacts {
  /** How many there are. */
  readonly all: number;
  /** How many of them the filter lets through; the same number where there is none. */
  readonly shown: number;
  /** Bytes of all together; nothing where one is not known. Layers that images share are counted for each. */
  readonly size: number | undefined;
  /** Why the last list failed: what is shown is what was known before. */
  readonly error: ErrorInfo | undefined;
}

export type ResourceNode = ImageNode | VolumeNode | NetworkNode;

interface Used {
  readonly host: Host;
  /** The containers that use it, by name. */
  readonly users: readonly Container[];
}

export interface ImageNode extends Used {
  readonly kind: "image";
  readonly image: Image;
}

export interface VolumeNode extends Used {
  readonly kind: "volume";
  readonly volume: Volume;
}

export interface NetworkNode extends Used {
  readonly kind: "network";
  readonly network: Network;
}

export function resourceOf(node: ResourceNode): Image | Volume | Network {
  switch (node.kind) {
    case "image":
      return node.image;
    case "volume":
      return node.volume;
    case "network":
      return node.network;
  }
}

/** A container below what it uses: drawn and treated as the container itself. */
export interface UseNode extends Omit<ContainerNode, "kind"> {
  readonly kind: "use";
}

// A host's id and a container's have no slash in them; a stack's name may hold anything, so it comes last.
export const hostGroupNode = (group: string): string => `host-group//${group}`;
export const hostNode = (host: string): string => `host/${host}`;
export const stackNode = (host: string, stack: string): string => `stack/${host}/${stack}`;
export const containerNode = (host: string, id: string): string => `container/${host}/${id}`;
export const noteNode = (host: string): string => `note/${host}`;
export const groupNode = (host: string, of: ResourceKind): string => `group/${host}/${of}`;
export const groupNoteNode = (host: string, of: ResourceKind): string => `group-note/${host}/${of}`;
export const resourceNode = (kind: ResourceKind, host: string, id: string): string => `${kind}/${host}/${id}`;
/** VS Code wants each id once, and a container may use several things. `resource` is the id of that one's node. */
export const useNode = (host: string, container: string, resource: string): string =>
  `use/${host}/${container}/${resource}`;

/** The id of the node that this container lies under. */
export function parentOf({ host, stack }: Container): string {
  return stack === undefined ? hostNode(host) : stackNode(host, stack.stack);
}

export interface NodeName {
  readonly kind: string;
  readonly host: string;
  /** Of the stack, the container or the resource; empty for the others. */
  readonly name: string;
}

export function parseNode(id: string): NodeName {
  const [kind = "", host = "", ...name] = id.split("/");
  return { kind, host, name: name.join("/") };
}

/** What stands in the name of a use's id. */
export function parseUse(name: string): { readonly container: string; readonly resource: string } {
  const [container = "", ...resource] = name.split("/");
  return { container, resource: resource.join("/") };
}

export function isResourceKind(kind: string): kind is ResourceKind {
  return resourceKinds.some((known) => known === kind);
}
