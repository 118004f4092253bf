import { type EventQuery, eventKinds, eventLevels } from "../model/event.ts";
import type { EventHead } from "./segment-format.ts";
import type { Span } from "./segment-reader.ts";

/** An event's number in the index. */
export type Entry = number;

/**
 * What is known of every event without reading it: time, host, kind, level, and where it stands. The events themselves
 * stay on the disk: a hundred thousand of them would cost the editor some 80 MB, this costs a tenth.
 */
export class EventIndex {
  readonly #times: number[] = [];
  readonly #segments: number[] = [];
  readonly #offsets: number[] = [];
  readonly #lengths: number[] = [];
  /** Host, kind and level in one number. */
  readonly #tags: number[] = [];
  readonly #keys = new Map<number, Entry>();
  /** The ids whose key another event had already. */
  readonly #crowded = new Set<string>();
  readonly #hosts = new Map<string | undefined, number>();
  readonly #segmentNames: string[] = [];
  /** Oldest first. */
  readonly #order: Entry[] = [];
  #sorted = true;

  /** An entry whose event has the same key; whether it is the same event, only its id tells. */
  find(key: number): Entry | undefined {
    return this.#keys.get(key);
  }

  /** Whether this event is in the index though `find` gives another one for its key. */
  isCrowded(id: string): boolean {
    return this.#crowded.size > 0 && this.#crowded.has(id); // an empty set would hash the id all the same
  }

  add(event: EventHead, key: number, segment: string, span: Span): void {
    const entry = this.#times.length;
    if (entry > 0 && event.time < (this.#times[this.#order.at(-1) as Entry] as number)) this.#sorted = false;
    this.#order.push(entry);
    this.#times.push(event.time);
    this.#segments.push(this.#segmentNumber(segment));
    this.#offsets.push(span.offset);
    this.#lengths.push(span.length);
    this.#tags.push(
      tag(this.#hostNumber(event.host), eventKinds.indexOf(event.kind), eventLevels.indexOf(event.level)),
    );
    if (this.#keys.has(key)) this.#crowded.add(event.id);
    else this.#keys.set(key, entry);
  }

  time(entry: Entry): number {
    return this.#times[entry] as number;
  }

  place(entry: Entry): { readonly segment: string; readonly span: Span } {
    const span = { offset: this.#offsets[entry] as number, length: this.#lengths[entry] as number };
    return { segment: this.#segmentNames[this.#segments[entry] as number] as string, span };
  }

  /** Newest first, the entries that may match: `subject` and `text` can be judged only by the event itself. */
  candidates(query: EventQuery): Entry[] {
    const wanted = this.#wantedTag(query);
    const order = this.#ordered();
    const found: Entry[] = [];
    for (let index = order.length - 1; index >= 0; index--) {
      const entry = order[index] as Entry;
      const time = this.#times[entry] as number;
      if (query.until !== undefined && time > query.until) continue;
      if (query.since !== undefined && time < query.since) break;
      if (wanted(this.#tags[entry] as number)) found.push(entry);
    }
    return found;
  }

  #wantedTag(query: EventQuery): (tag: number) => boolean {
    const hosts = [...this.#hosts]
      .filter(([host]) => query.host === undefined || host === query.host)
      .map(([, number]) => number);
    const kinds = eventKinds.flatMap((kind, number) => (query.kinds?.includes(kind) === false ? [] : [number]));
    const levels = eventLevels.flatMap((level, number) => (query.levels?.includes(level) === false ? [] : [number]));
    const tags = new Set(
      hosts.flatMap((host) => kinds.flatMap((kind) => levels.map((level) => tag(host, kind, level)))),
    );
    return (value) => tags.has(value);
  }

  /** Segments come one after the other and are each in order but for clocks that were set: little to sort. */
  #ordered(): readonly Entry[] {
    if (!this.#sorted) this.#order.sort((a, b) => (this.#times[a] as number) - (this.#times[b] as number) || a - b);
    this.#sorted = true;
    return this.#order;
  }

  #hostNumber(host: string | undefined): number {
    const known = this.#hosts.get(host);
    if (known !== undefined) return known;
    this.#hosts.set(host, this.#hosts.size);
    return this.#hosts.size - 1;
  }

  #segmentNumber(name: string): number {
    if (this.#segmentNames.at(-1) === name) return this.#segmentNames.length - 1;
    const known = this.#segmentNames.lastIndexOf(name);
    return known >= 0 ? known : this.#segmentNames.push(name) - 1;
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
