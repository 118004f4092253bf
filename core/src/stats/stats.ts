import { type Disposable, Disposables, disposable } from "../lifetime/disposable.ts";
import { Latch } from "../lifetime/latch.ts";
import type { StatsUpdate } from "../model/container-stats.ts";
import { type Ref, refKey } from "../model/ref.ts";
import { rangeSteps, type StatsHistory, type StatsRange, type StatsScope } from "../model/stats-history.ts";
import { ContainerFeed, isSample, type StatsTimings, usualStatsTimings, type Viewer } from "./container-feed.ts";
import type { StatsTargets } from "./stats-source.ts";
import { StreamSlots } from "./stream-slots.ts";

/** Milliseconds between batches. */
const BATCH_PAUSE = 1_000;

export interface StatsParts {
  readonly targets: StatsTargets;
  readonly timings?: StatsTimings;
  /** What was recorded; nothing unless told. */
  readonly history?: (of: StatsScope, range: StatsRange, signal: AbortSignal) => Promise<StatsHistory>;
  /** What people call it; its id unless told. */
  readonly hostName?: (host: string) => string;
}

const nothingRecorded: NonNullable<StatsParts["history"]> = async (_of, range) => {
  return { step: rangeSteps[range].step, points: [] };
};

/** What the containers of all hosts use. Engines are asked only for those that somebody looks at. */
export class Stats implements Disposable {
  readonly #targets: StatsTargets;
  readonly #timings: StatsTimings;
  readonly #hostName: (host: string) => string;
  readonly #history: NonNullable<StatsParts["history"]>;
  readonly #feeds = new Map<string, ContainerFeed>();
  readonly #slots = new Map<string, StreamSlots>();

  constructor({
    targets,
    timings = usualStatsTimings,
    hostName = (host) => host,
    history = nothingRecorded,
  }: StatsParts) {
    this.#targets = targets;
    this.#hostName = hostName;
    this.#history = history;
    this.#timings = timings;
  }

  /**
   * First what is known of each, then what comes, at most once a second, until the loop is left or the signal aborts.
   * Over restarts, and while hosts are away: then there is no sample, but the reason.
   */
  async *watch(refs: readonly Ref[], signal: AbortSignal): AsyncGenerator<readonly StatsUpdate[]> {
    const news = new Map<string, StatsUpdate>();
    const arrived = new Latch();
    const attached = new Disposables();
    try {
      for (const [key, ref] of new Map(refs.map((ref) => [refKey(ref), ref]))) {
        const viewer: Viewer = (known) => {
          // A mark that nobody has read yet is not lost with the sample that bears it.
          const started = news.get(key)?.sample?.started;
          if (!isSample(known)) news.set(key, { ref, sample: null, absence: known });
          else news.set(key, { ref, sample: started === undefined ? known : { ...known, started } });
          arrived.set();
        };
        attached.add(this.follow(ref, viewer));
      }
      while (!signal.aborted) {
        if (news.size === 0) {
          await arrived.wait(signal);
          continue;
        }
        const batch = [...news.values()];
        news.clear();
        yield batch;
        await new Latch().wait(signal, BATCH_PAUSE);
      }
    } finally {
      attached.dispose();
    }
  }

  /** What one container, a stack, a host or all used before, oldest first; empty where nothing was recorded. */
  history(of: StatsScope, range: StatsRange, signal: AbortSignal): Promise<StatsHistory> {
    return this.#history(of, range, signal);
  }

  dispose(): void {
    for (const feed of this.#feeds.values()) feed.dispose();
    this.#feeds.clear();
  }

  /** What is known of one container now, then each time that it is another, until it is disposed of. */
  follow(ref: Ref, viewer: Viewer): Disposable {
    const key = refKey(ref);
    const feed = this.#feeds.get(key) ?? this.#open(key, ref);
    const attachment = feed.attach(viewer);
    return disposable(() => {
      attachment.dispose();
      if (feed.isWatched) return;
      feed.dispose();
      if (this.#feeds.get(key) === feed) this.#feeds.delete(key);
    });
  }

  #open(key: string, ref: Ref): ContainerFeed {
    let slots = this.#slots.get(ref.host);
    if (slots === undefined) {
      slots = new StreamSlots();
      this.#slots.set(ref.host, slots);
    }
    const feed = new ContainerFeed(ref, {
      ...{ targets: this.#targets, slots, timings: this.#timings, hostName: this.#hostName },
    });
    this.#feeds.set(key, feed);
    return feed;
  }
}
