import { EngineError } from "../errors/errors.ts";
import { fileNameText } from "./file-name-bytes.ts";
import { BLOCK, extended, padding, parseHeader, parsePax, type RawHeader, type TarEntry } from "./tar-header.ts";

/** What describes one entry before it; nobody has names of a megabyte. */
const DESCRIPTION_LIMIT = 1 << 20;

export interface ReadEntry extends TarEntry {
  /** Its content, while this entry is the present one; what is not read is passed over. */
  content(): AsyncGenerator<Buffer>;
}

/**
 * The entries of a tar in their order. Contents are never gathered: a tar may be of any size. Throws EngineError for
 * what is no tar, or one that breaks off.
 */
export async function* readTar(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ReadEntry> {
  const input = new Input(bytes);
  let pax = new Map<string, Buffer>();
  const longs: { path?: string; target?: string } = {};
  try {
    for (;;) {
      const block = await input.exactly(BLOCK);
      const raw = block === undefined ? undefined : parseHeader(block);
      if (raw === undefined) return;
      if ("xLKg".includes(raw.type)) {
        const body = await description(input, raw);
        // A global header ("g") says nothing of one entry.
        if (raw.type === "x") pax = parsePax(body);
        else if (raw.type !== "g") longs[raw.type === "L" ? "path" : "target"] = fileNameText(withoutZero(body));
        continue;
      }
      const entry = { ...extended({ ...raw, ...longs }, pax) };
      pax = new Map();
      delete longs.path;
      delete longs.target;
      // Only files have content; some writers tell a size of links all the same.
      let left = entry.kind === "file" || entry.kind === "other" ? entry.size : 0;
      let over = false;
      const content = async function* (): AsyncGenerator<Buffer> {
        while (left > 0 && !over) {
          const part = await input.upTo(left);
          left -= part.length;
          yield part;
        }
      };
      const { type: _type, ...facts } = entry;
      const skip = padding(left);
      yield { ...facts, content };
      while (left > 0) left -= (await input.upTo(left)).length;
      over = true;
      if (skip > 0) await input.exactly(skip);
    }
  } finally {
    await input.close();
  }
}

async function description(input: Input, { size }: RawHeader): Promise<Buffer> {
  if (size > DESCRIPTION_LIMIT) throw new EngineError(500, "A name in the tar archive has no end.");
  const body = (await input.exactly(size + padding(size))) ?? Buffer.alloc(0);
  return body.subarray(0, size);
}

function withoutZero(body: Buffer): Buffer {
  const end = body.indexOf(0);
  return end === -1 ? body : body.subarray(0, end);
}

/** Cuts chunks to the lengths that are asked for. */
class Input {
  readonly #iterator: AsyncIterator<Uint8Array>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#iterator = bytes[Symbol.asyncIterator]();
  }

  /** Nothing at the very end of the input. */
  async exactly(length: number): Promise<Buffer | undefined> {
    if (length === 0) return Buffer.alloc(0);
    if (this.#rest.length >= length) return this.#take(length);
    const parts = [this.#rest];
    let have = this.#rest.length;
    while (have < length) {
      const { done, value } = await this.#iterator.next();
      if (done === true) {
        if (have === 0) return undefined;
        throw brokenOff();
      }
      parts.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
      have += value.byteLength;
    }
    this.#rest = Buffer.concat(parts);
    return this.#take(length);
  }

  /** At least one byte. */
  async upTo(length: number): Promise<Buffer> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#iterator.next();
      if (done === true) throw brokenOff();
      this.#rest = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    }
    return this.#take(Math.min(length, this.#rest.length));
  }

  async close(): Promise<void> {
    await this.#iterator.return?.();
  }

  #take(length: number): Buffer {
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return taken;
  }
}

function brokenOff(): EngineError {
  return new EngineError(500, "The tar archive breaks off in its middle.");
}
