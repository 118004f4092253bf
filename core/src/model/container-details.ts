import type { ErrorInfo } from "../errors/error-info.ts";
import type { ContainerMount } from "./container.ts";
import type { Ref } from "./ref.ts";

/** What a container was told, and what its image says where that is another; `image` is absent where both are the same. */
export interface Told<T> {
  readonly value: T;
  readonly image?: T;
}

/** One variable. `secret`: its name or its value looks like something that is not for everybody's eyes. */
export type EnvironmentEntry = { readonly name: string; readonly secret: boolean } & (
  | { readonly kind: "added" | "same"; readonly value: string }
  | { readonly kind: "changed"; readonly value: string; readonly was: string }
  | { readonly kind: "removed"; readonly was: string }
);

export interface DetailsEnvironment {
  /** In the container's order; what it lacks of its image's comes last. */
  readonly entries: readonly EnvironmentEntry[];
  /** False where its image is not known: then all are "same", which says nothing. */
  readonly compared: boolean;
}

/** The image that the container was made of, as far as its host still has it. */
export interface DetailsImage {
  /** As the container was told: "shop/api:dev", a digest, an id. */
  readonly reference: string;
  readonly id: string;
  readonly state: "present" | "removed" | "not-known";
  /** Why it isn't known. */
  readonly problem?: ErrorInfo;
  readonly createdAt?: number;
  /** Bytes. */
  readonly size?: number;
  /** "linux/amd64" */
  readonly platform?: string;
  /** What the reference's tag leads to now, where that is another image. */
  readonly tagMoved?: TagMove;
}

export interface TagMove {
  readonly id: string;
  /** Built after the container's own; not known of one that is removed. */
  readonly newer?: boolean;
  /** When it got the tag on this host. */
  readonly since?: number;
  readonly createdAt?: number;
}

export interface NetworkAttachment {
  readonly name: string;
  readonly id: string;
  /** IPv4 and IPv6; none while it doesn't run. */
  readonly addresses: readonly string[];
  readonly aliases: readonly string[];
}

export interface MountDetails extends ContainerMount {
  /** Of a volume: where it lies on the host. */
  readonly path?: string;
  readonly driver?: string;
  /** Of a tmpfs with a limit: bytes. */
  readonly most?: number;
}

export interface RestartRule {
  readonly policy: "no" | "always" | "unless-stopped" | "on-failure" | "unknown";
  /** Of "on-failure"; zero is without end. */
  readonly most: number;
  /** Since it was created. */
  readonly restarts: number;
}

export interface HealthCheckResult {
  readonly start: number;
  /** Milliseconds; absent where the engine doesn't tell its end. */
  readonly duration?: number;
  readonly exitCode: number;
  /** Its beginning, with what is cut marked by an ellipsis. */
  readonly output: string;
}

export interface HealthDetails {
  readonly command: string;
  /** Milliseconds, as are the others. */
  readonly interval: number;
  readonly timeout: number;
  readonly startPeriod: number;
  readonly retries: number;
  readonly failingStreak: number;
  /** The newest first; engines keep five. */
  readonly results: readonly HealthCheckResult[];
}

export interface LabelGroup {
  /** "own": given to the container; "image": as its image has them; "compose": compose's own book-keeping. */
  readonly kind: "own" | "image" | "compose";
  readonly labels: readonly (readonly [name: string, value: string])[];
}

/** Absent is no limit. Bytes, processors, counts. */
export interface Limits {
  readonly memory?: number;
  readonly memoryReservation?: number;
  /** Memory and swap together. */
  readonly memorySwap?: number;
  readonly cpus?: number;
  readonly cpuShares?: number;
  readonly cpuset?: string;
  readonly pids?: number;
  readonly sharedMemory?: number;
  /** "nofile=1024:2048" */
  readonly ulimits: readonly string[];
}

/** What lets a container do more, or less, than usual. */
export interface SecurityOptions {
  readonly privileged: boolean;
  readonly readOnlyRoot: boolean;
  readonly addedCapabilities: readonly string[];
  readonly droppedCapabilities: readonly string[];
  readonly options: readonly string[];
  /** "host", "container:…" for the namespaces that are not its own: "pid", "ipc", "uts", "users", "network". */
  readonly shared: readonly (readonly [namespace: string, mode: string])[];
  /** Paths on the host. */
  readonly devices: readonly string[];
}

/** What the engine tells of a container by itself. Times are epoch milliseconds. */
export interface ContainerFacts {
  readonly hostname: string;
  readonly mounts: readonly MountDetails[];
  readonly networks: readonly NetworkAttachment[];
  readonly restart: RestartRule;
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  /** Of the last run that ended. */
  readonly exitCode?: number;
  readonly outOfMemory: boolean;
  /** Why it could not be started, in the engine's words. */
  readonly error: string;
  /** Absent where it has no checks. */
  readonly health?: HealthDetails;
  readonly limits: Limits;
  readonly security: SecurityOptions;
  /** Bytes; only where it was asked for, since the engine walks through its files. */
  readonly size?: { readonly written: number; readonly whole: number };
}

/** All that the engine tells of one container, compared with its image. */
export interface ContainerDetails extends Ref, ContainerFacts {
  /** When it was asked. */
  readonly readAt: number;
  readonly name: string;
  readonly image: DetailsImage;
  readonly entrypoint: Told<readonly string[]>;
  readonly command: Told<readonly string[]>;
  readonly workingDirectory: Told<string>;
  readonly user: Told<string>;
  readonly stopSignal: Told<string>;
  readonly environment: DetailsEnvironment;
  readonly labels: readonly LabelGroup[];
}
