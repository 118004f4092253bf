import { type FileHandle, open } from "node:fs/promises";
import { throwIfAborted } from "../lifetime/abort.ts";
import type { QuaysideEvent } from "../model/event.ts";
import type { LineSearch } from "./line-search.ts";
import { decodeEvent, headerVersion, segmentVersion } from "./segment-format.ts";

/** Small enough that parsing one takes a few milliseconds; each is read by an await, which lets the event loop go on. */
const chunkSize = 1024 * 1024;

/** How far a segment has been read. */
export interface Cursor {
  /** The byte after the last whole line. */
  readonly offset: number;
  /** Lines so far that were no events. */
  readonly skipped: number;
  /** The version of a segment that a newer program writes: it is skipped. */
  readonly newer?: number;
}

export const segmentStart: Cursor = { offset: 0, skipped: 0 };

/** Where an event stands in its segment, in bytes, without the newline. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

export interface ReadChunk<T> {
  readonly events: readonly T[];
  /** One for each event. */
  readonly spans: readonly Span[];
  readonly cursor: Cursor;
}

/** Thrown when a segment is shorter than what was read of it. */
export class SegmentShrank extends Error {
  override readonly name = "SegmentShrank";
}

/** Undefined for a line that is no event. */
export type Decode<T> = (line: string) => T | undefined;

/** The whole lines after `from`, chunk by chunk. What follows the last newline is being written, or was torn by a kill. */
export async function* readSegment<T>(path: string, from: Cursor, decode: Decode<T>): AsyncGenerator<ReadChunk<T>> {
  if (from.newer !== undefined) return;
  let cursor = from;
  for await (const lines of wholeLines(path, from.offset)) {
    const chunk = parseChunk(lines, cursor, decode);
    cursor = chunk.cursor;
    yield chunk;
    if (cursor.newer !== undefined) return;
  }
}

/** Where the lines of a segment begin that may hold what is searched. */
export async function searchSegment(path: string, search: LineSearch, signal: AbortSignal): Promise<Set<number>> {
  const found = new Set<number>();
  let offset = 0;
  for await (const lines of wholeLines(path, 0)) {
    throwIfAborted(signal);
    for (const start of search(lines)) found.add(offset + start);
    offset += lines.length;
  }
  return found;
}

/** The events at these places of one segment, undefined for a place that holds none any more. */
export async function readSpans(path: string, spans: readonly Span[]): Promise<(QuaysideEvent | undefined)[]> {
  const file = await open(path, "r");
  try {
    const events: (QuaysideEvent | undefined)[] = Array(spans.length);
    for (const run of nearbyRuns(spans)) {
      const bytes = await readFully(file, run.offset, run.length);
      for (const index of run.indexes) {
        const { offset, length } = spans[index] as Span;
        events[index] = decodeEvent(bytes.toString("utf8", offset - run.offset, offset - run.offset + length));
      }
    }
    return events;
  } finally {
    await file.close();
  }
}

function parseChunk<T>(lines: Buffer, from: Cursor, decode: Decode<T>): ReadChunk<T> {
  const events: T[] = [];
  const spans: Span[] = [];
  let skipped = from.skipped;
  for (let at = 0; at < lines.length; ) {
    const end = lines.indexOf(10, at);
    const line = lines.toString("utf8", at, end);
    const version = from.offset + at === 0 ? headerVersion(line) : undefined;
    if (version !== undefined && version > segmentVersion) {
      return { events, spans, cursor: { offset: end + 1, skipped, newer: version } };
    }
    const event = version === undefined ? decode(line) : undefined;
    if (event !== undefined) {
      events.push(event);
      spans.push({ offset: from.offset + at, length: end - at });
    } else if (version === undefined) skipped++;
    at = end + 1;
  }
  return { events, spans, cursor: { offset: from.offset + lines.length, skipped } };
}

interface Run extends Span {
  readonly indexes: readonly number[];
}

/** Joins places that are close to each other, so that one read serves many. */
function nearbyRuns(spans: readonly Span[]): Run[] {
  const order = spans.map((_, index) => index).sort((a, b) => (spans[a] as Span).offset - (spans[b] as Span).offset);
  const runs: { offset: number; length: number; indexes: number[] }[] = [];
  for (const index of order) {
    const { offset, length } = spans[index] as Span;
    const last = runs.at(-1);
    const end = offset + length;
    if (last && offset - (last.offset + last.length) < 16_384 && end - last.offset < chunkSize) {
      last.length = Math.max(last.length, end - last.offset);
      last.indexes.push(index);
    } else runs.push({ offset, length, indexes: [index] });
  }
  return runs;
}

async function* wholeLines(path: string, from: number): AsyncGenerator<Buffer> {
  const file = await open(path, "r");
  let reading: Promise<Buffer> | undefined;
  try {
    const { size } = await file.stat();
    if (size < from) throw new SegmentShrank(path);
    const readAt = (at: number) => readFully(file, at, Math.min(chunkSize, size - at));
    let rest: Buffer = Buffer.alloc(0);
    reading = readAt(from);
    for (let at = from; at < size; ) {
      const bytes = await reading;
      if (bytes.length === 0) break;
      at += bytes.length;
      reading = readAt(at); // while the lines of this one are looked at
      const lines = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
      const end = lines.lastIndexOf(10) + 1;
      rest = lines.subarray(end);
      if (end > 0) yield lines.subarray(0, end);
    }
  } finally {
    await reading?.catch(() => {}); // of a reading that was given up
    await file.close();
  }
}

async function readFully(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
