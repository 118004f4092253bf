import type { HostConnection } from "./host.ts";

/** An engine that was found on this machine, or that this machine's settings name. */
export interface HostCandidate {
  readonly name: string;
  /** As written: "unix:///var/run/docker.sock", "tcp://…", "ssh://…"; empty where that can't be read. */
  readonly address: string;
  /** Absent where Quayside can't dial such an address. */
  readonly connection?: HostConnection;
  /** One sentence for people: why a docker context can't be used. Text from strangers is in it. */
  readonly problem?: string;
  readonly source: "DOCKER_HOST" | "DOCKER_CONTEXT" | "current context" | "context" | "socket" | "ssh";
}
