import type { StatsReading } from "../engine/stats-record.ts";
import { delay, linkedAbort } from "../lifetime/abort.ts";
import { type Disposable, disposable } from "../lifetime/disposable.ts";
import { Latch } from "../lifetime/latch.ts";
import type { StatsSample } from "../model/container-stats.ts";
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
}

export type Viewer = (sample: StatsSample | null) => void;

/** One stream of the engine for all who look at a container: over ends, restarts and loss of the host, until disposed. */
export class ContainerFeed implements Disposable {
  readonly #ref: Ref;
  readonly #parts: FeedParts;
  readonly #viewers = new Set<Viewer>();
  readonly #abort = new AbortController();
  #latest: StatsSample | null = null;
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

  /** Told what is known, then what comes. Null once where there is no value any more. */
  attach(viewer: Viewer): Disposable {
    const own: Viewer = (sample) => viewer(sample);
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
        await changed.wait(signal);
        continue;
      }
      const slot = await slots.take(source.fewConnections ? STREAMS_WHERE_FEW : STREAMS_OF_HOST, signal);
      if (slot === undefined) break;
      // The host's own connection tells why a host is away; of a container the row says that there is no value.
      await this.#read(signal).catch(() => {});
      slot.dispose();
      this.#say(null);
      const pause = Math.min(LONGEST_PAUSE, timings.again * 2 ** this.#failures);
      await delay(pause, signal).catch(() => {}); // it is over, which the loop sees
      this.#failures += 1;
    }
    listening.dispose();
  }

  async #read(signal: AbortSignal): Promise<void> {
    // It may have waited for its turn.
    const source: StatsSource | undefined = this.#parts.targets.source(this.#ref);
    if (source === undefined) return;
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
        this.#say(reading === null ? null : sampleOf(before, reading));
        before = reading ?? undefined;
        // What is stopped for good needs no stream; one that is being started again may never be seen as stopped.
        if (reading === null && this.#parts.targets.source(this.#ref) === undefined) return;
      }
    } finally {
      clearTimeout(silence);
      stream.dispose();
    }
  }

  #say(sample: StatsSample | null): void {
    if (sample === null && this.#latest === null) return;
    this.#latest = sample;
    for (const viewer of this.#viewers) viewer(sample);
  }
}
