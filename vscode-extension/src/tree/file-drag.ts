import type { FilePlace } from "@quayside/core/model/container-file.ts";
import { baseName, isWithin, joinPath, parentPath } from "@quayside/core/model/file-path.ts";
import { isDirectory } from "@quayside/shared-ui/files/facts.ts";
import * as vscode from "vscode";
import { cancellable } from "../commands/cancellable.ts";
import { fileUri } from "../files/file-uri.ts";
import { uploadEntriesTo } from "../files/transfer-dialogs.ts";
import { droppedEntry, uploadEntries } from "../files/upload-entries.ts";
import type { Messages } from "../messages.ts";
import type { OpenCore } from "../session.ts";
import { type FileLocation, fileNode, outermost, samePlace } from "./file-nodes.ts";
import { placeName } from "./file-view.ts";
import type { HostsTree } from "./hosts-tree.ts";
import { lineOf } from "./node-words.ts";

const { t } = vscode.l10n;

const URIS = "text/uri-list";
/** What is dropped from outside of VS Code where it has no path, as in a browser. */
const FILES = "files";
/** Ours alone: what of a place is moved within it. */
const NODES = "application/vnd.quayside.files";

interface Directory {
  readonly place: FilePlace;
  readonly path: string;
  /** "web on laptop" */
  readonly name: string;
}

interface DraggedFile extends FileLocation {
  readonly uri: string;
}

/**
 * Files of the tree are dragged into editors, and files from anywhere into its directories. VS Code’s explorer takes
 * nothing that is dragged from another view.
 */
export class FileDrag implements vscode.TreeDragAndDropController<string> {
  readonly dragMimeTypes = [URIS];
  readonly dropMimeTypes = [NODES, URIS, FILES];
  readonly #tree: HostsTree;
  readonly #messages: Messages;
  readonly #open: () => Promise<OpenCore>;

  constructor(tree: HostsTree, messages: Messages, open: () => Promise<OpenCore>) {
    this.#tree = tree;
    this.#messages = messages;
    this.#open = open;
  }

  handleDrag(ids: readonly string[], data: vscode.DataTransfer): void {
    const chosen = ids.flatMap((id): DraggedFile[] => {
      const node = this.#tree.model.node(id);
      if (node?.kind !== "file" || node.file.change === "deleted") return [];
      const { place, named, file } = node;
      return [{ place, path: file.path, uri: fileUri(named, file.path).toString() }];
    });
    const files = outermost(chosen, ({ path }) => path);
    if (files.length === 0) return;
    data.set(URIS, new vscode.DataTransferItem(files.map(({ uri }) => uri).join("\r\n")));
    data.set(NODES, new vscode.DataTransferItem(files));
  }

  async handleDrop(target: string | undefined, data: vscode.DataTransfer): Promise<void> {
    const into = target === undefined ? undefined : this.#directory(target);
    if (into === undefined) {
      this.#messages.passing("warning", t("Files can be dropped on a folder of a container or a volume."));
      return;
    }
    const dragged = draggedFiles(data.get(NODES)?.value);
    const moved = dragged.filter(({ place }) => samePlace(place, into.place));
    const changed = new Set([into.path, ...moved.map(({ path }) => parentPath(path))]);
    try {
      if (moved.length > 0) await this.#move(moved, into);
      if (dragged.length === 0 || moved.length < dragged.length) await this.#take(into, dragged, data);
    } catch (error) {
      // Nobody waits until it was read: what was done before it failed is to be seen.
      void this.#messages.error(error, this.#tree.model.host(into.place.host)?.name);
    }
    await Promise.all([...changed].map((directory) => this.#tree.refreshFiles(fileNode(into.place, directory))));
  }

  /** Of a file it is the one that it lies in. */
  #directory(id: string): Directory | undefined {
    const node = this.#tree.model.node(id);
    if (node?.kind !== "files" && node?.kind !== "file") return undefined;
    const name = placeName(node, t);
    if (node.kind === "files") return { place: node.place, path: "/", name };
    const { path } = node.file;
    return { place: node.place, path: isDirectory(node.file) ? path : parentPath(path), name };
  }

  async #move(dragged: readonly FileLocation[], { place, path, name }: Directory): Promise<void> {
    const moves = dragged.filter((one) => parentPath(one.path) !== path && !isWithin(one.path, path));
    const [first] = moves;
    if (first === undefined) return;
    const what = moves.length === 1 ? `“${lineOf(baseName(first.path))}”` : t("{0} files", moves.length);
    const question = t("Move {0} to {1} in {2}?", what, lineOf(path), name);
    const kept = t("What is there already under that name is kept.");
    if ((await this.#messages.ask(question, kept, t("Move"))) === undefined) return;
    const { quayside } = await this.#open();
    await cancellable(t("Moving {0}", what), async (signal) => {
      for (const { path: from } of moves)
        await quayside.files.rename(place, from, joinPath(path, baseName(from)), signal);
    });
  }

  /** What comes from elsewhere: of the tree's own files those of other places. */
  async #take(
    { place, path, name }: Directory,
    dragged: readonly DraggedFile[],
    data: vscode.DataTransfer,
  ): Promise<void> {
    const others = dragged.filter((one) => !samePlace(one.place, place));
    const list = others.length > 0 ? others.map(({ uri }) => uri).join("\n") : await data.get(URIS)?.asString();
    const uris = parsedUris(list);
    const files = [...data].flatMap(([, item]) => item.asFile() ?? []);
    if (uris.length === 0 && files.length === 0) return;
    const { quayside } = await this.#open();
    const find = async () => (uris.length > 0 ? await uploadEntries(uris) : await Promise.all(files.map(droppedEntry)));
    await uploadEntriesTo({ files: quayside.files, place, name }, path, find, this.#messages);
  }
}

/** What `handleDrag` put there: VS Code hands it back as it was, and from nobody else. */
function draggedFiles(value: unknown): readonly DraggedFile[] {
  return Array.isArray(value) ? (value as readonly DraggedFile[]) : [];
}

/** RFC 2483: a line each, "#" begins a comment. */
function parsedUris(list: string | undefined): vscode.Uri[] {
  return (list ?? "")
    .split(/\r?\n/)
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => vscode.Uri.parse(line, true));
}
