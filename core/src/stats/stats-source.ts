import type { StatsReading } from "../engine/stats-record.ts";
import type { Disposable } from "../lifetime/disposable.ts";
import type { Ref } from "../model/ref.ts";

/** One engine, as the statistics need it. */
export interface StatsSource {
  /** Connections to it are few and counted. */
  readonly fewConnections: boolean;
  /** The answer has begun when this resolves. Null is a reading of a container that doesn't run. */
  stats(id: string, signal: AbortSignal): Promise<AsyncIterable<StatsReading | null>>;
}

export interface StatsTargets {
  /** Where its readings come from now; undefined while its host is away or it doesn't run. */
  source(ref: Ref): StatsSource | undefined;
  isAway(host: string): boolean;
  /** What `source` gives may be another now. */
  readonly onDidChange: (listener: () => void) => Disposable;
}
