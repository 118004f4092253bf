import type { Ref } from "./ref.ts";

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

/** Images, volumes and networks of one host, replaced as a whole when something changed. */
export interface HostResources {
  readonly host: string;
  readonly images: readonly Image[];
  readonly volumes: readonly Volume[];
  readonly networks: readonly Network[];
}

/** Which containers use what; in the other direction a container says it of itself. Keys are ids, values container refs. */
export interface ResourceUse {
  readonly images: ReadonlyMap<string, readonly Ref[]>;
  readonly volumes: ReadonlyMap<string, readonly Ref[]>;
  readonly networks: ReadonlyMap<string, readonly Ref[]>;
}
