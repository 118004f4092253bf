import type { ErrorInfo } from "../errors/error-info.ts";
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
  /** The first of a run of which the beginning was seen: its counters began anew, or it did not run before. */
  readonly started?: true;
}

/** Why there is no value now. */
export type StatsAbsence =
  /** It was asked for, and nothing has come yet. */
  | { readonly kind: "pending" }
  | { readonly kind: "not-running" }
  | { readonly kind: "host-away" }
  /** So many streams of its host are open at once, and it has to wait until one of them is let go. */
  | { readonly kind: "waiting"; readonly streams: number }
  | { readonly kind: "refused"; readonly error: ErrorInfo };

/** Null where there is no value now, and then why. */
export interface StatsUpdate {
  readonly ref: Ref;
  readonly sample: StatsSample | null;
  readonly absence?: StatsAbsence;
}

/** So many containers can be watched at once: more rows than a tall screen shows. */
export const WATCHED_CONTAINERS = 200;
