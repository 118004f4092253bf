import type { Ref } from "./ref.ts";

/** What a container uses at one moment. What the engine doesn't tell is absent, and never a zero. */
export interface StatsSample {
  /** Epoch milliseconds by the engine's clock. */
  readonly time: number;
  /** Of one processor: 250 is two and a half of them. Absent in the first sample of a run, which has nothing before it. */
  readonly cpuPercent?: number;
  /** Bytes. Without the page cache, as the docker command counts. */
  readonly memory?: { readonly used: number; readonly limit?: number };
  /** Bytes a second, of all interfaces together. A container in the host's network has none of its own. */
  readonly network?: { readonly received: number; readonly sent: number };
  /** Bytes a second. */
  readonly block?: { readonly read: number; readonly written: number };
  readonly pids?: number;
}

/** Null where there is no value now: the container doesn't run, or its host is away. */
export interface StatsUpdate {
  readonly ref: Ref;
  readonly sample: StatsSample | null;
}

/** So many containers can be watched at once: more rows than a tall screen shows. */
export const WATCHED_CONTAINERS = 200;
