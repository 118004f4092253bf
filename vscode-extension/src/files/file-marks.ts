import type { FileChange } from "@quayside/core/model/container-file.ts";
import * as vscode from "vscode";

/** Files whose mark is remembered; the one that was told longest ago goes. */
const REMEMBERED = 20_000;

export interface MarkedFile {
  readonly uri: vscode.Uri;
  readonly change: FileChange | undefined;
}

/** What changed since the image, marked as what changed in git is: by a letter and a colour, wherever VS Code names the file. */
export class FileMarks implements vscode.FileDecorationProvider, vscode.Disposable {
  readonly #changes = new Map<string, FileChange>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri[]>();
  readonly #registered = vscode.window.registerFileDecorationProvider(this);

  readonly onDidChangeFileDecorations = this.#changed.event;

  /** What was just read of them. */
  take(files: readonly MarkedFile[]): void {
    const changed = files.filter(({ uri, change }) => this.#remember(uri.toString(), change));
    if (changed.length > 0) this.#changed.fire(changed.map(({ uri }) => uri));
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const change = this.#changes.get(uri.toString());
    return change && decoration(change);
  }

  /** Gives whether it is another mark than before. */
  #remember(key: string, change: FileChange | undefined): boolean {
    const before = this.#changes.get(key);
    this.#changes.delete(key);
    if (change !== undefined) this.#changes.set(key, change);
    if (this.#changes.size > REMEMBERED) this.#changes.delete(this.#changes.keys().next().value ?? "");
    return before !== change;
  }

  dispose(): void {
    this.#registered.dispose();
    this.#changed.dispose();
  }
}

function decoration(change: FileChange): vscode.FileDecoration {
  const { t } = vscode.l10n;
  switch (change) {
    case "added":
      return mark("A", t("Added since the image"), "gitDecoration.addedResourceForeground");
    case "changed":
      return mark("M", t("Changed since the image"), "gitDecoration.modifiedResourceForeground");
    case "deleted":
      return mark("D", t("Deleted since the image"), "gitDecoration.deletedResourceForeground");
  }
}

function mark(letter: string, words: string, color: string): vscode.FileDecoration {
  return new vscode.FileDecoration(letter, words, new vscode.ThemeColor(color));
}
