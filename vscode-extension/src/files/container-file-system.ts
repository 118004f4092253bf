import type { Quayside } from "@quayside/core";
import { isError } from "@quayside/core/errors/errors.ts";
import type { Files } from "@quayside/core/files/files.ts";
import type { ContainerFile, Expectation, FilePlace, NamedPlace } from "@quayside/core/model/container-file.ts";
import * as vscode from "vscode";
import { filesScheme } from "../contributions/names.ts";
import type { OpenCore } from "../session.ts";
import { fileSystemError } from "./file-errors.ts";
import type { FileMarks } from "./file-marks.ts";
import { fileUri, parseFileUri } from "./file-uri.ts";
import { WatchedFiles } from "./watched-files.ts";

/** Entries of a directory that are asked for at once. */
const PAGE = 10_000;
/** Files whose version is remembered; the one that was seen longest ago goes. */
const REMEMBERED = 1_000;

interface Located {
  readonly files: Files;
  readonly named: NamedPlace;
  readonly place: FilePlace;
  readonly path: string;
  readonly hostName: string;
}

/** The files of containers and volumes for VS Code's own editors, explorer and compare. */
export class ContainerFileSystem implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #open: () => Promise<OpenCore>;
  readonly #marks: Pick<FileMarks, "take">;
  readonly #versions = new Map<string, string>();
  readonly #watched: WatchedFiles;
  readonly #held: vscode.Disposable;

  readonly onDidChangeFile: vscode.Event<vscode.FileChangeEvent[]>;

  constructor(open: () => Promise<OpenCore>, marks: Pick<FileMarks, "take">) {
    this.#open = open;
    this.#marks = marks;
    this.#watched = new WatchedFiles((uri) => this.#look(uri));
    this.onDidChangeFile = this.#watched.onDidChange;
    this.#held = vscode.Disposable.from(
      this.#watched,
      vscode.workspace.registerFileSystemProvider(filesScheme, this, { isCaseSensitive: true }),
    );
  }

  /**
   * VS Code starts its extensions anew while it adds a folder to a window that had one. What it asked of the one that
   * ended fails, the folder stands in the explorer as if it could not be read, and nothing asks again.
   */
  async refreshExplorer(): Promise<void> {
    const { workspaceFolders = [] } = vscode.workspace;
    if (workspaceFolders.some(({ uri }) => uri.scheme === filesScheme))
      await vscode.commands.executeCommand("workbench.files.action.refreshFilesExplorer");
  }

  /** Files are looked at again only while an editor shows them: see `WatchedFiles`. */
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const stat = await this.#at(uri, ({ files, place, path }, signal) => files.stat(place, path, signal));
    const { size, modified, version } = stat.followed ?? stat;
    this.#remember(uri, version);
    const facts = { type: fileType(stat), ctime: 0, mtime: Math.floor(modified), size };
    return stat.writable ? facts : { ...facts, permissions: vscode.FilePermission.Readonly };
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    return this.#at(uri, async ({ files, named, place, path }, signal) => {
      const found: [string, vscode.FileType][] = [];
      for (let offset = 0; ; offset += PAGE) {
        const page = await files.list(place, path, { offset, limit: PAGE }, signal);
        this.#marks.take(page.entries.map(({ path, change }) => ({ uri: fileUri(named, path), change })));
        // What the image had and is gone is no file any more.
        const present = page.entries.filter(({ change }) => change !== "deleted");
        found.push(...present.map((entry): [string, vscode.FileType] => [entry.name, fileType(entry)]));
        if (page.entries.length < PAGE) return found;
      }
    });
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const { content, version } = await this.#at(uri, ({ files, place, path }, signal) =>
      files.read(place, path, signal),
    );
    this.#remember(uri, version);
    return content;
  }

  /**
   * VS Code itself looks at the file before it saves and asks where it was changed; what happens between that look and
   * the writing is found by the version.
   */
  async writeFile(
    uri: vscode.Uri,
    content: Uint8Array,
    { create, overwrite }: { readonly create: boolean; readonly overwrite: boolean },
  ): Promise<void> {
    const written = await this.#at(uri, async ({ files, place, path }, signal) => {
      const known = this.#versions.get(uri.toString());
      const expected = overwrite ? seen(known) : ({ kind: "new" } as const);
      if (!create && known === undefined) await files.stat(place, path, signal);
      return files.write(place, path, bytesOf(content), expected, signal);
    });
    this.#remember(uri, (written.followed ?? written).version);
  }

  async createDirectory(uri: vscode.Uri): Promise<void> {
    await this.#at(uri, ({ files, place, path }, signal) => files.makeDirectory(place, path, signal));
  }

  async delete(uri: vscode.Uri, { recursive }: { readonly recursive: boolean }): Promise<void> {
    await this.#at(uri, async ({ files, place, path }, signal) => {
      if (!recursive) await mustBeEmpty(files, place, path, signal);
      await files.remove(place, path, signal);
    });
    this.#versions.delete(uri.toString());
  }

  async rename(from: vscode.Uri, to: vscode.Uri, { overwrite }: { readonly overwrite: boolean }): Promise<void> {
    const target = await this.#locate(to);
    await this.#at(from, async ({ files, place, path }, signal) => {
      if (place.host !== target.place.host || place.kind !== target.place.kind || place.id !== target.place.id)
        throw vscode.FileSystemError.NoPermissions(
          vscode.l10n.t("Files can’t be moved from one container to another. Copy them instead."),
        );
      try {
        await files.rename(place, path, target.path, signal);
      } catch (error) {
        if (!overwrite || !isError(error, "FileRefused") || error.reason !== "exists") throw error;
        await files.remove(place, target.path, signal);
        await files.rename(place, path, target.path, signal);
      }
    });
    this.#versions.delete(from.toString());
  }

  dispose(): void {
    this.#held.dispose();
  }

  /** Its version now, for whoever watches it; nothing where it is gone. */
  async #look(uri: vscode.Uri): Promise<{ readonly before: string | undefined; readonly now: string | undefined }> {
    const before = this.#versions.get(uri.toString());
    try {
      const stat = await this.#at(uri, ({ files, place, path }, signal) => files.stat(place, path, signal));
      const { version } = stat.followed ?? stat;
      if (before !== undefined) this.#remember(uri, version);
      return { before, now: version };
    } catch (error) {
      if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") return { before, now: undefined };
      throw error;
    }
  }

  #remember(uri: vscode.Uri, version: string): void {
    const key = uri.toString();
    this.#versions.delete(key);
    this.#versions.set(key, version);
    if (this.#versions.size > REMEMBERED) this.#versions.delete(this.#versions.keys().next().value ?? "");
  }

  async #locate(uri: vscode.Uri): Promise<Located> {
    const parsed = parseFileUri(uri);
    if (parsed === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    const { quayside } = await this.#open();
    const { place: named, path } = parsed;
    const hostName = quayside.hosts.get(named.host)?.name ?? named.host;
    const { files } = quayside;
    await containersKnown(quayside, named.host);
    try {
      return { files, named, place: files.place(named), path, hostName };
    } catch (error) {
      throw fileSystemError(error, hostName);
    }
  }

  async #at<T>(uri: vscode.Uri, run: (at: Located, signal: AbortSignal) => Promise<T>): Promise<T> {
    const located = await this.#locate(uri);
    try {
      // VS Code gives no way to be told that nobody waits any more.
      return await run(located, new AbortController().signal);
    } catch (error) {
      throw fileSystemError(error, located.hostName);
    }
  }
}

