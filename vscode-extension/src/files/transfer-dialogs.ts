import type { Files } from "@quayside/core/files/files.ts";
import type { FilePlace, LeftOut } from "@quayside/core/model/container-file.ts";
import { baseName } from "@quayside/core/model/file-path.ts";
import * as vscode from "vscode";
import type { Messages } from "../messages.ts";
import { lineOf } from "../tree/node-words.ts";
import { downloadDirectory, downloadFile, type Progress, uploadFiles } from "./transfer.ts";
import { type UploadEntry, uploadEntries } from "./upload-entries.ts";

const { t } = vscode.l10n;

export interface TransferPlace {
  readonly files: Files;
  readonly place: FilePlace;
  /** "web on laptop" */
  readonly name: string;
}

/** Asks where to, then writes a file or a directory of a container to the disk. */
export async function download(
  { files, place, name }: TransferPlace,
  { path, directory }: { readonly path: string; readonly directory: boolean },
  messages: Messages,
): Promise<void> {
  const title = t("Download {0} from {1}", lineOf(baseName(path) || "/"), lineOf(name));
  if (!directory) {
    const to = await vscode.window.showSaveDialog({ title, saveLabel: t("Download"), ...beginning(baseName(path)) });
    if (to === undefined) return;
    await withProgress(title, (progress, signal) =>
      downloadFile(files, place, { path, to: to.fsPath }, progress, signal),
    );
    await messages.information(t("{0} was downloaded.", lineOf(baseName(path))));
    return;
  }
  const folders = { canSelectFiles: false, canSelectFolders: true } as const;
  const [into] = (await vscode.window.showOpenDialog({ title, openLabel: t("Download Here"), ...folders })) ?? [];
  if (into === undefined) return;
  const to = vscode.Uri.joinPath(into, baseName(path) || lineOf(name)).fsPath;
  const left = await withProgress(title, (progress, signal) =>
    downloadDirectory(files, place, { path, to }, progress, signal),
  );
  const done = t("{0} was downloaded.", lineOf(baseName(path) || "/"));
  if (left.length === 0) await messages.information(done);
  else await messages.warning(`${done} ${leftOut(left)}`);
}

/** Asks for files of the disk, and before one that is there is replaced. */
export async function upload(to: TransferPlace, directory: string, messages: Messages): Promise<void> {
  const chosen = await vscode.window.showOpenDialog({
    title: uploadTitle(to, directory),
    ...{ openLabel: t("Upload"), canSelectMany: true },
  });
  if (chosen !== undefined) await uploadEntriesTo(to, directory, () => uploadEntries(chosen), messages);
}

/** Asks before one that is there is replaced. */
export async function uploadEntriesTo(
  to: TransferPlace,
  directory: string,
  find: () => Promise<readonly UploadEntry[]>,
  messages: Messages,
): Promise<void> {
  const { files, place, name } = to;
  const replace = async (file: string): Promise<boolean> =>
    (await messages.ask(
      t("Replace “{0}” in {1}?", lineOf(file), lineOf(name)),
      t("It is there already. Its content is replaced; owner and mode stay."),
      t("Replace"),
    )) === 0;
  const { done, left } = await withProgress(uploadTitle(to, directory), async (progress, signal) =>
    uploadFiles(files, place, { entries: await find(), directory }, replace, progress, signal),
  );
  if (done > 0) messages.passing("success", done === 1 ? t("1 file uploaded") : t("{0} files uploaded", done));
  // Nobody waits until it was read: what was sent is to be seen.
  if (left.length > 0) void messages.warning(leftOut(left));
}

function leftOut(left: readonly LeftOut[]): string {
  const shown = left.slice(0, 5).map((each) => `${lineOf(each.path)} (${each.why})`);
  return t("Left out: {0}, {1} in all.", shown.join(", "), left.length);
}

function uploadTitle({ name }: TransferPlace, directory: string): string {
  return t("Upload to {0} in {1}", lineOf(directory), lineOf(name));
}

function beginning(name: string): { readonly defaultUri?: vscode.Uri } {
  const [folder] = vscode.workspace.workspaceFolders?.filter(({ uri }) => uri.scheme === "file") ?? [];
  return folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder.uri, name) };
}

async function withProgress<T>(
  title: string,
  run: (progress: Progress, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, (shown, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    return run((message) => shown.report({ message }), controller.signal);
  });
}
