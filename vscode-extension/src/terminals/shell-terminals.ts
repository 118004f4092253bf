import type { Quayside } from "@quayside/core";
import type { Container } from "@quayside/core/model/container.ts";
import type { Host } from "@quayside/core/model/host.ts";
import { visibleText } from "@quayside/shared-ui/text/visible-text.ts";
import * as vscode from "vscode";
import { type OpenShell, ShellTerminal } from "./shell-terminal.ts";

/** The terminals that this window has open in containers and on hosts. */
export class ShellTerminals implements vscode.Disposable {
  readonly #open = new Set<vscode.Terminal>();
  readonly #listening = vscode.window.onDidCloseTerminal((terminal) => this.#open.delete(terminal));

  open({ terminals }: Quayside, { host, id, name }: Container, hostName: string): void {
    const shell: OpenShell = (size, signal) => terminals.open({ host, id }, size, signal);
    this.#show(shell, vscode.l10n.t("{0} on {1}", name, hostName), hostName, "terminal");
  }

  openOnHost({ hostShells }: Quayside, { id, name }: Host): void {
    this.#show((size, signal) => hostShells.open(id, size, signal), name, name, "server");
  }

  #show(shell: OpenShell, name: string, hostName: string, icon: string): void {
    const terminal = vscode.window.createTerminal({
      name: visibleText(name),
      pty: new ShellTerminal(shell, hostName),
      iconPath: new vscode.ThemeIcon(icon),
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
