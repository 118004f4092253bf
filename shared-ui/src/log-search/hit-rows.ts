import type { LogHit, SearchedContainer } from "@quayside/core/model/log-search.ts";
import { refKey } from "@quayside/core/model/ref.ts";

export interface GroupRow {
  readonly kind: "group";
  readonly key: string;
  readonly container: SearchedContainer;
  readonly count: number;
  readonly open: boolean;
}

export interface HitRow {
  readonly kind: "hit";
  readonly key: string;
  readonly hit: LogHit;
}

export type ResultRow = GroupRow | HitRow;

/** The same line has the same key in each picture. */
export function hitKey({ ref, timestamp, stream, nth, text }: LogHit): string {
  return `${refKey(ref)} ${timestamp} ${stream} ${nth}${timestamp === "" ? ` ${text}` : ""}`;
}

/** Hits as they come, in the order in which they are shown: the newest first. */
export class HitList {
  readonly #groups = new Map<string, LogHit[]>();
  readonly #containers = new Map<string, SearchedContainer>();
  #sorted = true;
  #count = 0;
  #oldest = "";

  get length(): number {
    return this.#count;
  }

  /** The time stamp of the oldest hit. */
  get oldest(): string {
    return this.#oldest;
  }

  /** Containers in which something was found. */
  get groups(): number {
    return this.#groups.size;
  }

  get containers(): Iterable<SearchedContainer> {
    return this.#containers.values();
  }

  container(key: string): SearchedContainer | undefined {
    return this.#containers.get(key);
  }

  tell(containers: readonly SearchedContainer[]): void {
    for (const container of containers) this.#containers.set(refKey(container.ref), container);
  }

  add(hits: readonly LogHit[]): void {
    for (const hit of hits) {
      const key = refKey(hit.ref);
      const group = this.#groups.get(key);
      if (this.#oldest === "" || hit.timestamp < this.#oldest) this.#oldest = hit.timestamp;
      if (group === undefined) this.#groups.set(key, [hit]);
      else group.push(hit);
    }
    this.#count += hits.length;
    this.#sorted &&= hits.length === 0;
  }

  /** By container, in the order in which something was first found in them; or all in one, by time. */
  rows(grouped: boolean, closed: ReadonlySet<string>): readonly ResultRow[] {
    if (!this.#sorted) for (const group of this.#groups.values()) group.sort(newestFirst);
    this.#sorted = true;
    if (!grouped) return [...this.#groups.values()].flat().sort(newestFirst).map(rowOf);
    const rows: ResultRow[] = [];
    for (const [key, hits] of this.#groups) {
      const container = this.#containers.get(key);
      if (container === undefined) continue;
      const open = !closed.has(key);
      rows.push({ kind: "group", key, container, count: hits.length, open });
      if (open) for (const hit of hits) rows.push(rowOf(hit));
    }
    return rows;
  }
}

function rowOf(hit: LogHit): HitRow {
  return { kind: "hit", key: hitKey(hit), hit };
}

function newestFirst(one: LogHit, other: LogHit): number {
  if (one.timestamp !== other.timestamp) return one.timestamp < other.timestamp ? 1 : -1;
  return other.nth - one.nth;
}
