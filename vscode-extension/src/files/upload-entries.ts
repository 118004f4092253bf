import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { FileContent } from "@quayside/core/files/file-way.ts";
import type { LeftOut } from "@quayside/core/model/container-file.ts";
import * as vscode from "vscode";

const { t } = vscode.l10n;

/** A file or a directory that is to be in a container; one that lies in a directory comes after it. */
export type UploadEntry =
  | { readonly kind: "directory"; readonly path: string }
  | { readonly kind: "file"; readonly path: string; readonly content: FileContent }
  /** What isn't sent, and why. */
  | ({ readonly kind: "left" } & LeftOut);

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

/** A link is what it leads to; one that leads to a directory is left out: it may lead to where it lies. */
async function ofDisk(from: string, path: string): Promise<UploadEntry[]> {
  const found = await stat(from);
  const { size, mode } = found;
  if (found.isFile())
    return [{ kind: "file", path, content: { size, mode: mode & 0o777, open: () => createReadStream(from) } }];
  if (!found.isDirectory()) return [{ kind: "left", path, why: t("neither a file nor a folder") }];
  const inside = await readdir(from, { withFileTypes: true });
  const below: UploadEntry[][] = [];
  for (const entry of inside) {
    const [here, there] = [join(from, entry.name), `${path}/${entry.name}`];
    const sent = !entry.isSymbolicLink() || (await leadsToFile(here));
    below.push(sent ? await ofDisk(here, there) : [leftLink(there)]);
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
    const there = `${path}/${name}`;
    const sent = kind !== FileType.Unknown && kind !== (FileType.Directory | FileType.SymbolicLink);
    below.push(sent ? await ofProvider(vscode.Uri.joinPath(uri, name), there) : [leftLink(there)]);
  }
  return [{ kind: "directory", path }, ...below.flat()];
}

function leftLink(path: string): UploadEntry {
  return { kind: "left", path, why: t("a link that leads to no file") };
}

function whole(bytes: Uint8Array): FileContent {
  return {
    size: bytes.length,
    open: async function* () {
      yield Buffer.from(bytes);
    },
  };
}
