import type { ErrorInfo } from "../errors/error-info.ts";
import type { Ref } from "./ref.ts";

export const resourceKinds = ["images", "volumes", "networks"] as const;
export type ResourceKind = (typeof resourceKinds)[number];

/** An image of a host. Its ref's id is the image's: "sha256:…". */
export interface Image extends Ref {
  /** "nginx:1.27", sorted; empty for one that lost its name to another ("dangling"). */
  readonly names: readonly string[];
  /** "nginx@sha256:…" */
  readonly digests: readonly string[];
  /** Bytes on the disk, layers that it shares with others included. */
  readonly size: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly labels: Readonly<Record<string, string>>;
}

/** A volume of a host. Its ref's id is its name. */
export interface Volume extends Ref {
  readonly driver: string;
  /** Where it lies on the host. */
  readonly mountpoint: string;
  readonly scope: string;
  readonly createdAt?: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, string>>;
  /** Bytes. Absent until it was asked for: the engine has to walk through all of it. */
  readonly size?: number;
}

export interface Network extends Ref {
  readonly name: string;
  readonly driver: string;
  readonly scope: string;
  readonly createdAt: number;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly subnets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** bridge, host, none, podman's own: they can't be removed. */
  readonly builtIn: boolean;
}

/** Images, volumes and networks of one host, each by name; replaced as a whole when something changed. */
export interface HostResources {
  readonly host: string;
  readonly images: readonly Image[];
  readonly volumes: readonly Volume[];
  readonly networks: readonly Network[];
  /** Why the last list of a kind failed; what stands in its place is the last known, or nothing. */
  readonly errors: Readonly<Partial<Record<ResourceKind, ErrorInfo>>>;
}

/** What one container uses, as it says of itself. */
export interface ContainerUse {
  /** An image's id. */
  readonly image: string;
  /** Names. */
  readonly volumes: readonly string[];
  /** Names; the id, where the container was made with that and never started. */
  readonly networks: readonly string[];
}

/** Which containers of one host use what: the other direction. Keys as in `ContainerUse`. */
export interface ResourceUse {
  readonly images: ReadonlyMap<string, readonly Ref[]>;
  readonly volumes: ReadonlyMap<string, readonly Ref[]>;
  readonly networks: ReadonlyMap<string, readonly Ref[]>;
}
