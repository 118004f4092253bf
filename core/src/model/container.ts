import type { Ref } from "./ref.ts";

export type ContainerState =
  | "created"
  | "running"
  | "paused"
  | "restarting"
  | "removing"
  | "exited"
  | "dead"
  | "unknown";

export type ContainerHealth = "starting" | "healthy" | "unhealthy";

export interface ContainerPort {
  readonly privatePort: number;
  /** Absent where the port is exposed but not published. */
  readonly publicPort?: number;
  readonly address?: string;
  readonly protocol: string;
}

export interface ContainerMount {
  readonly type: string;
  /** The volume's name, or the path on the host. */
  readonly source: string;
  readonly destination: string;
  readonly writable: boolean;
}

/** Nobody gave it a name, so the engine made one: 64 hexadecimal digits. It is of use to its container alone. */
export function isAnonymousVolume({ type, source }: Pick<ContainerMount, "type" | "source">): boolean {
  return type === "volume" && /^[0-9a-f]{64}$/.test(source);
}

/** A compose project's part, read from its labels. */
export interface StackMembership {
  readonly stack: string;
  readonly service: string;
  readonly number?: number;
}

/**
 * The present or last run. Never part of a container's identity: the engine's list only tells it in words
 * ("Up 3 hours"), so `exact` says whether the time came from an inspect.
 */
export interface ContainerRun {
  /** Start of the present state: start of the run, or its end. Epoch milliseconds. */
  readonly since: number;
  readonly exact: boolean;
  readonly exitCode?: number;
  readonly outOfMemory?: boolean;
  readonly restarts?: number;
}

export interface Container extends Ref {
  /** The first name without its slash. */
  readonly name: string;
  readonly image: string;
  readonly imageId: string;
  readonly command: string;
  /** Epoch milliseconds, whole seconds: all that the list gives. */
  readonly createdAt: number;
  readonly state: ContainerState;
  /** Absent where the image and the container define no check. */
  readonly health?: ContainerHealth;
  /** Sorted, IPv4 and IPv6 twins folded. */
  readonly ports: readonly ContainerPort[];
  readonly labels: Readonly<Record<string, string>>;
  readonly networks: readonly string[];
  readonly mounts: readonly ContainerMount[];
  readonly stack?: StackMembership;
  readonly run?: ContainerRun;
}
