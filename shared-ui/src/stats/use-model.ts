import { batch, computed, type Signal, signal } from "@preact/signals";
import { type StatsUpdate, WATCHED_CONTAINERS } from "@quayside/core/model/container-stats.ts";
import { type Ref, refKey, sameRef } from "@quayside/core/model/ref.ts";
import { rangeSteps, type StatsHistory, type StatsRange, type StatsScope } from "@quayside/core/model/stats-history.ts";
import type { StatsPoint } from "@quayside/core/model/stats-point.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import type { Span } from "./charts/chart-library.ts";
import type { Picture } from "./line-view.ts";
import { joined, pointNow, sumWaits, withPoint } from "./live-points.ts";
import { sameScope } from "./scope.ts";
import { readUseSettings, type UseSettings } from "./use-settings.ts";

/** So long what was seen is remembered: as long as the finest steps. */
const KEPT = rangeSteps["10min"].length;

/** Milliseconds: what is seen meanwhile stands in for what is recorded of it. */
const AGAIN: Readonly<Record<StatsRange, number>> = { "10min": 120_000, "2h": 60_000, "1d": 120_000, "30d": 300_000 };

/** What stood still when the person said so. */
export interface Frozen {
  readonly now: number;
  readonly points: readonly StatsPoint[];
}

/** Milliseconds that are drawn while less than the range is known: what is known fills the picture, and it grows. */
const SHORTEST = 60_000;

function shownLength(points: readonly StatsPoint[], now: number, length: number): number {
  const known = now - (points[0]?.time ?? now);
  return Math.min(length, Math.max(SHORTEST, known));
}

