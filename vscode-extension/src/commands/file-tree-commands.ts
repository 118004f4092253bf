import { describeError } from "@quayside/core/errors/describe-error.ts";
import { fileNameProblem, joinPath, parentPath } from "@quayside/core/model/file-path.ts";
import { isDirectory, shownName } from "@quayside/shared-ui/files/facts.ts";
import * as vscode from "vscode";
import { fileUri } from "../files/file-uri.ts";
import { download, type TransferPlace, upload } from "../files/transfer-dialogs.ts";
import type { OpenCore } from "../session.ts";
import {
  type FileNode,
  type FilesNode,
  fileNode,
  isFileNode,
  outermost,
  parseFileNode,
  samePlace,
} from "../tree/file-nodes.ts";
import { placeName } from "../tree/file-view.ts";
import { lineOf } from "../tree/node-words.ts";
import { cancellable } from "./cancellable.ts";
import type { Handler, Handlers, Parts, Target } from "./parts.ts";

const { t } = vscode.l10n;

type FileCommand =
  | "openFile"
  | "newFile"
  | "newFolder"
  | "downloadFile"
  | "uploadInto"
  | "copyPath"
  | "renameFile"
  | "deleteFile"
  | "refreshFiles"
  | "showMoreFiles";

/** What is done with a file or a directory of the tree. */
export function fileTreeCommands(parts: Parts): Handlers<`quayside.${FileCommand}`> {
  const { tree, messages } = parts;

  /** Runs it on the first of the nodes, tells what failed with the host’s name, and reads the directory anew. */
  const onOne =
    (work: (node: FileNode | FilesNode, open: OpenCore) => Promise<string | undefined>): Handler =>
    async (target, open) => {
      const [node] = nodesOf(parts, target);
      if (node === undefined) return;
      try {
        const changed = await work(node, open);
        if (changed !== undefined) await tree.refreshFiles(fileNode(node.place, changed));
      } catch (error) {
        await messages.error(error, node.host.name);
      }
    };

  return {
    "quayside.openFile": async (target) => {
      for (const node of filesOf(parts, target))
        await vscode.commands.executeCommand("vscode.open", fileUri(node.named, node.file.path), { preview: false });
    },
    "quayside.newFile": onOne(async (node, { quayside }) => {
      const path = await askName(node, (place) => t("New file in {0}", place));
      if (path === undefined) return undefined;
      const nothing = { size: 0, open: async function* () {} };
      await cancellable(t("Creating {0}", lineOf(path)), (signal) =>
        quayside.files.write(node.place, path, nothing, { kind: "new" }, signal),
      );
      void vscode.commands.executeCommand("vscode.open", fileUri(node.named, path));
      return pathOf(node);
    }),
    "quayside.newFolder": onOne(async (node, { quayside }) => {
      const path = await askName(node, (place) => t("New folder in {0}", place));
      if (path === undefined) return undefined;
      await cancellable(t("Creating {0}", lineOf(path)), (signal) =>
        quayside.files.makeDirectory(node.place, path, signal),
      );
      return pathOf(node);
    }),
    "quayside.downloadFile": onOne(async (node, open) => {
      const directory = node.kind === "files" || isDirectory(node.file);
      await download(transferPlace(node, open), { path: pathOf(node), directory }, messages);
      return undefined;
    }),
    "quayside.uploadInto": onOne(async (node, open) => {
      await upload(transferPlace(node, open), pathOf(node), messages);
      return pathOf(node);
    }),
    "quayside.copyPath": async (target) => {
      const paths = filesOf(parts, target).map(pathOf);
      if (paths.length > 0) await vscode.env.clipboard.writeText(paths.join("\n"));
    },
    "quayside.renameFile": onOne(async (node, { quayside }) => {
      if (node.kind === "files") return undefined;
      const { name, path } = node.file;
      const wanted = await vscode.window.showInputBox({
        title: t("Rename {0} in {1}", lineOf(shownName(path)), placeName(node, t)),
        value: name,
        valueSelection: [0, name.lastIndexOf(".") > 0 ? name.lastIndexOf(".") : name.length],
        validateInput: fileNameProblem,
      });
      if (wanted === undefined || wanted === name) return undefined;
      await cancellable(t("Renaming {0}", lineOf(name)), (signal) =>
        quayside.files.rename(node.place, path, joinPath(parentPath(path), wanted), signal),
      );
      return parentPath(path);
    }),
    "quayside.deleteFile": async (target, { quayside }) => {
      for (const nodes of byPlace(outermost(filesOf(parts, target), pathOf))) {
        const [{ place, host }] = nodes;
        const directories = nodes.filter(({ file }) => file.kind === "directory").length;
        const { title, sentence, button } = quayside.files.confirmRemove(place, nodes.map(pathOf), directories);
        if ((await messages.ask(title, sentence, button)) === undefined) continue;
        const failed = await cancellable(t("Deleting files of {0}", placeName(nodes[0], t)), async (signal) => {
          const failures = [];
          for (const node of nodes)
            try {
              await quayside.files.remove(place, pathOf(node), signal);
            } catch (error) {
              failures.push({ subject: lineOf(shownName(pathOf(node))), error: describeError(error, host.name) });
            }
          return failures;
        });
        const told = failed.filter(({ error }) => error.name !== "Cancelled");
        if (told.length > 0) await messages.failures(t("Not deleted in {0}.", placeName(nodes[0], t)), told);
        for (const directory of new Set(nodes.map((node) => parentPath(pathOf(node)))))
          await tree.refreshFiles(fileNode(place, directory));
      }
    },
    "quayside.refreshFiles": async (target) => {
      for (const id of target ?? []) {
        const at = parseFileNode(id);
        if (at !== undefined) await tree.refreshFiles(fileNode(at.place, at.path));
      }
    },
    "quayside.showMoreFiles": async (target) => {
      for (const id of target ?? []) await tree.showMoreFiles(id);
    },
  };
}

