import { FrameSplitter, type RecordSplitter } from "../engine/frame-splitter.ts";
import type { LogParts } from "../engine/habits.ts";
import type { LogStream } from "../model/log-line.ts";
import { RECORD_TEXT, STAMP, TtySplitter } from "./frames.ts";
import { canonicalTimestamp } from "./timestamp.ts";

/** A line as it was read, before a viewer numbers it. */
export interface LogEntry {
  readonly stream: LogStream;
  readonly timestamp: string;
  /** The how manieth line of this stream and timestamp it is, counted from 1 within what was read. */
  readonly nth: number;
  readonly text: string;
  readonly cutFrom?: number;
}

/** Bytes of one line that are kept. */
export const LINE_LIMIT = 65_536;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const DASH = 45;
const LETTER_T = 84;
const LETTER_Z = 90;

/** A line whose end has not come yet. */
interface OpenLine {
  /** Bytes where the record's timestamp is expected, until its space has come. */
  head: Buffer | undefined;
  stamp: string;
  readonly parts: Buffer[];
  kept: number;
  total: number;
  lastByte: number;
  /** Bytes of text in the present record. */
  recordText: number;
}

/**
 * Bytes of one container's log → lines. Memory is bounded by `LINE_LIMIT` for each stream, however long a line is.
 *
 * A record without a line feed is a part of a longer line when it is as long as a record can be; the parts that follow
 * bear the same timestamp. A shorter one is whole: the program ended there, or the driver `local` wrote it, which
 * drops the line feed of a long line's last part (engine 20.10). With a TTY there are no frames to tell.
 *
 * Podman's records without a line feed are parts, however long, each with a timestamp of its own; the line has the first.
 */
