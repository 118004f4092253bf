import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { FileContent } from "@quayside/core/files/file-way.ts";
import * as vscode from "vscode";

/** A file or a directory that is to be in a container; one that lies in a directory comes after it. */
export type UploadEntry =
  | { readonly kind: "directory"; readonly path: string }
  | { readonly kind: "file"; readonly path: string; readonly content: FileContent };

/** Files and directories, with all that is in these; the disk's are read as they are sent, others at once. */
export async function uploadEntries(uris: readonly vscode.Uri[]): Promise<UploadEntry[]> {
  const found = uris.map((uri) =>
    uri.scheme === "file" ? ofDisk(uri.fsPath, basename(uri.fsPath)) : ofProvider(uri, uri.path.split("/").pop() ?? ""),
  );
  return (await Promise.all(found)).flat();
}

/** What was dropped from outside of VS Code where that has no path, as in a browser. */
export async function droppedEntry(file: vscode.DataTransferFile): Promise<UploadEntry> {
  return { kind: "file", path: file.name, content: whole(await file.data()) };
}

/** A link is what it leads to; one that leads to a directory is left: it may lead to where it lies. */
async function ofDisk(from: string, path: string): Promise<UploadEntry[]> {
  const found = await stat(from);
  const { size, mode } = found;
  if (found.isFile())
    return [{ kind: "file", path, content: { size, mode: mode & 0o777, open: () => createReadStream(from) } }];
  if (!found.isDirectory()) return [];
  const inside = await readdir(from, { withFileTypes: true });
  const below: UploadEntry[][] = [];
  for (const entry of inside) {
    const { name } = entry;
    if (entry.isSymbolicLink() && !(await leadsToFile(join(from, name)))) continue;
    below.push(await ofDisk(join(from, name), `${path}/${name}`));
  }
  return [{ kind: "directory", path }, ...below.flat()];
}

async function leadsToFile(link: string): Promise<boolean> {
  try {
    return (await stat(link)).isFile();
  } catch {
    // It leads nowhere.
    return false;
  }
}

async function ofProvider(uri: vscode.Uri, path: string): Promise<UploadEntry[]> {
  const { fs } = vscode.workspace;
  const { FileType } = vscode;
  const { type } = await fs.stat(uri);
  if ((type & FileType.Directory) === 0) return [{ kind: "file", path, content: whole(await fs.readFile(uri)) }];
  const below: UploadEntry[][] = [];
  for (const [name, kind] of await fs.readDirectory(uri)) {
    if (kind === FileType.Unknown || kind === (FileType.Directory | FileType.SymbolicLink)) continue;
    below.push(await ofProvider(vscode.Uri.joinPath(uri, name), `${path}/${name}`));
  }
  return [{ kind: "directory", path }, ...below.flat()];
}

function whole(bytes: Uint8Array): FileContent {
  return {
    size: bytes.length,
    open: async function* () {
      yield Buffer.from(bytes);
    },
  };
}
