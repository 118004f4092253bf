import { type EventQuery, eventKinds, eventLevels } from "../model/event.ts";
import type { EventHead } from "./segment-format.ts";
import type { Span } from "./segment-reader.ts";
import { type Row, SegmentRows } from "./segment-rows.ts";

/** What the index alone can tell of a query: the segments that may hold matches, and the rows of one that may. */
export interface Candidates {
  readonly segments: readonly SegmentRows[];
  /** Oldest first; `subject` and `text` can be judged only by the event itself. */
  select(rows: SegmentRows): Row[];
}

/**
 * What is known of every event without reading it: time, host, kind, level, and where it stands. The events themselves
 * stay on the disk: a hundred thousand of them would cost the editor some 80 MB, this costs a tenth.
 */
export class EventIndex {
  readonly #segments = new Map<string, SegmentRows>();
  readonly #keys = new Map<number, SegmentRows>();
  /** The events whose key another event had already: by key, the segments of the ids. */
  readonly #crowded = new Map<number, Map<string, SegmentRows>>();
  /** By segment, the other segments in which events of it stand too, and were not taken. */
  readonly #twins = new Map<string, Set<string>>();
  readonly #hosts = new Map<string | undefined, number>();

  /** The segment that holds an event with this key; whether it is the same event, only its id tells. */
  find(key: number): SegmentRows | undefined {
    return this.#keys.get(key);
  }

  /** The segment that holds this event though `find` gives another one for its key. */
  findCrowded(key: number, id: () => string): SegmentRows | undefined {
    return this.#crowded.get(key)?.get(id());
  }

  rowsOf(segment: string): SegmentRows | undefined {
    return this.#segments.get(segment);
  }

  add(event: EventHead, key: number, segment: string, span: Span): void {
    const rows = this.#segments.get(segment) ?? new SegmentRows(segment);
    this.#segments.set(segment, rows);
    const kind = eventKinds.indexOf(event.kind);
    const level = eventLevels.indexOf(event.level);
    const { offset, length } = span;
    rows.add({ time: event.time, tag: tag(this.#hostNumber(event.host), kind, level), key, offset, length });
    if (!this.#keys.has(key)) this.#keys.set(key, rows);
    else this.#crowded.set(key, (this.#crowded.get(key) ?? new Map<string, SegmentRows>()).set(event.id, rows));
  }

  /** An event of `holder` stands in `segment` too: there it has to be found when `holder` goes. */
  noteTwin(holder: string, segment: string): void {
    if (holder === segment) return;
    this.#twins.set(holder, (this.#twins.get(holder) ?? new Set<string>()).add(segment));
  }

  /** Forgets a segment's events; gives the segments in which some of them may still stand. */
  drop(segment: string): ReadonlySet<string> {
    const rows = this.#segments.get(segment);
    if (rows !== undefined) for (const key of rows.keys) this.#dropKey(key, rows);
    const twins = this.#twins.get(segment) ?? new Set();
    this.#segments.delete(segment);
    this.#twins.delete(segment);
    for (const others of this.#twins.values()) others.delete(segment);
    return twins;
  }

  candidates({ host, kinds, levels, since = -Infinity, until = Infinity }: EventQuery): Candidates {
    const hosts = [...this.#hosts].flatMap(([name, number]) => (host === undefined || host === name ? [number] : []));
    const kindNumbers = eventKinds.flatMap((kind, number) => (kinds?.includes(kind) === false ? [] : [number]));
    const levelNumbers = eventLevels.flatMap((level, number) => (levels?.includes(level) === false ? [] : [number]));
    const tags = new Set(
      hosts.flatMap((host) => kindNumbers.flatMap((kind) => levelNumbers.map((level) => tag(host, kind, level)))),
    );
    return {
      segments: [...this.#segments.values()].filter((rows) => rows.mayHold(tags, since, until)),
      select: (rows) => rows.select(tags, since, until),
    };
  }

  #dropKey(key: number, rows: SegmentRows): void {
    const crowd = this.#crowded.get(key);
    if (crowd !== undefined) for (const [id, holder] of crowd) if (holder === rows) crowd.delete(id);
    if (this.#keys.get(key) === rows) {
      this.#keys.delete(key);
      const [next] = crowd ?? [];
      if (next !== undefined) this.#keys.set(key, next[1]);
      if (next !== undefined) crowd?.delete(next[0]);
    }
    if (crowd?.size === 0) this.#crowded.delete(key);
  }

  #hostNumber(host: string | undefined): number {
    const known = this.#hosts.get(host);
    if (known !== undefined) return known;
    this.#hosts.set(host, this.#hosts.size);
    return this.#hosts.size - 1;
  }
}

/** A small number for an id (FNV-1a). Two ids may share one: by chance among 100,000, or by a stranger's will. */
export function keyOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index++) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  return hash >> 1; // 31 bits: V8 keeps such a number without an object around it
}

function tag(host: number, kind: number, level: number): number {
  return (host * eventKinds.length + kind) * eventLevels.length + level;
}
