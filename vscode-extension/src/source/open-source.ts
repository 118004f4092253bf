import { realpath, stat } from "node:fs/promises";
import { NotFound } from "@quayside/core/errors/errors.ts";
import { visibleText } from "@quayside/shared-ui/text/visible-text.ts";
import * as vscode from "vscode";
import { bestSuffixes, hostPaths, isInside, namePattern, plainPath, type SourceOrigin } from "./source-paths.ts";

const { t } = vscode.l10n;

export interface SourceRequest {
  /** A stranger's text. */
  readonly path: string;
  readonly line: number;
  readonly column?: number;
}

/** Files of one name that are looked at. */
const MOST = 500;
const EXCLUDED = "**/{node_modules,.git,bower_components,site-packages}/**";

/**
 * Opens the file that a line of a log names, in the place that it names: by what the container has from this machine,
 * else by what the workspace has of that name. Only files inside the workspace's folders are opened, whatever the path
 * says. Errors: NotFound.
 */
export async function openSource(
  { path: written, line, column = 1 }: SourceRequest,
  origin: SourceOrigin,
): Promise<void> {
  const path = plainPath(written);
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (path === undefined) throw notFound(written);
  if (folders.length === 0)
    throw new NotFound(
      t("No folder is open in this window."),
      t("Open the folder that holds the source, then try again."),
    );
  const local = folders.filter(({ uri }) => uri.scheme === "file");
  // A folder that is gone has no file to be opened either.
  const real = await Promise.all(local.map(({ uri }) => realpath(uri.fsPath).catch(() => uri.fsPath)));
  const file = (await byOrigin(path, origin, real)) ?? (await byName(path, real));
  if (file === "given up") return;
  if (file === undefined) throw notFound(written);
  const at = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  await vscode.window.showTextDocument(file, { selection: new vscode.Range(at, at), preview: true });
}

function notFound(path: string): NotFound {
  return new NotFound(
    t("No file of this workspace is {0}.", visibleText(path)),
    t("Open the folder that holds the source, then try again."),
  );
}

async function byOrigin(path: string, origin: SourceOrigin, real: readonly string[]): Promise<vscode.Uri | undefined> {
  for (const candidate of hostPaths(path, origin)) {
    const file = await realFile(candidate);
    if (file !== undefined && isInside(file, real)) return vscode.Uri.file(file);
  }
  return undefined;
}

/** Where a file really lies; nothing where there is none. */
async function realFile(path: string): Promise<string | undefined> {
  try {
    const real = await realpath(path);
    return (await stat(real)).isFile() ? real : undefined;
  } catch {
    // It isn't there, or may not be looked at: then it is not the one.
    return undefined;
  }
}

async function byName(path: string, real: readonly string[]): Promise<vscode.Uri | "given up" | undefined> {
  const found = await vscode.workspace.findFiles(namePattern(path), EXCLUDED, MOST);
  const files = await Promise.all(
    found.map(async (uri) => {
      // A link in the workspace may lead out of it.
      const file = uri.scheme === "file" ? await realFile(uri.fsPath) : undefined;
      return uri.scheme !== "file" || (file !== undefined && isInside(file, real)) ? [uri] : [];
    }),
  );
  const best = bestSuffixes(path, files.flat(), (uri) => uri.path);
  if (best.length < 2) return best[0];
  const picks = best.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  const title = t("Which file is {0}?", visibleText(path));
  return (await vscode.window.showQuickPick(picks, { title, placeHolder: title }))?.uri ?? "given up";
}
