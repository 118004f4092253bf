import type { NamedContainer } from "@quayside/core/model/ref.ts";
import type { PanelHome } from "@quayside/core/panel/panel-handlers.ts";
import type { FilesInput, LogsInput } from "@quayside/shared-ui/app/panel-input.ts";
import * as vscode from "vscode";
import { panelTypes } from "../contributions/names.ts";
import type { OpenCore } from "../session.ts";
import { Panel, type PanelParts, panelOptions } from "./panel.ts";
import { panelKey, panelsWithoutInput, readShownPanel, type ShownPanel } from "./shown-panel.ts";

export interface PanelsOptions {
  readonly extensionUri: vscode.Uri;
  readonly open: () => Promise<OpenCore>;
  readonly home: PanelHome;
  readonly onProblem: (problem: unknown) => void;
}

/** The panels in editor tabs: one of each kind and container, brought back after a restart of the window. */
export class Panels implements vscode.Disposable {
  readonly #options: PanelsOptions;
  readonly #parts: PanelParts;
  readonly #open = new Map<string, Panel>();
  readonly #registered: vscode.Disposable;

  constructor(options: PanelsOptions) {
    this.#options = options;
    this.#parts = {
      ...options,
      handlers: ({ core, quayside }) => core.panelHandlers(quayside, options.home),
    };
    const serializer: vscode.WebviewPanelSerializer = {
      deserializeWebviewPanel: (view, state: unknown) => this.#restore(view, state),
    };
    this.#registered = vscode.Disposable.from(
      ...Object.values(panelTypes).map((type) => vscode.window.registerWebviewPanelSerializer(type, serializer)),
    );
  }

  showContainers(open: OpenCore): void {
    this.#show({ panel: "containers" }, open);
  }

  showHosts(open: OpenCore): void {
    this.#show({ panel: "hosts" }, open);
  }

  showTerminals(open: OpenCore): void {
    this.#show({ panel: "terminals" }, open);
  }

  showSearch(open: OpenCore): void {
    this.#show({ panel: "search" }, open);
  }

  showEvents(open: OpenCore): void {
    this.#show({ panel: "events" }, open);
  }

  /** By name, as the logs. */
  showContainer({ host, name }: NamedContainer, open: OpenCore): void {
    this.#show({ panel: "container", input: { host, name } }, open);
  }

  showStats(open: OpenCore): void {
    this.#show({ panel: "stats" }, open);
  }

  showLogs(input: LogsInput, open: OpenCore): void {
    this.#show({ panel: "logs", input }, open);
  }

  showFiles(input: FilesInput, open: OpenCore): void {
    this.#show({ panel: "files", input }, open);
  }

  closeAll(): void {
    for (const panel of [...this.#open.values()]) panel.dispose();
  }

  dispose(): void {
    this.#registered.dispose();
  }

  #show(shown: ShownPanel, open: OpenCore): void {
    const present = this.#open.get(panelKey(shown));
    if (present !== undefined) {
      if (shown.panel === "logs" && shown.input.at !== undefined) present.renew(shown);
      present.reveal();
      return;
    }
    const options = { ...panelOptions(this.#options.extensionUri), enableFindWidget: false };
    this.#keep(
      vscode.window.createWebviewPanel(panelTypes[shown.panel], "", vscode.ViewColumn.Active, options),
      shown,
      open,
    );
  }

  async #restore(view: vscode.WebviewPanel, state: unknown): Promise<void> {
    const kept =
      typeof state === "object" && state !== null && "shown" in state ? readShownPanel(state.shown) : undefined;
    const shown = kept ?? panelsWithoutInput.find(({ panel }) => panelTypes[panel] === view.viewType);
    // What keeps the core from opening has been said; the panel would stay empty.
    const open = await this.#options.open().catch(() => undefined);
    if (shown === undefined || open === undefined) view.dispose();
    else this.#keep(view, shown, open);
  }

  #keep(view: vscode.WebviewPanel, shown: ShownPanel, open: OpenCore): void {
    const key = panelKey(shown);
    this.#open.set(key, new Panel(view, shown, open, this.#parts));
    view.onDidDispose(() => this.#open.delete(key));
  }
}