/** What containers use, as a picture that goes on: of one, or of several together. */
export class UseModel {
  readonly now: Signal<number>;
  /** By `refKey`, of those that are watched. */
  readonly updates = signal<ReadonlyMap<string, StatsUpdate>>(new Map());
  readonly live = signal<readonly StatsPoint[]>([]);
  readonly frozen = signal<Frozen | undefined>(undefined);
  readonly zoom = signal<Span | undefined>(undefined);
  /** The moment that is pointed at, in all charts. */
  readonly hover = signal<number | undefined>(undefined);
  readonly asTable: Signal<boolean>;
  readonly range: Signal<StatsRange>;
  /** What was recorded of the range; undefined until it has come. */
  readonly history = signal<StatsHistory | undefined>(undefined);
  /** What is drawn: of the whole range or of what was chosen of it, as it is or as it stood still. */
  readonly picture = computed<Picture>(() => {
    const { step, length } = rangeSteps[this.range.value];
    const frozen = this.frozen.value;
    const now = frozen?.now ?? this.now.value;
    const points = frozen?.points ?? this.#points.value;
    const zoom = this.zoom.value;
    return { from: zoom?.from ?? now - shownLength(points, now, length), to: zoom?.to ?? now, points, step, now };
  });
  /** They are asked, and have not told yet. */
  readonly awaits = computed(() => this.live.value.length === 0 && this.#asked.value > this.updates.value.size);
  readonly #asked = signal(0);
  readonly #points = computed(() => {
    const { step, length } = rangeSteps[this.range.value];
    const past = this.history.value?.step === step ? this.history.value.points : [];
    const oldest = this.now.value - length - step;
    return joined(past, this.live.value, step).filter(({ time }) => time >= oldest);
  });
  readonly #api: PanelApi;
  readonly #clock: () => number;
  #scope: StatsScope | undefined;
  #wanted: readonly Ref[] = [];
  #followed = "";
  /** Since when those are listened to of whom nothing was known. */
  #since = 0;
  #ended = false;
  #seen = true;
  #following = new AbortController();
  #asking = new AbortController();
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(api: PanelApi, clock: () => number, kept: unknown) {
    const { asTable, range } = readUseSettings(kept);
    this.#api = api;
    this.#clock = clock;
    this.now = signal(clock());
    this.asTable = signal(asTable);
    this.range = signal(range);
  }

  /** What the home remembers of it. */
  get settings(): UseSettings {
    return { asTable: this.asTable.value, range: this.range.value };
  }

  look(range: StatsRange): void {
    batch(() => {
      this.range.value = range;
      this.zoom.value = undefined;
      this.frozen.value = undefined;
      this.hover.value = undefined;
    });
    this.#ask();
  }

  /** From now on these; another scope begins a new picture. */
  watch(scope: StatsScope, refs: readonly Ref[]): void {
    const before = this.#wanted;
    this.#wanted = refs.slice(0, WATCHED_CONTAINERS);
    if (this.#scope === undefined || !sameScope(scope, this.#scope)) {
      this.#scope = scope;
      batch(() => {
        this.live.value = [];
        this.updates.value = new Map();
        this.frozen.value = undefined;
        this.zoom.value = undefined;
        this.hover.value = undefined;
        this.history.value = undefined;
      });
      this.#ask();
      this.#ended = false;
    } else if (scope.kind === "container" && before.some((ref) => !refs.some((other) => sameRef(ref, other)))) {
      // It has ended: what comes next under this name is another run, which the engine can't tell from none.
      this.#ended = true;
    }
    this.#follow();
  }

  /** Whether the page is seen at all. */
  show(seen: boolean): void {
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.#follow();
    if (seen) this.#ask();
    else this.#leave();
  }

  tick(): void {
    this.now.value = this.#clock();
  }

  togglePause(): void {
    this.frozen.value =
      this.frozen.value === undefined ? { now: this.picture.value.now, points: this.picture.value.points } : undefined;
  }

  dispose(): void {
    this.show(false);
  }

  /** Asks for what was recorded, and again when there is more of it. */
  #ask(): void {
    this.#leave();
    this.#asking = new AbortController();
    if (this.#scope !== undefined && this.#seen) void this.#readHistory(this.#scope, this.#asking.signal);
  }

  #leave(): void {
    this.#asking.abort();
    clearTimeout(this.#again);
  }

  async #readHistory(of: StatsScope, signal: AbortSignal): Promise<void> {
    const range = this.range.value;
    try {
      const history = await this.#api.call("stats.history", { of, range }, signal);
      if (signal.aborted) return;
      this.history.value = history;
      this.#again = setTimeout(() => this.#ask(), AGAIN[range]);
    } catch {
      // It is left, or the connection is over, which the panel says.
    }
  }

  #follow(): void {
    const refs = this.#seen ? this.#wanted : [];
    const followed = refs.map(refKey).sort().join("\n");
    if (followed === this.#followed) return;
    this.#followed = followed;
    this.#asked.value = refs.length;
    const before = this.#following;
    this.#following = new AbortController();
    if (refs.length > 0) void this.#read(refs, this.#following.signal);
    // After the new ones are asked for: core goes on reading those that are in both.
    before.abort();
    const kept = new Set(refs.map(refKey));
    this.updates.value = new Map([...this.updates.value].filter(([key]) => kept.has(key)));
    if (this.updates.value.size === 0) this.#since = this.#clock();
  }

  async #read(refs: readonly Ref[], signal: AbortSignal): Promise<void> {
    try {
      for await (const news of this.#api.stream("stats.watch", { refs }, signal)) {
        if (signal.aborted) return;
        batch(() => this.#take(news));
      }
    } catch {
      // The stream of the containers fails with it, and the panel says so.
      if (!signal.aborted) this.updates.value = new Map();
    }
  }

  #take(news: readonly StatsUpdate[]): void {
    const wanted = new Set(this.#wanted.map(refKey));
    const updates = new Map(this.updates.value);
    for (const update of news) if (wanted.has(refKey(update.ref))) updates.set(refKey(update.ref), update);
    this.updates.value = updates;
    this.tick();
    const one = this.#scope?.kind === "container";
    // A mark is of the moment in which it came.
    const fresh = new Set(news);
    const now = [...updates.values()].map((update) => (fresh.has(update) ? update : withoutMark(update)));
    const point = pointNow(now, one, this.now.value);
    if (point === undefined) return;
    const [since, last] = [this.#since, this.live.value.at(-1)?.time];
    if (!one && sumWaits({ since, told: updates.size, wanted: wanted.size, last }, this.now.value)) return;
    const started = this.#ended ? { started: true as const } : {};
    this.#ended = false;
    this.live.value = withPoint(this.live.value, { ...point, ...started }, KEPT);
  }
}

function withoutMark(update: StatsUpdate): StatsUpdate {
  if (update.sample?.started === undefined) return update;
  const { started: _, ...sample } = update.sample;
  return { ...update, sample };
}