/**
 * VS Code asks for the folders of its workspace as soon as it starts the extension, before a host has answered. What it
 * is told then is gone stays so in its explorer.
 */
function containersKnown({ hosts, inventory }: Quayside, host: string): Promise<void> {
  const known = () => inventory.isListed(host) || !awaited.has(hosts.get(host)?.state.kind ?? "");
  return new Promise((resolve) => {
    if (known()) return resolve();
    const look = () => {
      if (!known()) return;
      listening.dispose();
      resolve();
    };
    const listening = vscode.Disposable.from(inventory.onDidList(look), inventory.onDidChange(look));
  });
}

/** States of a host of which it will be known soon what is on it. */
const awaited: ReadonlySet<string> = new Set(["connecting", "online"]);

function seen(version: string | undefined): Expectation {
  return version === undefined || version === "" ? { kind: "any" } : { kind: "version", version };
}

function bytesOf(content: Uint8Array) {
  return {
    size: content.byteLength,
    open: async function* () {
      yield content;
    },
  };
}

async function mustBeEmpty(files: Files, place: FilePlace, path: string, signal: AbortSignal): Promise<void> {
  const { kind } = await files.stat(place, path, signal);
  if (kind !== "directory") return;
  const { entries } = await files.list(place, path, { offset: 0, limit: 100 }, signal);
  if (entries.some(({ change }) => change !== "deleted"))
    throw new vscode.FileSystemError(vscode.l10n.t("The directory is not empty."));
}

export function fileType({ kind, targetKind }: Pick<ContainerFile, "kind" | "targetKind">): vscode.FileType {
  const { File, Directory, SymbolicLink, Unknown } = vscode.FileType;
  if (kind === "link")
    return SymbolicLink | (targetKind === "directory" ? Directory : targetKind === "file" ? File : Unknown);
  return kind === "directory" ? Directory : kind === "file" ? File : Unknown;
}
