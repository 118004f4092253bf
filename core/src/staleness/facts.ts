import type { ContainerInspection } from "../engine/inspection-record.ts";
import type { Container } from "../model/container.ts";
import type { Image, Network, Volume } from "../model/resource.ts";

/** What was known of a container's restarts at one moment. */
export interface RestartMark {
  readonly at: number;
  readonly count: number;
}

export interface ContainerFacts {
  readonly container: Container;
  /** Only of those whose entry in the list doesn't tell enough: what stopped, fails, or lost its image's name. */
  readonly details?: ContainerInspection;
  /** Listed at two scans, though it is being removed, or though the engine knows no container of that id. */
  readonly stuck?: "removing" | "ghost";
  readonly pausedAt?: number;
  readonly restarts: readonly RestartMark[];
}

/** All that one host's verdicts are made of. Epoch milliseconds by the host's own clock, `now` too. */
export interface HostFacts {
  readonly host: string;
  readonly now: number;
  /** Milliseconds by which the host's clock is ahead of this machine's. */
  readonly clockAhead: number;
  readonly containers: readonly ContainerFacts[];
  /** Those that people aren't shown, Quayside's own among them. They are no findings, and use what they use. */
  readonly hidden: readonly Container[];
  readonly images: readonly Image[];
  readonly volumes: readonly Volume[];
  readonly networks: readonly Network[];
  /** Ids of images that containers were made of, and that the engine has no more. */
  readonly goneImages: ReadonlySet<string>;
  /** By image id: when it got a tag on this host. */
  readonly taggedAt: ReadonlyMap<string, number>;
  /** By volume name or network id: when a container last came or went, as far as that is on record. */
  readonly lastUse: ReadonlyMap<string, number>;
}
