import type { Quayside } from "@quayside/core";
import type { Container } from "@quayside/core/model/container.ts";
import { visibleText } from "@quayside/shared-ui/text/visible-text.ts";
import * as vscode from "vscode";
import { ContainerTerminal } from "./container-terminal.ts";

/** The terminals that this window has open in containers. */
export class ContainerTerminals implements vscode.Disposable {
  readonly #open = new Set<vscode.Terminal>();
  readonly #listening = vscode.window.onDidCloseTerminal((terminal) => this.#open.delete(terminal));

  open({ terminals }: Quayside, { host, id, name }: Container, hostName: string): void {
    const pty = new ContainerTerminal((size, signal) => terminals.open({ host, id }, size, signal), hostName);
    const terminal = vscode.window.createTerminal({
      name: visibleText(vscode.l10n.t("{0} on {1}", name, hostName)),
      pty,
      iconPath: new vscode.ThemeIcon("terminal"),
      // The shell is gone with the window: there is nothing to bring back.
      isTransient: true,
    });
    this.#open.add(terminal);
    terminal.show();
  }

  closeAll(): void {
    for (const terminal of this.#open) terminal.dispose();
  }

  dispose(): void {
    this.#listening.dispose();
  }
}
