import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { throwIfAborted } from "../lifetime/abort.ts";
import type { EventQuery, QuaysideEvent } from "../model/event.ts";
import { errorCode, type StorageProblem, unusable } from "../storage/storage-problem.ts";
import { EventIndex, keyOf } from "./event-index.ts";
import { defaultLimit, matches } from "./event-query.ts";
import { type LineSearch, lineSearch } from "./line-search.ts";
import { type Entry, NewestFirst } from "./newest-first.ts";
import { decodeEvent, decodeHead, type EventHead, isSegmentName, segmentVersion } from "./segment-format.ts";
import {
  type Cursor,
  type Decode,
  type ReadChunk,
  readSegment,
  readSpans,
  SegmentShrank,
  type Span,
  searchSegment,
  segmentStart,
} from "./segment-reader.ts";
import type { SegmentRows } from "./segment-rows.ts";

/** Events read at a time while a query looks for its matches. */
const batchSize = 1_000;

/** All windows' segments as one log. It reads only what it has not read yet. */
export class SegmentFolder {
  readonly #folder: string;
  readonly #onProblem: (problem: StorageProblem) => void;
  readonly #problems = new Map<string, StorageProblem>();
  #cursors = new Map<string, Cursor>();
  /** By segment, its bytes when it was read: one that has not grown is not opened again. */
  #sizes = new Map<string, number>();
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
    if (only === undefined) await this.#dropGone(names, fresh);
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
    const limit = query.limit ?? defaultLimit;
    const candidates = this.#index.candidates(query);
    const sought = query.subject ?? query.text ?? "";
    const search = sought === "" ? undefined : lineSearch(sought);
    const merged = new NewestFirst(candidates.segments, async (rows) => {
      throwIfAborted(signal);
      const matching = candidates.select(rows);
      if (search === undefined || matching.length === 0) return matching;
      const lines = await this.#search(rows.segment, search, signal);
      return matching.filter((row) => lines.has(rows.offset(row)));
    });
    const found: QuaysideEvent[] = [];
    while (found.length < limit) {
      throwIfAborted(signal);
      // Without a search nearly all of them match.
      const entries = await merged.next(Math.min(batchSize, search === undefined ? limit - found.length : batchSize));
      if (entries.length === 0) break;
      const events = await this.#readEntries(entries);
      const matching = events.filter((event): event is QuaysideEvent => event !== undefined && matches(event, query));
      for (const event of matching.sort(newestFirst)) found.push(event);
    }
    return found.slice(0, limit);
  }

  async #search(name: string, search: LineSearch, signal: AbortSignal): Promise<ReadonlySet<number>> {
    try {
      return await searchSegment(join(this.#folder, name), search, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      if (errorCode(error) !== "ENOENT") this.#tellUnreadable(name, error);
      return new Set();
    }
  }

  /** Segments that were removed: an event of them that also stood in another one must be found there now. */
  async #dropGone(names: readonly string[], fresh: QuaysideEvent[]): Promise<void> {
    const there = new Set(names);
    const gone = [...this.#cursors.keys()].filter((name) => !there.has(name));
    const twins = new Set<string>();
    for (const name of gone) {
      for (const twin of this.#index.drop(name)) twins.add(twin);
      this.#cursors.delete(name);
      this.#sizes.delete(name);
      this.#damaged.delete(name);
    }
    for (const path of this.#problems.keys()) if (!there.has(basename(path))) this.#problems.delete(path);
    for (const name of twins) if (there.has(name)) await this.#readTwins(name, fresh);
  }

  /** Reads a segment again for the events that were left out, since they stood in another one. */
  async #readTwins(name: string, fresh: QuaysideEvent[]): Promise<void> {
    const known = new Set(this.#index.rowsOf(name)?.offsets);
    const { offset } = this.#cursors.get(name) ?? segmentStart;
    try {
      for await (const chunk of readSegment(join(this.#folder, name), segmentStart, decodeEvent)) {
        const left = chunk.spans.flatMap((span, position) => (known.has(span.offset) ? [] : [position]));
        const events = left.map((position) => chunk.events[position] as QuaysideEvent);
        const spans = left.map((position) => chunk.spans[position] as Span);
        await this.#take(name, { events, spans, cursor: chunk.cursor }, (event, span) => {
          if (span.offset >= offset) fresh.push(event);
        });
      }
    } catch (error) {
      if (errorCode(error) !== "ENOENT") this.#tellUnreadable(name, error);
    }
  }

  /** A segment was cut off: nothing that was known of it counts any more. */
  async #readAnew(names: readonly string[], fresh: QuaysideEvent[]): Promise<void> {
    const before = this.#index;
    this.#index = new EventIndex();
    this.#cursors = new Map();
    this.#sizes = new Map();
    this.#damaged = new Map();
    await this.#readNew(names, decodeEvent, (event) => {
      if (before.find(keyOf(event.id)) === undefined) fresh.push(event);
    });
  }

  async #readNew<T extends EventHead>(
    names: readonly string[],
    decode: Decode<T>,
    onFresh: (event: T) => void,
  ): Promise<void> {
    const sizes = await Promise.all(names.map((name) => this.#size(name)));
    for (const [position, name] of names.entries()) {
      const size = sizes[position];
      try {
        if (size === undefined || size !== this.#sizes.get(name)) {
          const from = this.#cursors.get(name) ?? segmentStart;
          for await (const chunk of readSegment(join(this.#folder, name), from, decode)) {
            await this.#take(name, chunk, onFresh);
          }
          if (size !== undefined) this.#sizes.set(name, size);
        }
        this.#judge(name);
      } catch (error) {
        if (error instanceof SegmentShrank) throw error;
        if (errorCode(error) !== "ENOENT") this.#tellUnreadable(name, error);
      }
    }
  }

  /** Undefined where that can't be told: opening it will say why. */
  async #size(name: string): Promise<number | undefined> {
    return stat(join(this.#folder, name)).then(
      ({ size }) => size,
      () => undefined,
    );
  }

  /** Enters a chunk's events into the index, each once. */
  async #take<T extends EventHead>(
    name: string,
    chunk: ReadChunk<T>,
    onFresh: (event: T, span: Span) => void,
  ): Promise<void> {
    const index = this.#index;
    const keys = chunk.events.map((event) => keyOf(event.id));
    const twins = await this.#twins(keys);
    const inChunk = new Map<number, string>();
    chunk.events.forEach((event, position) => {
      const key = keys[position] as number;
      const span = chunk.spans[position] as Span;
      const holder = twins.get(position) === event.id ? index.find(key) : index.findCrowded(key, () => event.id);
      if (holder !== undefined) index.noteTwin(holder.segment, name);
      if (holder !== undefined || inChunk.get(key) === event.id) return;
      if (!inChunk.has(key)) inChunk.set(key, event.id);
      index.add(event, key, name, span);
      onFresh(event, span);
    });
    this.#cursors.set(name, chunk.cursor);
  }

  /** By position, the id of the event that is known by the same key: read again, since a key alone proves nothing. */
  async #twins(keys: readonly number[]): Promise<Map<number, string>> {
    const bySegment = new Map<SegmentRows, number[]>();
    keys.forEach((key, position) => {
      const rows = this.#index.find(key);
      if (rows === undefined) return;
      const positions = bySegment.get(rows) ?? [];
      bySegment.set(rows, positions);
      positions.push(position);
    });
    const ids = new Map<number, string>();
    for (const [rows, positions] of bySegment) {
      const found = rows.firstOf(positions.map((position) => keys[position] as number));
      const events = await this.#readEntries(found.map((row) => ({ rows, row })));
      positions.forEach((position, at) => {
        const id = events[at]?.id;
        if (id !== undefined) ids.set(position, id);
      });
    }
    return ids;
  }

  async #readEntries(entries: readonly Entry[]): Promise<(QuaysideEvent | undefined)[]> {
    const bySegment = new Map<string, { positions: number[]; spans: Span[] }>();
    entries.forEach(({ rows, row }, position) => {
      const group = bySegment.get(rows.segment) ?? { positions: [], spans: [] };
      bySegment.set(rows.segment, group);
      group.positions.push(position);
      group.spans.push(rows.span(row));
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

function newestFirst(a: QuaysideEvent, b: QuaysideEvent): number {
  return b.time - a.time || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}
