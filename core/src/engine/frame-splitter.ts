import { EngineError } from "../errors/errors.ts";
import type { LogStream } from "../model/log-line.ts";

/**
 * A part of a record, `chunk` from `start` to `end`. `first` and `last` say whether the record begins and ends in it;
 * most often both. A record is what the engine's log driver kept as one: a timestamp, a space, and a line or, of a
 * line beyond 16 KB, a part.
 */
export type OnPiece = (
  stream: LogStream,
  chunk: Buffer,
  start: number,
  end: number,
  first: boolean,
  last: boolean,
) => void;

/** Cuts the engine's bytes into records; chunks may end anywhere. */
export interface RecordSplitter {
  push(chunk: Buffer, onPiece: OnPiece): void;
}

const HEADER = 8;
const STDERR = 2;
const SYSTEM_ERROR = 3;

/** The frames of a container without a TTY: stream type, three zeros, length as 32 bits big-endian, content. */
export class FrameSplitter implements RecordSplitter {
  readonly #header = Buffer.alloc(HEADER);
  #headerFilled = 0;
  #type = 0;
  #left = 0;
  #first = false;

  push(chunk: Buffer, onPiece: OnPiece): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#left === 0) {
        if (this.#headerFilled === 0 && chunk.length - at >= HEADER) {
          this.#begin(chunk, at);
          at += HEADER;
        } else {
          const copied = chunk.copy(this.#header, this.#headerFilled, at, at + HEADER - this.#headerFilled);
          this.#headerFilled += copied;
          at += copied;
          if (this.#headerFilled < HEADER) return;
          this.#headerFilled = 0;
          this.#begin(this.#header, 0);
        }
        continue;
      }
      const end = Math.min(chunk.length, at + this.#left);
      this.#left -= end - at;
      // The engine reports its own failure in mid-stream as a frame of type 3.
      if (this.#type === SYSTEM_ERROR) throw new EngineError(500, chunk.toString("utf8", at, end));
      onPiece(this.#type === STDERR ? "stderr" : "stdout", chunk, at, end, this.#first, this.#left === 0);
      this.#first = false;
      at = end;
    }
  }

  #begin(header: Buffer, at: number): void {
    this.#type = header.readUInt8(at);
    if (this.#type > SYSTEM_ERROR || header.readUIntBE(at + 1, 3) !== 0) {
      throw new EngineError(500, "The engine sent a log without the frames that it should have.");
    }
    this.#left = header.readUInt32BE(at + 4);
    this.#first = true;
  }
}
