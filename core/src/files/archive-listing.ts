import type { ContainerFile, FileKind } from "../model/container-file.ts";
import { joinPath } from "../model/file-path.ts";
import { versionOf } from "./file-version.ts";
import type { Listing } from "./file-way.ts";
import { readTar } from "./tar-reader.ts";

/** The engine sends all that is below the directory, contents too, and holds the container meanwhile. */
export const LISTED_BYTES = 256 << 20;
export const LISTED_MILLISECONDS = 15_000;
const LISTED_FILES = 100_000;
/** Of links: so many are looked at for what they lead to. */
const ENDS = 200;

/** The entries of one directory out of a tar of it and all below. */
export async function listArchive(
  tar: AsyncIterable<Buffer>,
  path: string,
  { bytes = LISTED_BYTES, milliseconds = LISTED_MILLISECONDS } = {},
): Promise<Listing> {
  const until = performance.now() + milliseconds;
  let taken = 0;
  let cut = false;
  const bounded = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of tar) {
      taken += chunk.length;
      cut = taken > bytes || performance.now() > until;
      if (cut) return;
      yield chunk;
    }
  };
  const entries: ContainerFile[] = [];
  let top: string | undefined;
  try {
    for await (const entry of readTar(bounded())) {
      const own = entry.path.replace(/\/+$/, "");
      if (top === undefined) {
        top = own === "" || own === "." ? own : `${own}/`;
        continue;
      }
      const name = own.slice(top.length).replace(/^\//, "");
      if (!own.startsWith(top) || name === "" || name.includes("/") || name === "." || name === "..") continue;
      if (entries.length >= LISTED_FILES) {
        cut = true;
        break;
      }
      const kind = entry.kind === "hard-link" ? "file" : entry.kind;
      const { size, mode, uid, gid, modified, target } = entry;
      const seconds = Math.floor(modified);
      entries.push({
        ...{ name, path: joinPath(path, name), kind, size, mode, uid, gid, modified: modified * 1000 },
        version: versionOf({ size, seconds }),
        ...(kind === "link" ? { target } : {}),
      });
    }
  } catch (error) {
    // It breaks off where no more was wanted.
    if (!cut) throw error;
  }
  const why =
    "The list is cut: without a running container the engine sends all that lies below a directory, and this was too much.";
  return { entries, ...(cut ? { cut: why } : {}) };
}

/** What the links among them lead to, as far as there are not too many. */
export async function withEnds(
  { entries, ...listing }: Listing,
  endOf: (link: ContainerFile) => Promise<FileKind>,
): Promise<Listing> {
  let left = ENDS;
  const looked: ContainerFile[] = [];
  for (const entry of entries) {
    if (entry.kind !== "link" || left === 0) {
      looked.push(entry);
      continue;
    }
    left -= 1;
    // One that leads nowhere is shown as one.
    const end = await endOf(entry).catch(() => undefined);
    looked.push(end === undefined || end === "link" ? entry : { ...entry, targetKind: end });
  }
  return { ...listing, entries: looked };
}