/** A key of the view is for what is selected: files have their own command for it. */
export function alsoForFiles(onFiles: Handler, otherwise: Handler): Handler {
  return async (target, open) => {
    const files = target?.filter(isFileNode) ?? [];
    const others = target?.filter((id) => !isFileNode(id));
    if (files.length > 0) await onFiles(files, open);
    if (files.length === 0 || (others !== undefined && others.length > 0)) await otherwise(others, open);
  };
}

function nodesOf({ tree }: Parts, target: Target): (FileNode | FilesNode)[] {
  return (target ?? []).flatMap((id) => {
    const node = tree.model.node(id);
    return node?.kind === "file" || node?.kind === "files" ? [node] : [];
  });
}

function filesOf(parts: Parts, target: Target): FileNode[] {
  return nodesOf(parts, target).flatMap((node) => (node.kind === "file" ? [node] : []));
}

function pathOf(node: FileNode | FilesNode): string {
  return node.kind === "files" ? "/" : node.file.path;
}

function transferPlace(node: FileNode | FilesNode, { quayside: { files } }: OpenCore): TransferPlace {
  return { files, place: node.place, name: placeName(node, t) };
}

/** The path of what is to be made; nothing where the person left. */
async function askName(node: FileNode | FilesNode, title: (place: string) => string): Promise<string | undefined> {
  const directory = pathOf(node);
  const place = t("{0} of {1}", lineOf(shownName(directory)), placeName(node, t));
  const name = await vscode.window.showInputBox({ title: title(place), validateInput: fileNameProblem });
  return name === undefined ? undefined : joinPath(directory, name);
}

function byPlace(nodes: readonly FileNode[]): [FileNode, ...FileNode[]][] {
  const groups: [FileNode, ...FileNode[]][] = [];
  for (const node of nodes) {
    const group = groups.find(([first]) => samePlace(first.place, node.place));
    if (group === undefined) groups.push([node]);
    else group.push(node);
  }
  return groups;
}
