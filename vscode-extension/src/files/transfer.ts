import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { isError } from "@quayside/core/errors/errors.ts";
import type { FileContent } from "@quayside/core/files/file-way.ts";
import type { Files } from "@quayside/core/files/files.ts";
import type { FilePlace, LeftOut } from "@quayside/core/model/container-file.ts";
import { joinPath } from "@quayside/core/model/file-path.ts";
import type { UploadEntry } from "./upload-entries.ts";

/** How far it is: "12 MB", "3 of 7". */
export type Progress = (words: string) => void;

/** A file of a container to this path of the disk; what is there is replaced when all of it has come. */
export async function downloadFile(
  files: Files,
  place: FilePlace,
  { path, to }: { readonly path: string; readonly to: string },
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const { bytes } = await files.open(place, path, undefined, signal);
  const part = `${to}.part`;
  try {
    await pipeline(counted(bytes, progress), createWriteStream(part), { signal });
    await rename(part, to);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** A directory with all plain files and directories below it, into a new folder of the disk. */
export async function downloadDirectory(
  files: Files,
  place: FilePlace,
  { path, to }: { readonly path: string; readonly to: string },
  progress: Progress,
  signal: AbortSignal,
): Promise<readonly LeftOut[]> {
  const left: LeftOut[] = [];
  await mkdir(to, { recursive: true });
  let done = 0;
  for await (const entry of files.download(place, path, (out) => left.push(out), signal)) {
    const why = process.platform === "win32" ? whyNotOnWindows(entry.path) : undefined;
    if (why !== undefined) {
      left.push({ path: entry.path, why });
      continue;
    }
    const target = join(to, ...entry.path.split("/"));
    if (entry.kind === "directory") await mkdir(target, { recursive: true });
    else {
      // "wx": nothing that is there is followed or replaced.
      await pipeline(entry.content(), createWriteStream(target, { flags: "wx", mode: entry.mode & 0o777 }), { signal });
      done += 1;
      progress(String(done));
    }
  }
  return left;
}

/** Where a backslash and a colon are no letters. */
function whyNotOnWindows(path: string): string | undefined {
  return /[\\:*?"<>|]|[. ](\/|$)/.test(path) ? "Windows has no such name" : undefined;
}

/** Into a directory of a container. `replace` is asked for each file that is there already. */
export async function uploadFiles(
  files: Files,
  place: FilePlace,
  { entries, directory }: { readonly entries: readonly UploadEntry[]; readonly directory: string },
  replace: (name: string) => Promise<boolean>,
  progress: Progress,
  signal: AbortSignal,
): Promise<{ readonly done: number; readonly left: readonly LeftOut[] }> {
  let done = 0;
  const left: LeftOut[] = [];
  for (const [index, entry] of entries.entries()) {
    progress(entries.length === 1 ? entry.path : `${index + 1} / ${entries.length}`);
    const path = joinPath(directory, entry.path);
    if (entry.kind === "left") left.push(entry);
    else if (entry.kind === "directory") await directoryAt(files, place, path, signal);
    else if (await writeFile(files, place, path, entry.content, () => replace(entry.path), signal)) done += 1;
  }
  return { done, left };
}

async function directoryAt(files: Files, place: FilePlace, path: string, signal: AbortSignal): Promise<void> {
  try {
    await files.makeDirectory(place, path, signal);
  } catch (error) {
    if (!isThere(error)) throw error;
  }
}

/** Gives whether it was written. */
async function writeFile(
  files: Files,
  place: FilePlace,
  path: string,
  content: FileContent,
  replace: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await files.write(place, path, content, { kind: "new" }, signal);
    return true;
  } catch (error) {
    if (!isThere(error)) throw error;
  }
  if (!(await replace())) return false;
  await files.write(place, path, content, { kind: "any" }, signal);
  return true;
}

function isThere(error: unknown): boolean {
  return isError(error, "FileRefused") && error.reason === "exists";
}

async function* counted(bytes: AsyncIterable<Buffer>, progress: Progress): AsyncGenerator<Buffer> {
  let length = 0;
  let told = 0;
  for await (const part of bytes) {
    length += part.length;
    if (length - told > 1e6) {
      told = length;
      progress(`${Math.round(length / 1e6)} MB`);
    }
    yield part;
  }
}
