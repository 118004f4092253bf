import { randomUUID } from "node:crypto";
import { Conflict, NotFound } from "../errors/errors.ts";
import type { FileContent } from "../files/file-way.ts";
import { orAborted } from "../lifetime/abort.ts";
import type { FileStat } from "../model/container-file.ts";

/** A page that is gone says nothing: its upload is given up after so many milliseconds without a part. */
const PATIENCE = 60_000;
const AT_ONCE = 16;

type Write = (content: FileContent, signal: AbortSignal) => Promise<FileStat>;

/** Files that pages send in parts, since their messages are small. Each part is taken before the next is asked for. */
export class PanelUploads {
  readonly #open = new Map<string, Upload>();

  /** Begins to write a file of so many bytes; gives the id of the upload. */
  begin(size: number, write: Write): string {
    if (this.#open.size >= AT_ONCE) throw new Conflict(`${AT_ONCE} files are being uploaded already.`);
    const id = randomUUID();
    this.#open.set(id, new Upload(size, write, () => this.#open.delete(id)));
    return id;
  }

  /** Resolves when the part is on its way, and rejects with what keeps the file from being written. */
  send(id: string, part: Buffer, signal: AbortSignal): Promise<void> {
    return this.#get(id).send(part, signal);
  }

  /** Resolves when the file is written. */
  async end(id: string, signal: AbortSignal): Promise<FileStat> {
    return orAborted(this.#get(id).written, signal);
  }

  cancel(id: string): void {
    this.#open.get(id)?.cancel();
  }

  #get(id: string): Upload {
    const upload = this.#open.get(id);
    if (upload === undefined) throw new NotFound("This upload is over.", "Upload the file again.");
    return upload;
  }
}

class Upload {
  readonly written: Promise<FileStat>;
  readonly #cancelling = new AbortController();
  readonly #size: number;
  #part: { readonly bytes: Buffer; readonly taken: () => void } | undefined;
  #came: () => void = () => {};
  #timer: NodeJS.Timeout | undefined;

  constructor(size: number, write: Write, over: () => void) {
    this.#size = size;
    const { signal } = this.#cancelling;
    this.written = write({ size, open: () => this.#content() }, signal).finally(() => {
      clearTimeout(this.#timer);
      // Whoever asks for its end a moment later is still told.
      setTimeout(over, PATIENCE).unref();
    });
    // Whoever sends a part, or asks for the end, is told.
    this.written.catch(() => {});
    this.#wait();
  }

  async send(bytes: Buffer, signal: AbortSignal): Promise<void> {
    if (this.#part !== undefined) throw new Conflict("The part before is not taken yet.");
    const taken = new Promise<void>((resolve) => {
      this.#part = { bytes, taken: resolve };
    });
    this.#wait();
    this.#came();
    await orAborted(Promise.race([taken, this.written]), signal);
  }

  cancel(): void {
    this.#cancelling.abort();
    this.#came();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.cancel(), PATIENCE).unref();
  }

  async *#content(): AsyncGenerator<Buffer> {
    let left = this.#size;
    while (left > 0 && !this.#cancelling.signal.aborted) {
      const part = this.#part;
      if (part === undefined) {
        await new Promise<void>((resolve) => {
          this.#came = resolve;
          if (this.#part !== undefined) resolve();
        });
        continue;
      }
      this.#part = undefined;
      left -= part.bytes.length;
      yield part.bytes;
      part.taken();
    }
  }
}
