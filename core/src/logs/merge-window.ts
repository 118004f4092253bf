import type { LogItem } from "../model/log-line.ts";
import { sizeOfText } from "./outbox.ts";

/** An item with its place in time: epoch milliseconds. */
export type PlacedItem = LogItem & { readonly at: number; readonly source: number };

/** How a source stands to what is still to come from it. */
export type Standing =
  /** It reads its history: what comes is older than what others have. */
  | "reading"
  | "live"
  /** Nothing is expected: its host is away, it has ended, or its lines can't be read. */
  | "quiet";

/** Milliseconds for which the lines of others wait for a source that has none. */
export interface MergePatience {
  /** While it reads its history. */
  readonly reading: number;
  /** While it is live: about what the ways to two hosts differ by. */
  readonly live: number;
}

export const usualPatience: MergePatience = { reading: 2000, live: 30 };

interface Queue {
  standing: Standing;
  /** Chunks as they came, each with when. */
  chunks: { readonly items: readonly PlacedItem[]; readonly came: number; readonly bytes: number }[];
  /** In the first chunk. */
  next: number;
  bytes: number;
  /** Since when it has none. */
  emptySince: number;
}

/**
 * Brings the items of several sources into one order. It is pure: the time is given. A source that has nothing holds the
 * others up no longer than the patience says; what it brings later is marked late, and its place is among what was
 * given before. Each source may have so many bytes here, so that one that is held up is read no further.
 */
export class MergeWindow {
  readonly #queues = new Map<number, Queue>();
  readonly #patience: MergePatience;
  readonly #bytes: () => number;
  /** The latest line that was given. */
  #given = Number.NEGATIVE_INFINITY;

  /** `bytes`: how many of one source may wait here. */
  constructor(patience: MergePatience, bytes: () => number) {
    this.#patience = patience;
    this.#bytes = bytes;
  }

  get isEmpty(): boolean {
    for (const queue of this.#queues.values()) if (queue.chunks.length > 0) return false;
    return true;
  }

  /** Of all sources, what waits. */
  get bytes(): number {
    let bytes = 0;
    for (const queue of this.#queues.values()) bytes += queue.bytes;
    return bytes;
  }

  add(source: number, now: number): void {
    this.#queues.set(source, { standing: "reading", chunks: [], next: 0, bytes: 0, emptySince: now });
  }

  remove(source: number): void {
    this.#queues.delete(source);
  }

  hasRoom(source: number): boolean {
    return (this.#queues.get(source)?.bytes ?? Number.POSITIVE_INFINITY) < this.#bytes();
  }

  put(source: number, items: readonly PlacedItem[], bytes: number, now: number): void {
    const queue = this.#queues.get(source);
    if (queue === undefined || items.length === 0) return;
    queue.chunks.push({ items, came: now, bytes });
    queue.bytes += bytes;
  }

  stands(source: number, standing: Standing, now: number): void {
    const queue = this.#queues.get(source);
    if (queue === undefined || queue.standing === standing) return;
    queue.standing = standing;
    if (queue.chunks.length === 0) queue.emptySince = now;
  }

  /** No source is waited for that still reads its history: it has come to the present, or it takes too long. */
  settled(now: number): boolean {
    for (const queue of this.#queues.values()) {
      if (queue.standing !== "reading") continue;
      if (queue.chunks.length > 0 || now - queue.emptySince < this.#patience.reading) return false;
    }
    return true;
  }

  /** What is ready, at most about so many bytes. */
  take(bytes: number, now: number): PlacedItem[] {
    const taken: Taken = { items: [], room: bytes };
    while (taken.room > 0) {
      const first = this.#first();
      if (first === undefined || this.#readyAt(first.source, first.queue, now) > now) break;
      this.#giveRun(first.source, first.queue, now, taken);
    }
    return taken.items;
  }

  /** When something will be ready though nothing more comes; undefined where nothing waits. */
  readyAt(now: number): number | undefined {
    const first = this.#first();
    return first && this.#readyAt(first.source, first.queue, now);
  }

  #first(): { source: number; queue: Queue; at: number } | undefined {
    let first: { source: number; queue: Queue; at: number } | undefined;
    for (const [source, queue] of this.#queues) {
      const at = headOf(queue)?.at;
      if (at !== undefined && (first === undefined || at < first.at)) first = { source, queue, at };
    }
    return first;
  }

  #readyAt(source: number, { chunks, bytes }: Queue, now: number): number {
    const came = chunks[0]?.came ?? now;
    let ready = came;
    for (const [other, queue] of this.#queues) {
      if (other === source || queue.chunks.length > 0) continue;
      // What is full has waited long enough: lines come faster than they may wait.
      if (queue.standing === "live" && bytes < this.#bytes()) ready = Math.max(ready, came + this.#patience.live);
      if (queue.standing === "reading") ready = Math.max(ready, queue.emptySince + this.#patience.reading);
    }
    return ready;
  }

  /** Of the source that has the first item all that come before the first ones of the others. */
  #giveRun(source: number, queue: Queue, now: number, taken: Taken): void {
    let limit = Number.POSITIVE_INFINITY;
    for (const [other, { chunks, next }] of this.#queues) {
      const at = other === source ? undefined : chunks[0]?.items[next]?.at;
      if (at !== undefined && at < limit) limit = at;
    }
    const chunk = queue.chunks[0];
    if (chunk === undefined) return;
    let item = chunk.items[queue.next];
    do {
      if (item === undefined) break;
      taken.items.push(item.at < this.#given && "line" in item ? { ...item, late: true } : item);
      taken.room -= sizeOfText("line" in item ? item.line.text : "");
      if ("line" in item && item.at > this.#given) this.#given = item.at;
      item = chunk.items[++queue.next];
    } while (item !== undefined && item.at <= limit && taken.room > 0);
    if (queue.next < chunk.items.length) return;
    queue.chunks.shift();
    queue.next = 0;
    queue.bytes -= chunk.bytes;
    if (queue.chunks.length === 0) queue.emptySince = now;
  }
}

interface Taken {
  readonly items: PlacedItem[];
  /** Bytes for which there is room. */
  room: number;
}

function headOf({ chunks, next }: Queue): PlacedItem | undefined {
  return chunks[0]?.items[next];
}
