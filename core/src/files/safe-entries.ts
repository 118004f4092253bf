import type { LeftOut } from "../model/container-file.ts";
import { type ReadEntry, readTar } from "./tar-reader.ts";

/** A file or directory of a tar that is safe to be written below some directory. */
export interface SafeEntry {
  /** Relative, with neither "." nor ".." in it. */
  readonly path: string;
  readonly kind: "file" | "directory";
  readonly size: number;
  readonly mode: number;
  /** Epoch milliseconds. */
  readonly modified: number;
  content(): AsyncGenerator<Buffer>;
}

/**
 * What of a tar may be written to a disk: plain files and directories, below the tar's first entry. All else is told and
 * left out: absolute paths, "..", devices, and links, which could lead the next entry out of the directory. A tar comes
 * from an engine, which is a stranger.
 */
export async function* safeEntries(
  tar: AsyncIterable<Uint8Array>,
  leftOut: (entry: LeftOut) => void,
): AsyncGenerator<SafeEntry> {
  let top: string | undefined;
  for await (const entry of readTar(tar)) {
    const own = entry.path.replace(/\/+$/, "");
    if (top === undefined && entry.kind === "directory") {
      // Of "/" the engine sends all paths absolute, its own "/" first.
      top = entry.path === "/" ? "/" : `${own}/`;
      continue;
    }
    const path = relativePath(own, top ?? "");
    const why = path === undefined ? "its path leads out of the directory" : whyNot(entry.kind);
    if (path === undefined || why !== undefined) leftOut({ path: entry.path, why: why ?? "" });
    else
      yield {
        ...entry,
        kind: entry.kind === "directory" ? "directory" : "file",
        path,
        modified: entry.modified * 1000,
      };
  }
}

/** The path below `top`, which ends in a slash; nothing for one that is not strictly below it. */
function relativePath(path: string, top: string): string | undefined {
  if (!path.startsWith(top)) return undefined;
  const below = path.slice(top.length);
  const parts = below.split("/");
  return parts.some((part) => part === "" || part === "." || part === ".." || part.includes("\0")) ? undefined : below;
}

function whyNot(kind: ReadEntry["kind"]): string | undefined {
  switch (kind) {
    case "file":
    case "directory":
      return undefined;
    case "link":
    case "hard-link":
      return "it is a link";
    case "other":
      return "it is a device, a pipe or a socket";
  }
}