export class LineReader {
  readonly #splitter: RecordSplitter;
  readonly #tty: boolean;
  readonly #parts: LogParts;
  readonly #open: Record<LogStream, OpenLine | undefined> = { stdout: undefined, stderr: undefined };
  readonly #last: Record<LogStream, { timestamp: string; nth: number }> = {
    stdout: { timestamp: "", nth: 0 },
    stderr: { timestamp: "", nth: 0 },
  };
  /** Of the record that is being read. */
  readonly #stamp: Record<LogStream, string> = { stdout: "", stderr: "" };
  #lines: LogEntry[] = [];

  constructor(tty: boolean, parts: LogParts = "by-length") {
    this.#tty = tty;
    this.#parts = parts;
    this.#splitter = tty ? new TtySplitter() : new FrameSplitter();
  }

  push(chunk: Buffer): LogEntry[] {
    this.#splitter.push(chunk, this.#onPiece);
    return this.#taken();
  }

  /** Lines that nothing ended. To be asked only when the container writes no more: else the rest is still to come. */
  end(): LogEntry[] {
    this.#flush("stdout");
    this.#flush("stderr");
    return this.#taken();
  }

  #taken(): LogEntry[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }

  readonly #onPiece = (
    stream: LogStream,
    chunk: Buffer,
    start: number,
    end: number,
    first: boolean,
    last: boolean,
  ): void => {
    if (first && last && this.#open[stream] === undefined && this.#wholeLine(stream, chunk, start, end)) return;
    this.#anyPiece(stream, chunk, start, end, first, last);
  };

  /** Nearly every record: in one chunk, one line, with a timestamp as Docker writes it. */
  #wholeLine(stream: LogStream, chunk: Buffer, start: number, end: number): boolean {
    const textStart = start + STAMP;
    if (end <= textStart || end - textStart > RECORD_TEXT || chunk[textStart - 1] !== SPACE) return false;
    if (chunk[textStart - 2] !== LETTER_Z || chunk[start + 10] !== LETTER_T || chunk[start + 4] !== DASH) return false;
    if (chunk.indexOf(LINE_FEED, textStart) !== end - 1) return false;
    const textEnd = end - (end - 2 >= textStart && chunk[end - 2] === CARRIAGE_RETURN ? 2 : 1);
    // One decoding for both: the two halves then share that small text, and never hold on to the chunk.
    const record = chunk.toString("utf8", start, textEnd);
    this.#line(stream, record.slice(0, STAMP - 1), record.slice(STAMP));
    return true;
  }

  #anyPiece(stream: LogStream, chunk: Buffer, start: number, end: number, first: boolean, last: boolean): void {
    let at = start;
    if (first) {
      const open = this.#openLine(stream, "");
      open.head = Buffer.alloc(0);
      open.recordText = 0;
    }
    const head = this.#open[stream]?.head;
    if (head !== undefined) {
      const taken = chunk.subarray(at, Math.min(end, at + STAMP - head.length));
      at += taken.length;
      if (!this.#beginRecord(stream, Buffer.concat([head, taken]), last)) return;
    }
    this.#text(stream, chunk, at, end);
    const open = this.#open[stream];
    const byLength = !this.#tty && this.#parts === "by-length";
    if (last && byLength && open !== undefined && open.recordText < RECORD_TEXT) this.#flush(stream);
  }

  /** `head` is how a record begins, at most as long as a timestamp and its space. False where more of it must come. */
  #beginRecord(stream: LogStream, head: Buffer, last: boolean): boolean {
    const open = this.#openLine(stream, "");
    const space = head.indexOf(SPACE);
    if (space === -1 && head.length < STAMP && !last && !head.includes(LINE_FEED)) {
      open.head = head;
      return false;
    }
    open.head = undefined;
    const stamp = space === -1 ? "" : canonicalTimestamp(head.toString("latin1", 0, space));
    const begun = open.stamp !== "" || open.total > 0;
    const samePart = begun && (stamp === open.stamp || (this.#parts === "by-line-feed" && !this.#tty));
    // With a TTY a record may end where the engine's didn't: what begins without a later timestamp is the line's text.
    const sameText = begun && !samePart && this.#tty && stamp < open.stamp;
    if (!samePart && !sameText) {
      this.#flush(stream);
      this.#open[stream] = newLine(stamp);
    }
    this.#stamp[stream] = sameText || samePart ? open.stamp : stamp;
    this.#text(stream, head, sameText || stamp === "" ? 0 : space + 1, head.length);
    return true;
  }

  #text(stream: LogStream, chunk: Buffer, start: number, end: number): void {
    let at = start;
    while (at < end) {
      // Docker never puts two lines into one record, others may: the second has the same timestamp.
      const line = this.#openLine(stream, this.#stamp[stream]);
      const lineFeed = chunk.subarray(at, end).indexOf(LINE_FEED);
      const textEnd = lineFeed === -1 ? end : at + lineFeed;
      addText(line, chunk, at, textEnd);
      if (lineFeed === -1) return;
      this.#flush(stream, true);
      at = textEnd + 1;
    }
  }

  #openLine(stream: LogStream, stamp: string): OpenLine {
    const line = this.#open[stream] ?? newLine(stamp);
    this.#open[stream] = line;
    return line;
  }

  #flush(stream: LogStream, ended = false): void {
    const line = this.#open[stream];
    this.#open[stream] = undefined;
    if (line === undefined || (!ended && line.total === 0)) return;
    const total = line.total - (line.lastByte === CARRIAGE_RETURN ? 1 : 0);
    const bytes = Buffer.concat(line.parts);
    if (total > LINE_LIMIT) {
      this.#emit(stream, line.stamp, bytes.toString("utf8", 0, characterEnd(bytes, LINE_LIMIT)), total);
      return;
    }
    const text = bytes.toString("utf8", 0, total);
    this.#line(stream, line.stamp, text);
  }

  /**
   * With a TTY a run that ended without a line feed (a shell's prompt) is followed at once by the next run's first timestamp. That
   * one is later than the line's own, which no time that the program itself printed there is.
   */
  #line(stream: LogStream, stamp: string, text: string): void {
    const inner = this.#tty ? /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z(?= )/.exec(text) : null;
    if (inner === null || inner[0] <= stamp || stamp === "") {
      this.#emit(stream, stamp, text);
    } else {
      this.#emit(stream, stamp, text.slice(0, inner.index));
      this.#line(stream, inner[0], text.slice(inner.index + STAMP));
    }
  }

  #emit(stream: LogStream, timestamp: string, text: string, cutFrom?: number): void {
    const last = this.#last[stream];
    if (last.timestamp === timestamp) last.nth++;
    else this.#last[stream] = { timestamp, nth: 1 };
    const nth = this.#last[stream].nth;
    this.#lines.push(
      cutFrom === undefined ? { stream, timestamp, nth, text } : { stream, timestamp, nth, text, cutFrom },
    );
  }
}

function newLine(stamp: string): OpenLine {
  return { head: undefined, stamp, parts: [], kept: 0, total: 0, lastByte: 0, recordText: 0 };
}

function addText(line: OpenLine, chunk: Buffer, start: number, end: number): void {
  if (end === start) return;
  line.total += end - start;
  line.recordText += end - start;
  line.lastByte = chunk[end - 1] ?? 0;
  // One more byte than the limit: a carriage return there is still to go.
  const room = LINE_LIMIT + 1 - line.kept;
  if (room <= 0) return;
  const part = Buffer.from(chunk.subarray(start, Math.min(end, start + room)));
  line.parts.push(part);
  line.kept += part.length;
}

/** The end of the last whole UTF-8 character before `limit`. */
function characterEnd(bytes: Buffer, limit: number): number {
  let end = limit;
  while (end > limit - 4 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return end;
}
