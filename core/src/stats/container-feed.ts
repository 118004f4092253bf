import type { StatsReading } from "../engine/stats-record.ts";
import { describeError } from "../errors/describe-error.ts";
import { isError } from "../errors/errors.ts";
import { delay, linkedAbort } from "../lifetime/abort.ts";
import { type Disposable, disposable } from "../lifetime/disposable.ts";
import { Latch } from "../lifetime/latch.ts";
import type { StatsAbsence, StatsSample } from "../model/container-stats.ts";
import type { Ref } from "../model/ref.ts";
import { sampleOf } from "./stats-sample.ts";
import type { StatsSource, StatsTargets } from "./stats-source.ts";
import type { StreamSlots } from "./stream-slots.ts";

/** Of each host. An engine reads the counters of each streamed container every second. */
export const STREAMS_OF_HOST = 50;
/** Where connections are counted most of them are for logs, shells and questions. */
export const STREAMS_WHERE_FEW = 4;

export interface StatsTimings {
  /** Milliseconds: a stream without a reading for so long has no value any more, and is opened anew. */
  readonly silence: number;
  /** Milliseconds until a stream that ended is opened anew; twice as long each time that nothing was read from it. */
  readonly again: number;
}

export const usualStatsTimings: StatsTimings = { silence: 10_000, again: 1_000 };
const LONGEST_PAUSE = 30_000;

export interface FeedParts {
  readonly targets: StatsTargets;
  readonly slots: StreamSlots;
  readonly timings: StatsTimings;
  readonly hostName: (host: string) => string;
}

/** What is known now: a sample, or why there is none. */
export type Known = StatsSample | StatsAbsence;
export type Viewer = (known: Known) => void;
export const isSample = (known: Known): known is StatsSample => "time" in known;

const PENDING: StatsAbsence = { kind: "pending" };

/** One stream of the engine for all who look at a container: over ends, restarts and loss of the host, until disposed. */
export class ContainerFeed implements Disposable {
  readonly #ref: Ref;
  readonly #parts: FeedParts;
  readonly #viewers = new Set<Viewer>();
  readonly #abort = new AbortController();
  #latest: Known = PENDING;
  /** The last reading of any stream: what is less than it belongs to a new run. */
  #reading: StatsReading | "stopped" | undefined;
  /** Streams in a row of which nothing was read. */
  #failures = 0;

  constructor(ref: Ref, parts: FeedParts) {
    this.#ref = ref;
    this.#parts = parts;
    void this.#run(this.#abort.signal);
  }

  get isWatched(): boolean {
    return this.#viewers.size > 0;
  }

  /** Told what is known, then what comes: each sample, and each time that there is none for another reason. */
  attach(viewer: Viewer): Disposable {
    const own: Viewer = (known) => viewer(known);
    this.#viewers.add(own);
    own(this.#latest);
    return disposable(() => this.#viewers.delete(own));
  }

  dispose(): void {
    this.#abort.abort();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { targets, slots, timings } = this.#parts;
    const changed = new Latch();
    const listening = targets.onDidChange(() => changed.set());
    while (!signal.aborted) {
      const source = targets.source(this.#ref);
      if (source === undefined) {
        this.#say({ kind: targets.isAway(this.#ref.host) ? "host-away" : "not-running" });
        await changed.wait(signal);
        continue;
      }
      const streams = source.fewConnections ? STREAMS_WHERE_FEW : STREAMS_OF_HOST;
      if (slots.taken >= streams) this.#say({ kind: "waiting", streams });
      const slot = await slots.take(streams, signal);
      if (slot === undefined) break;
      this.#say(PENDING);
      const ended = await this.#read(signal).catch((error: unknown) => this.#refusal(error));
      slot.dispose();
      this.#say(ended ?? PENDING);
      const pause = Math.min(LONGEST_PAUSE, timings.again * 2 ** this.#failures);
      await delay(pause, signal).catch(() => {}); // it is over, which the loop sees
      this.#failures += 1;
    }
    listening.dispose();
  }

  /** Why there is no value when the stream has ended; undefined where it is only to be opened anew. */
  async #read(signal: AbortSignal): Promise<StatsAbsence | undefined> {
    // It may have waited for its turn.
    const source: StatsSource | undefined = this.#parts.targets.source(this.#ref);
    if (source === undefined) return undefined;
    const stream = linkedAbort(signal);
    let silence: NodeJS.Timeout | undefined;
    const listen = (): void => {
      clearTimeout(silence);
      silence = setTimeout(() => stream.abort(), this.#parts.timings.silence);
    };
    let before: StatsReading | undefined;
    try {
      const readings = await source.stats(this.#ref.id, stream.signal);
      listen();
      for await (const reading of readings) {
        listen();
        this.#failures = 0;
        this.#say(reading === null ? { kind: "not-running" } : sampleOf(before, reading, this.#reading));
        before = reading ?? undefined;
        this.#reading = reading ?? "stopped";
        // What is stopped for good needs no stream; one that is being started again may never be seen as stopped.
        if (reading === null && this.#parts.targets.source(this.#ref) === undefined) return undefined;
      }
      return undefined;
    } finally {
      clearTimeout(silence);
      stream.dispose();
    }
  }

  /** An engine that says no, or that has no stream for it. That its host is away says the host itself. */
  #refusal(error: unknown): StatsAbsence {
    const { host } = this.#ref;
    if (isError(error, "HostUnreachable") || isError(error, "Cancelled")) return PENDING;
    if (isError(error, "NotFound")) return { kind: "not-running" };
    return { kind: "refused", error: describeError(error, this.#parts.hostName(host)) };
  }

  #say(known: Known): void {
    if (!isSample(known) && !isSample(this.#latest) && known.kind === this.#latest.kind) return;
    // Between two tries the reason of the last one stands.
    if (!isSample(known) && known.kind === "pending" && !isSample(this.#latest) && this.#latest.kind === "refused")
      return;
    this.#latest = known;
    for (const viewer of this.#viewers) viewer(known);
  }
}
