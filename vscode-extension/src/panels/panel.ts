import type { Disposable } from "@quayside/core/lifetime/disposable.ts";
import type { PanelHandlers } from "@quayside/core/panel/methods.ts";
import { visibleText } from "@quayside/shared-ui/text/visible-text.ts";
import * as vscode from "vscode";
import type { OpenCore } from "../session.ts";
import { panelPage } from "./page.ts";
import type { ShownPanel } from "./shown-panel.ts";
import { webviewTransport } from "./webview-transport.ts";

export interface PanelParts {
  readonly extensionUri: vscode.Uri;
  readonly handlers: (open: OpenCore) => PanelHandlers;
  readonly onProblem: (problem: unknown) => void;
}

/** Only these folders can be read by the page. */
const assets = (extension: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(extension, "dist", "panel");

export const panelOptions = (extension: vscode.Uri): vscode.WebviewOptions => ({
  enableScripts: true,
  localResourceRoots: [assets(extension)],
});

/** One panel in an editor tab. Its page lives only while it is seen: hidden, it costs nothing, and shown again it asks anew. */
export class Panel implements Disposable {
  readonly #view: vscode.WebviewPanel;
  readonly #serve: () => Disposable;
  readonly #draw: (shown: ShownPanel) => void;
  #serving: Disposable | undefined;

  constructor(view: vscode.WebviewPanel, shown: ShownPanel, open: OpenCore, parts: PanelParts) {
    this.#view = view;
    this.#serve = () =>
      open.core.servePanel(webviewTransport(view.webview), parts.handlers(open), { onProblem: parts.onProblem });
    const { webview } = view;
    const file = (name: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(assets(parts.extensionUri), name)).toString();
    const icon = (theme: string): vscode.Uri =>
      vscode.Uri.joinPath(parts.extensionUri, "resources", `${shown.panel}-${theme}.svg`);
    webview.options = panelOptions(parts.extensionUri);
    view.title = panelTitle(shown);
    view.iconPath = { light: icon("light"), dark: icon("dark") };
    view.onDidChangeViewState(() => (view.visible ? this.#begin() : this.#end()));
    view.onDidDispose(() => this.#end());
    const page = {
      source: webview.cspSource,
      script: file("panel.js"),
      style: file("panel.css"),
      language: vscode.env.language,
    };
    this.#draw = (input) => {
      this.#end();
      this.#begin();
      webview.html = panelPage({ ...page, title: view.title, input });
    };
    this.#draw(shown);
  }

  /** The page goes, and one comes that is told this; what it remembers stays. */
  renew(shown: ShownPanel): void {
    this.#draw(shown);
  }

  reveal(): void {
    this.#view.reveal();
  }

  dispose(): void {
    this.#view.dispose();
  }

  /** Before its page speaks. */
  #begin(): void {
    this.#serving ??= this.#serve();
  }

  #end(): void {
    this.#serving?.dispose();
    this.#serving = undefined;
  }
}

function panelTitle(shown: ShownPanel): string {
  switch (shown.panel) {
    case "containers":
      return vscode.l10n.t("Containers");
    case "hosts":
      return vscode.l10n.t("Hosts");
    case "search":
      return vscode.l10n.t("Search");
    case "events":
      return vscode.l10n.t("Events");
    case "terminals":
      return vscode.l10n.t("Terminals");
    case "container":
      return visibleText(shown.input.name);
    case "stats":
      return vscode.l10n.t("Stats");
    case "files":
      return visibleText(vscode.l10n.t("Files: {0}", shown.input.place.name));
    case "logs":
      return visibleText(vscode.l10n.t("Logs: {0}", shown.input.title));
  }
}
