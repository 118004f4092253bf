import { Latch } from "../../lifetime/latch.ts";
import type { LogHit, LogSearchBatch, SearchedContainer, SearchedHost } from "../../model/log-search.ts";
import { type Ref, refKey } from "../../model/ref.ts";

/** Hits of one batch: what a panel takes between two frames. */
const BATCH = 200;

/** Gathers what came of a search until somebody takes it. */
export class SearchReport {
  readonly filled = new Latch();
  readonly #containers = new Map<string, SearchedContainer>();
  #changed = new Set<string>();
  #hits: LogHit[] = [];
  #away: SearchedHost[] = [];
  #done = 0;
  #bytes = 0;

  get isEmpty(): boolean {
    return this.#hits.length === 0 && this.#changed.size === 0 && this.#away.length === 0;
  }

  hit(hit: LogHit): void {
    this.#hits.push(hit);
    if (this.#hits.length >= BATCH) this.filled.set();
  }

  away(host: SearchedHost): void {
    this.#away.push(host);
  }

  container(ref: Ref): SearchedContainer | undefined {
    return this.#containers.get(refKey(ref));
  }

  tell(container: SearchedContainer): void {
    const key = refKey(container.ref);
    const before = this.#containers.get(key);
    if (isOver(container) && (before === undefined || !isOver(before))) this.#done++;
    this.#bytes += container.bytes - (before?.bytes ?? 0);
    this.#containers.set(key, container);
    this.#changed.add(key);
  }

  take(): LogSearchBatch {
    const changed = [...this.#changed].flatMap((key) => this.#containers.get(key) ?? []);
    this.#changed = new Set();
    const away = this.#away;
    this.#away = [];
    const hits = this.#hits.slice(0, BATCH);
    this.#hits = this.#hits.slice(BATCH);
    const progress = { done: this.#done, total: this.#containers.size, bytes: this.#bytes };
    return { hits, containers: changed, away, progress };
  }

  get all(): Iterable<SearchedContainer> {
    return this.#containers.values();
  }

  get bytes(): number {
    return this.#bytes;
  }
}

export function isOver({ state }: SearchedContainer): boolean {
  return state.kind !== "waiting" && state.kind !== "reading";
}
