import * as vscode from "vscode";
import { filesScheme } from "../contributions/names.ts";

/** Milliseconds between two looks at the files that are seen. */
const PAUSE = 4_000;

type Look = (uri: vscode.Uri) => Promise<{ readonly before: string | undefined; readonly now: string | undefined }>;

/** An engine tells nothing of files. Those that an editor shows are looked at again, while the window has the focus. */
export class WatchedFiles implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #look: Look;
  readonly #held: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(look: Look) {
    this.#look = look;
    const begin = () => this.#begin();
    this.#held = vscode.Disposable.from(
      this.#changed,
      vscode.window.onDidChangeVisibleTextEditors(begin),
      vscode.window.onDidChangeWindowState(begin),
    );
    begin();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#held.dispose();
  }

  #begin(): void {
    if (this.#timer !== undefined || this.#shown().length === 0) return;
    this.#timer = setTimeout(() => void this.#lookAgain(), PAUSE);
  }

  #shown(): vscode.Uri[] {
    if (!vscode.window.state.focused) return [];
    const uris = vscode.window.visibleTextEditors.map(({ document }) => document.uri);
    return uris.filter(({ scheme }) => scheme === filesScheme);
  }

  async #lookAgain(): Promise<void> {
    const events: vscode.FileChangeEvent[] = [];
    for (const uri of this.#shown()) {
      try {
        const { before, now } = await this.#look(uri);
        if (before === undefined || before === now) continue;
        const { Changed, Deleted } = vscode.FileChangeType;
        events.push({ uri, type: now === undefined ? Deleted : Changed });
      } catch {
        // A host that is away for a moment is told in the tree; the next look may find it.
      }
    }
    if (events.length > 0) this.#changed.fire(events);
    this.#timer = undefined;
    this.#begin();
  }
}
