import { Duplex } from "node:stream";
import { FrameSplitter } from "../engine/frame-splitter.ts";
import type { DetachMatcher } from "./detach-matcher.ts";
import { LineEditor } from "./line-editor.ts";

export interface AttachedParts {
  /** As the engine gave it. */
  readonly stream: Duplex;
  readonly tty: boolean;
  readonly takesInput: boolean;
  readonly keys: DetachMatcher;
  readonly onDetach: () => void;
}

/** A container's main process as a terminal has it: where it has no TTY its frames are undone, and lines edited. */
export class AttachedStream extends Duplex {
  readonly #parts: AttachedParts;
  readonly #frames = new FrameSplitter();
  readonly #editor = new LineEditor();

  constructor(parts: AttachedParts) {
    super({ allowHalfOpen: false });
    this.#parts = parts;
    const { stream } = parts;
    stream.on("data", (chunk: Buffer) => {
      if (!this.push(this.#output(chunk))) stream.pause();
    });
    stream.on("end", () => this.push(null));
    stream.on("error", (error: Error) => this.destroy(error));
    stream.on("close", () => this.destroy());
  }

  override _read(): void {
    this.#parts.stream.resume();
  }

  override _write(typed: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const { keys, takesInput, tty, stream, onDetach } = this.#parts;
    const { passed, detached } = keys.feed(typed);
    if (detached) onDetach();
    if (!takesInput || passed.length === 0) {
      done();
    } else if (tty) {
      stream.write(passed, done);
    } else {
      const { shown, sent } = this.#editor.feed(passed);
      if (shown !== "") this.push(shown);
      if (sent === "") done();
      else stream.write(sent, done);
    }
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#parts.stream.destroy();
    done(error);
  }

  #output(chunk: Buffer): Buffer {
    if (this.#parts.tty) return chunk;
    const pieces: Buffer[] = [];
    this.#frames.push(chunk, (_stream, bytes, start, end) => pieces.push(bytes.subarray(start, end)));
    return withReturns(Buffer.concat(pieces));
  }
}

const RETURN = 13;
const LINE_FEED = 10;

/** A terminal's line feed only goes down. One that has its return already gets a second, which does nothing. */
function withReturns(bytes: Buffer): Buffer {
  const pieces: Buffer[] = [];
  let from = 0;
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) {
    pieces.push(bytes.subarray(from, at), Buffer.from([RETURN, LINE_FEED]));
    from = at + 1;
  }
  return from === 0 ? bytes : Buffer.concat([...pieces, bytes.subarray(from)]);
}
