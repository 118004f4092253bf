import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { throwIfAborted } from "../lifetime/abort.ts";
import type { EventQuery, QuaysideEvent } from "../model/event.ts";
import { errorCode, type StorageProblem, unusable } from "../storage/storage-problem.ts";
import { type Entry, EventIndex, keyOf } from "./event-index.ts";
import { defaultLimit, matches } from "./event-query.ts";
import { decodeEvent, decodeHead, type EventHead, isSegmentName, segmentVersion } from "./segment-format.ts";
import {
  type Cursor,
  type Decode,
  type ReadChunk,
  readSegment,
  readSpans,
  SegmentShrank,
  type Span,
  segmentStart,
} from "./segment-reader.ts";

/** Events read at a time while a query looks for its matches. */
const batchSize = 1_000;

/** All windows' segments as one log. It reads only what it has not read yet. */
export class SegmentFolder {
  readonly #folder: string;
  readonly #onProblem: (problem: StorageProblem) => void;
  readonly #problems = new Map<string, StorageProblem>();
  #cursors = new Map<string, Cursor>();
  #index = new EventIndex();
  /** By segment, where lines stand that were indexed by their head and are damaged further on. */
  #damaged = new Map<string, Set<number>>();

  constructor(folder: string, onProblem: (problem: StorageProblem) => void) {
    this.#folder = folder;
    this.#onProblem = onProblem;
  }

  get problems(): readonly StorageProblem[] {
    return [...this.#problems.values()];
  }

  /** Indexes what is there: the past, of which nobody is told. Once, before anything else. */
  async load(): Promise<void> {
    await this.#readNew(await this.#segmentNames(), decodeHead, () => {});
  }

  /** Reads what is new, in one segment or in all, and gives the events that were not there before. One call at a time. */
  async refresh(only?: string): Promise<QuaysideEvent[]> {
    const names = only === undefined ? await this.#segmentNames() : [only];
    const fresh: QuaysideEvent[] = [];
    if (only === undefined && [...this.#cursors.keys()].some((name) => !names.includes(name))) {
      await this.#readAnew(names, fresh);
      return fresh;
    }
    try {
      await this.#readNew(names, decodeEvent, (event) => fresh.push(event));
    } catch (error) {
      if (!(error instanceof SegmentShrank)) throw error;
      await this.#readAnew(await this.#segmentNames(), fresh);
    }
    return fresh;
  }

  /** Newest first; of one millisecond by id. */
  async select(query: EventQuery, signal: AbortSignal): Promise<QuaysideEvent[]> {
    const index = this.#index;
    const limit = query.limit ?? defaultLimit;
    const candidates = index.candidates(query);
    const found: QuaysideEvent[] = [];
    for (let at = 0; at < candidates.length && found.length < limit; ) {
      throwIfAborted(signal);
      const end = endOfMoment(index, candidates, at + batchSize);
      const events = await this.#readEntries(index, candidates.slice(at, end));
      const matching = events.filter((event): event is QuaysideEvent => event !== undefined && matches(event, query));
      for (const event of matching.sort(newestFirst)) found.push(event);
      at = end;
    }
    return found.slice(0, limit);
  }

  /** A segment was removed or cut off: an event of it that also stood in another one must be found there now. */
  async #readAnew(names: readonly string[], fresh: QuaysideEvent[]): Promise<void> {
    const before = this.#index;
    this.#index = new EventIndex();
    this.#cursors = new Map();
    this.#damaged = new Map();
    for (const path of this.#problems.keys()) if (!names.includes(basename(path))) this.#problems.delete(path);
    await this.#readNew(names, decodeEvent, (event) => {
      if (before.find(keyOf(event.id)) === undefined) fresh.push(event);
    });
  }

