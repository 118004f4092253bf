import { BLOCK, headerBlocks, padding, type TarEntry } from "./tar-header.ts";

export interface NewEntry extends Pick<TarEntry, "path" | "size" | "mode" | "uid" | "gid" | "modified"> {
  readonly kind: "file" | "directory";
  /** Exactly `size` bytes. */
  readonly content?: AsyncIterable<Uint8Array>;
}

/** A tar of these. Throws where a content has another length than was told: half a file must not look like a whole. */
export async function* writeTar(entries: AsyncIterable<NewEntry> | Iterable<NewEntry>): AsyncGenerator<Buffer> {
  for await (const { content, ...entry } of entries) {
    yield headerBlocks({ ...entry, target: "" });
    let sent = 0;
    for await (const part of content ?? []) {
      sent += part.byteLength;
      if (sent > entry.size) break;
      yield Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    }
    if (sent !== entry.size) throw new Error(`“${entry.path}” changed its size while it was read.`);
    const rest = padding(entry.size);
    if (rest > 0) yield Buffer.alloc(rest);
  }
  yield Buffer.alloc(2 * BLOCK);
}
