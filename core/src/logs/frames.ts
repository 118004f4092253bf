import type { OnPiece, RecordSplitter } from "../engine/frame-splitter.ts";

const LINE_FEED = 10;
/** The engine reads a container's output into a buffer of this size; a longer line is kept as several records. */
export const RECORD_TEXT = 16_384;
/** "2026-11-21T07:41:51.298360434Z " */
export const STAMP = 31;

/** The bare bytes of a container with a TTY: a record ends at its line feed, or after as much as one can hold. */
export class TtySplitter implements RecordSplitter {
  #left = STAMP + RECORD_TEXT;
  #first = true;

  push(chunk: Buffer, onPiece: OnPiece): void {
    let at = 0;
    while (at < chunk.length) {
      const lineFeed = chunk.indexOf(LINE_FEED, at);
      const lineEnd = lineFeed === -1 ? chunk.length : lineFeed + 1;
      const end = Math.min(lineEnd, at + this.#left);
      const last = end === lineFeed + 1 || end - at === this.#left;
      onPiece("stdout", chunk, at, end, this.#first, last);
      this.#first = last;
      this.#left = last ? STAMP + RECORD_TEXT : this.#left - (end - at);
      at = end;
    }
  }
}
