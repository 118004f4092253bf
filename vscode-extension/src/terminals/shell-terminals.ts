import type { Quayside } from "@quayside/core";
import type { Container } from "@quayside/core/model/container.ts";
import type { Host } from "@quayside/core/model/host.ts";
import { type TerminalRequest, usualShell } from "@quayside/core/model/terminal-request.ts";
import { programName } from "@quayside/shared-ui/terminals/tab-names.ts";
import { visibleText } from "@quayside/shared-ui/text/visible-text.ts";
import * as vscode from "vscode";
import { type OpenShell, ShellTerminal } from "./shell-terminal.ts";

const { t } = vscode.l10n;

/** What a terminal is opened for, as it can be opened once more. */
export interface OpenedIn {
  readonly container: Container;
  readonly hostName: string;
}

function joinedTo(container: string, request: TerminalRequest): string {
  if (request.kind === "attach") return t("{0}, attached", container);
  if (request.kind === "debug") return t("{0}, debug", container);
  return request.command === undefined ? container : `${container}: ${programName(request.command)}`;
}

const icons: Readonly<Record<TerminalRequest["kind"], string>> = { exec: "terminal", attach: "plug", debug: "debug" };

interface Opened {
  readonly host: string;
  /** Nothing for a shell on the host itself. */
  readonly into?: OpenedIn;
}

/** The terminals that this window has open in containers and on hosts. */
export class ShellTerminals {
  readonly #opened = new WeakMap<vscode.Pseudoterminal, Opened>();
  readonly #offerDebugShell: (container: Container) => void;

  constructor(offerDebugShell: (container: Container) => void) {
    this.#offerDebugShell = offerDebugShell;
  }

  /** A shell, unless something else is asked for; beside `parent`, where one is told. */
  open(
    quayside: Quayside,
    into: OpenedIn,
    { request, parent }: { readonly request?: TerminalRequest; readonly parent?: vscode.Terminal } = {},
  ): void {
    const beside = parent === undefined ? {} : { location: { parentTerminal: parent } };
    vscode.window.createTerminal({ ...this.options(quayside, into, request), ...beside }).show();
  }

  openOnHost({ hostShells }: Quayside, { id, name }: Host): void {
    const openShell: OpenShell = (size, signal) => hostShells.open(id, size, signal);
    const pty = new ShellTerminal({ openShell, hostName: name });
    this.#opened.set(pty, { host: id });
    vscode.window.createTerminal(terminalOptions(name, "server", pty)).show();
  }

  /** How one in a container is made, by whomever. */
  options(
    { terminals }: Quayside,
    into: OpenedIn,
    request: TerminalRequest = usualShell,
  ): vscode.ExtensionTerminalOptions {
    const { container, hostName } = into;
    const { host, id, name } = container;
    const pty = new ShellTerminal({
      openShell: (size, signal) => terminals.open({ host, id }, size, signal, request),
      hostName,
      ran: request.kind === "attach" ? name : request.kind === "exec" ? request.command?.[0] : undefined,
      onNoShell: () => this.#offerDebugShell(container),
    });
    this.#opened.set(pty, { host, into });
    return terminalOptions(t("{0} on {1}", joinedTo(name, request), hostName), icons[request.kind], pty);
  }

  /** Of one that is open in a container: which. */
  into(terminal: vscode.Terminal | undefined): OpenedIn | undefined {
    return terminal && this.#of(terminal)?.into;
  }

  on(host: string): readonly vscode.Terminal[] {
    return vscode.window.terminals.filter((terminal) => this.#of(terminal)?.host === host);
  }

  closeAll(): void {
    for (const terminal of vscode.window.terminals) if (this.#of(terminal) !== undefined) terminal.dispose();
  }

  #of({ creationOptions }: vscode.Terminal): Opened | undefined {
    return "pty" in creationOptions ? this.#opened.get(creationOptions.pty) : undefined;
  }
}

function terminalOptions(name: string, icon: string, pty: ShellTerminal): vscode.ExtensionTerminalOptions {
  return {
    ...{ name: visibleText(name), pty, iconPath: new vscode.ThemeIcon(icon) },
    // The shell is gone with the window, whose extension host holds it: there is nothing to bring back.
    isTransient: true,
  };
}
