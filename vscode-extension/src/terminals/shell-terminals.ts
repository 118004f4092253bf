import type { Quayside } from "@quayside/core";
import type { Container } from "@quayside/core/model/container.ts";
import type { Host } from "@quayside/core/model/host.ts";
import { type TerminalRequest, usualShell } from "@quayside/core/model/terminal-request.ts";
import { programName } from "@quayside/shared-ui/terminals/tab-names.ts";
import { visibleText } from "@quayside/shared-ui/text/visible-text.ts";
import * as vscode from "vscode";
import { type OpenShell, ShellTerminal } from "./shell-terminal.ts";

function joinedTo(container: string, request: TerminalRequest): string {
  if (request.kind === "attach") return vscode.l10n.t("{0}, attached", container);
  return request.command === undefined ? container : `${container}: ${programName(request.command)}`;
}

/** The terminals that this window has open in containers and on hosts. */
export class ShellTerminals implements vscode.Disposable {
  readonly #open = new Set<vscode.Terminal>();
  readonly #listening = vscode.window.onDidCloseTerminal((terminal) => this.#open.delete(terminal));

  /** A shell, unless something else is asked for. */
  open({ terminals }: Quayside, container: Container, hostName: string, request: TerminalRequest = usualShell): void {
    const { host, id, name } = container;
    const shell: OpenShell = (size, signal) => terminals.open({ host, id }, size, signal, request);
    const title = vscode.l10n.t("{0} on {1}", joinedTo(name, request), hostName);
    const ended = request.kind === "attach" ? name : request.command?.[0];
    this.#show(shell, title, hostName, request.kind === "attach" ? "plug" : "terminal", ended);
  }

  openOnHost({ hostShells }: Quayside, { id, name }: Host): void {
    this.#show((size, signal) => hostShells.open(id, size, signal), name, name, "server");
  }

  #show(shell: OpenShell, name: string, hostName: string, icon: string, ended?: string): void {
    const terminal = vscode.window.createTerminal({
      name: visibleText(name),
      pty: new ShellTerminal(shell, hostName, ended),
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
