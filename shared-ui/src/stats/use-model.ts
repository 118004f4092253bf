import { batch, type Signal, signal } from "@preact/signals";
import { type StatsUpdate, WATCHED_CONTAINERS } from "@quayside/core/model/container-stats.ts";
import { type Ref, refKey } from "@quayside/core/model/ref.ts";
import { rangeSteps, type StatsScope } from "@quayside/core/model/stats-history.ts";
import type { StatsPoint } from "@quayside/core/model/stats-point.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import type { Span } from "./charts/chart-library.ts";
import { pointNow, withPoint } from "./live-points.ts";
import { sameScope } from "./scope.ts";

/** So long what was seen is remembered: as long as the finest steps. */
const KEPT = rangeSteps["10min"].length;

/** What stood still when the person said so. */
export interface Frozen {
  readonly now: number;
  readonly points: readonly StatsPoint[];
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
  readonly #api: PanelApi;
  readonly #clock: () => number;
  #scope: StatsScope | undefined;
  #wanted: readonly Ref[] = [];
  #followed = "";
  #seen = true;
  #following = new AbortController();

  constructor(api: PanelApi, clock: () => number, asTable = false) {
    this.#api = api;
    this.#clock = clock;
    this.now = signal(clock());
    this.asTable = signal(asTable);
  }

  /** From now on these; another scope begins a new picture. */
  watch(scope: StatsScope, refs: readonly Ref[]): void {
    this.#wanted = refs.slice(0, WATCHED_CONTAINERS);
    if (this.#scope === undefined || !sameScope(scope, this.#scope)) {
      this.#scope = scope;
      batch(() => {
        this.live.value = [];
        this.updates.value = new Map();
        this.frozen.value = undefined;
        this.zoom.value = undefined;
        this.hover.value = undefined;
      });
    }
    this.#follow();
  }

  /** Whether the page is seen at all. */
  show(seen: boolean): void {
    this.#seen = seen;
    this.#follow();
  }

  tick(): void {
    this.now.value = this.#clock();
  }

  togglePause(): void {
    this.frozen.value = this.frozen.value === undefined ? { now: this.#clock(), points: this.live.value } : undefined;
  }

  dispose(): void {
    this.#seen = false;
    this.#follow();
  }

  #follow(): void {
    const refs = this.#seen ? this.#wanted : [];
    const followed = refs.map(refKey).sort().join("\n");
    if (followed === this.#followed) return;
    this.#followed = followed;
    const before = this.#following;
    this.#following = new AbortController();
    if (refs.length > 0) void this.#read(refs, this.#following.signal);
    // After the new ones are asked for: core goes on reading those that are in both.
    before.abort();
    const kept = new Set(refs.map(refKey));
    this.updates.value = new Map([...this.updates.value].filter(([key]) => kept.has(key)));
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
    if (point !== undefined) this.live.value = withPoint(this.live.value, point, KEPT);
  }
}

function withoutMark(update: StatsUpdate): StatsUpdate {
  if (update.sample?.started === undefined) return update;
  const { started: _, ...sample } = update.sample;
  return { ...update, sample };
}