  async #readNew<T extends EventHead>(
    names: readonly string[],
    decode: Decode<T>,
    onFresh: (event: T) => void,
  ): Promise<void> {
    for (const name of names) {
      try {
        const from = this.#cursors.get(name) ?? segmentStart;
        for await (const chunk of readSegment(join(this.#folder, name), from, decode)) {
          await this.#take(name, chunk, onFresh);
        }
        this.#judge(name);
      } catch (error) {
        if (error instanceof SegmentShrank) throw error;
        if (errorCode(error) !== "ENOENT") this.#tellUnreadable(name, error);
      }
    }
  }

  /** Enters a chunk's events into the index, each once. */
  async #take<T extends EventHead>(name: string, chunk: ReadChunk<T>, onFresh: (event: T) => void): Promise<void> {
    const index = this.#index;
    const keys = chunk.events.map((event) => keyOf(event.id));
    const twins = await this.#twins(keys);
    const inChunk = new Map<number, string>();
    chunk.events.forEach((event, position) => {
      const key = keys[position] as number;
      if (twins.get(position) === event.id || inChunk.get(key) === event.id || index.isCrowded(event.id)) return;
      if (!inChunk.has(key)) inChunk.set(key, event.id);
      index.add(event, key, name, chunk.spans[position] as Span);
      onFresh(event);
    });
    this.#cursors.set(name, chunk.cursor);
  }

  /** By position, the id of the event that is known by the same key: read again, since a key alone proves nothing. */
  async #twins(keys: readonly number[]): Promise<Map<number, string>> {
    const known = keys.flatMap((key, position) => {
      const entry = this.#index.find(key);
      return entry === undefined ? [] : [{ position, entry }];
    });
    const ids = new Map<number, string>();
    if (known.length === 0) return ids;
    const events = await this.#readEntries(
      this.#index,
      known.map(({ entry }) => entry),
    );
    known.forEach(({ position }, at) => {
      const id = events[at]?.id;
      if (id !== undefined) ids.set(position, id);
    });
    return ids;
  }

  async #readEntries(index: EventIndex, entries: readonly Entry[]): Promise<(QuaysideEvent | undefined)[]> {
    const bySegment = new Map<string, { positions: number[]; spans: Span[] }>();
    entries.forEach((entry, position) => {
      const { segment, span } = index.place(entry);
      const group = bySegment.get(segment) ?? { positions: [], spans: [] };
      bySegment.set(segment, group);
      group.positions.push(position);
      group.spans.push(span);
    });
    const events: (QuaysideEvent | undefined)[] = Array(entries.length);
    for (const [segment, { positions, spans }] of bySegment) {
      try {
        const read = await readSpans(join(this.#folder, segment), spans);
        read.forEach((event, at) => {
          events[positions[at] as number] = event;
          if (event === undefined) this.#tellDamaged(segment, (spans[at] as Span).offset);
        });
      } catch (error) {
        if (errorCode(error) !== "ENOENT") this.#tellUnreadable(segment, error);
      }
    }
    return events;
  }

  async #segmentNames(): Promise<string[]> {
    try {
      return (await readdir(this.#folder)).filter(isSegmentName).sort();
    } catch (cause) {
      if (errorCode(cause) === "ENOENT") return [];
      throw unusable(this.#folder, "read", cause);
    }
  }

  #tellDamaged(name: string, offset: number): void {
    const offsets = this.#damaged.get(name) ?? new Set();
    this.#damaged.set(name, offsets.add(offset));
    this.#judge(name);
  }

  /** Says of a segment that was read what was not read of it. */
  #judge(name: string): void {
    const { newer, skipped } = this.#cursors.get(name) ?? segmentStart;
    const lines = skipped + (this.#damaged.get(name)?.size ?? 0);
    const path = join(this.#folder, name);
    if (newer !== undefined) {
      this.#tell({
        path,
        sentence: `${path} was written by a newer Quayside (format ${newer}, this one knows ${segmentVersion}): its events are not shown. Update Quayside.`,
      });
    } else if (lines > 0) {
      const what = lines === 1 ? "1 line that is no event: it was" : `${lines} lines that are no events: they were`;
      this.#tell({ path, sentence: `${path} holds ${what} skipped.`, lines });
    } else this.#problems.delete(path);
  }

  #tellUnreadable(name: string, cause: unknown): void {
    const path = join(this.#folder, name);
    const error = unusable(path, "read", cause);
    this.#tell({ path, sentence: `${error.message} Its events are not shown.`, error });
  }

  /** Each file is told of once; `problems` keeps its latest state. */
  #tell(problem: StorageProblem): void {
    const known = this.#problems.has(problem.path);
    this.#problems.set(problem.path, problem);
    if (!known) this.#onProblem(problem);
  }
}

/** The first index at or after `from` where another time begins: what happened in one millisecond is put in order together. */
function endOfMoment(index: EventIndex, entries: readonly Entry[], from: number): number {
  let end = Math.min(from, entries.length);
  while (end < entries.length && index.time(entries[end] as Entry) === index.time(entries[end - 1] as Entry)) end++;
  return end;
}

function newestFirst(a: QuaysideEvent, b: QuaysideEvent): number {
  return b.time - a.time || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}
