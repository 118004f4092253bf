import type { Ref } from "@quayside/core/model/ref.ts";
import * as vscode from "vscode";
import { cancellable } from "../commands/cancellable.ts";
import { inspectScheme } from "../contributions/names.ts";

/** What is inspected. */
export interface Inspected {
  /** Of which kind it is: ids of different kinds may be the same. */
  readonly kind: string;
  readonly ref: Ref;
  readonly name: string;
}

/** The engine's JSON of something as a read-only document, read anew each time that it is asked for. */
export class InspectDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #texts = new Map<string, string>();
  readonly #held: vscode.Disposable;

  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#held = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(inspectScheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
  }

  async show({ kind, ref, name }: Inspected, work: (signal: AbortSignal) => Promise<string>): Promise<void> {
    // The name is only for the tab; the query tells two of one name apart.
    const query = `${kind}/${ref.host}/${ref.id}`;
    const uri = vscode.Uri.from({ scheme: inspectScheme, path: `/${name.replaceAll("/", "_")}.json`, query });
    this.#texts.set(uri.toString(), await cancellable(vscode.l10n.t("Inspecting {0}", name), work));
    this.#changed.fire(uri);
    await vscode.window.showTextDocument(uri, { preview: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? vscode.l10n.t("Inspect it again to see it here.");
  }

  dispose(): void {
    this.#held.dispose();
  }
}
