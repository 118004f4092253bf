/** Ways in which something on a host is of no more use, or fails. */
// biome-ignore format: one line a group
export const findingKinds = [
  "exited", "never-started", "dead", "restart-loop", "unhealthy", "paused", "finished-one-off", "superseded",
  "tag-moved", "dangling-image", "unused-image", "image-gone",
  "leftover-volume", "empty-network",
] as const;
export type FindingKind = (typeof findingKinds)[number];

export type Confidence = "high" | "medium" | "low";

export interface FindingSubject {
  readonly type: "container" | "image" | "volume" | "network";
  /** A volume's is its name. */
  readonly id: string;
  readonly name: string;
}

export interface Finding {
  /** Equal for the same verdict at each scan: made of host, kind and the subject's id. */
  readonly id: string;
  readonly host: string;
  readonly kind: FindingKind;
  readonly subject: FindingSubject;
  /** Epoch milliseconds by this machine's clock; absent where nothing tells it. */
  readonly since?: number;
  /** The evidence in one sentence that a person can check. May hold names from strangers: text, never markup. */
  readonly sentence: string;
  /** As the engine calls its fields: "State.FinishedAt". Times are the host's own. */
  readonly evidence: readonly { readonly field: string; readonly value: string }[];
  /** What uses it, so that it can't go. */
  readonly keptBy: readonly FindingSubject[];
  /** What it uses. */
  readonly keeps: readonly FindingSubject[];
  readonly confidence: Confidence;
  /** Bytes, at most: layers that images share are told with each of them. */
  readonly reclaimable?: number;
  readonly action: "quarantine" | "remove" | "none";
  readonly stack?: string;
}

export interface HostScan {
  readonly host: string;
  /** "frozen": its findings are those of the last scan, and `reason` says why there was no newer one. */
  readonly state: "scanned" | "frozen" | "never";
  /** Of the last scan; epoch milliseconds. */
  readonly at?: number;
  readonly reason?: string;
}

export interface StalenessReport {
  readonly findings: readonly Finding[];
  readonly scans: readonly HostScan[];
}
