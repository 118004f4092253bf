import type { Quayside } from "@quayside/core";
import type { Container } from "@quayside/core/model/container.ts";
import type { Host } from "@quayside/core/model/host.ts";
import { type TerminalRequest, usualShell } from "@quayside/core/model/terminal-request.ts";
import { programName } from "@quayside/shared-ui/terminals/tab-names.ts";
import { visibleText } from "@quayside/shared-ui/text/visible-text.ts";
import * as vscode from "vscode";
import { terminalProfile } from "../contributions/names.ts";
import { type OpenShell, ShellTerminal } from "./shell-terminal.ts";

const { t } = vscode.l10n;

/** What a terminal is opened for. */
export interface OpenedIn {
  readonly container: Container;
  readonly hostName: string;
}

/** Of one that is open: what was asked for, too. */
export interface OpenedFor extends OpenedIn {
  readonly request: TerminalRequest;
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
  readonly into?: OpenedFor;
}

/** The terminals that this window has open in containers and on hosts. */
export class ShellTerminals {
  readonly #opened = new WeakMap<vscode.Pseudoterminal, Opened>();
  readonly #extensionId: string;
  readonly #offerDebugShell: (container: Container) => void;
  #beside: OpenedFor | undefined;

  constructor(extensionId: string, offerDebugShell: (container: Container) => void) {
    this.#extensionId = extensionId;
    this.#offerDebugShell = offerDebugShell;
  }

  /** A shell, unless something else is asked for. */
  open(quayside: Quayside, into: OpenedIn, request?: TerminalRequest): void {
    vscode.window.createTerminal(this.#options(quayside, into, request)).show();
  }

  /**
   * Beside the terminal that is shown. The API doesn't do that for one that has been opened before
   * (microsoft/vscode#205254), VS Code's own command does: it asks our profile for the terminal.
   */
  async openBeside(quayside: Quayside, into: OpenedFor): Promise<void> {
    this.#beside = into;
    const config = { extensionIdentifier: this.#extensionId, id: terminalProfile };
    try {
      await vscode.commands.executeCommand("workbench.action.terminal.split", { config });
    } finally {
      // It has not asked: what it asks for later is something else.
      if (this.takeBeside() !== undefined) this.open(quayside, into, into.request);
    }
  }

  /** What `openBeside` was called for, once. */
  takeBeside(): OpenedFor | undefined {
    const into = this.#beside;
    this.#beside = undefined;
    return into;
  }

  openOnHost({ hostShells }: Quayside, { id, name }: Host): void {
    const openShell: OpenShell = (size, signal) => hostShells.open(id, size, signal);
    const pty = new ShellTerminal({ openShell, hostName: name });
    this.#opened.set(pty, { host: id });
    vscode.window.createTerminal(terminalOptions(name, "server", pty)).show();
  }

  /** For one that VS Code opens itself: it leaves that in front which had the focus before a container was asked for. */
  profile(quayside: Quayside, into: OpenedIn, request?: TerminalRequest): vscode.TerminalProfile {
    const options = this.#options(quayside, into, request);
    const opening = vscode.window.onDidOpenTerminal((terminal) => {
      const { creationOptions } = terminal;
      if (!("pty" in creationOptions) || creationOptions.pty !== options.pty) return;
      opening.dispose();
      terminal.show();
    });
    return new vscode.TerminalProfile(options);
  }

  #options(
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
    this.#opened.set(pty, { host, into: { ...into, request } });
    return terminalOptions(t("{0} on {1}", joinedTo(name, request), hostName), icons[request.kind], pty);
  }

  /** Of one that is open in a container: which, and for what. */
  into(terminal: vscode.Terminal | undefined): OpenedFor | undefined {
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
