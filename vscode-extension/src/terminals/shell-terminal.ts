import { describeError } from "@quayside/core/errors/describe-error.ts";
import type { TerminalExit, TerminalSession } from "@quayside/core/model/terminal.ts";
import type { Attachment } from "@quayside/core/model/terminal-facts.ts";
import { visibleText } from "@quayside/shared-ui/text/visible-text.ts";
import * as vscode from "vscode";

const { t } = vscode.l10n;

export type OpenShell = (
  size: { readonly columns: number; readonly rows: number },
  signal: AbortSignal,
) => Promise<TerminalSession>;

export interface ShellTerminalParts {
  readonly openShell: OpenShell;
  readonly hostName: string;
  /** What it is joined to, where that is no shell. */
  readonly ran?: string | undefined;
  /** The container has none. */
  readonly onNoShell?: () => void;
}

/** Of a terminal that isn't shown yet. */
const USUAL_SIZE = { columns: 80, rows: 24 };

/** A shell as VS Code's terminal. */
export class ShellTerminal implements vscode.Pseudoterminal {
  readonly #openShell: OpenShell;
  readonly #hostName: string;
  readonly #ran: string | undefined;
  readonly #lacksShell: () => void;
  readonly #written = new vscode.EventEmitter<string>();
  readonly #closed = new vscode.EventEmitter<number | undefined>();
  readonly #gone = new AbortController();
  // A letter of several bytes may come in two pieces: the decoder keeps the first.
  readonly #decoder = new TextDecoder();
  readonly #encoder = new TextEncoder();
  #session: TerminalSession | undefined;
  #size = USUAL_SIZE;
  #ended = false;

  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#closed.event;

  constructor({ openShell, hostName, ran, onNoShell = () => {} }: ShellTerminalParts) {
    this.#openShell = openShell;
    this.#hostName = hostName;
    this.#ran = ran;
    this.#lacksShell = onNoShell;
  }

  open(dimensions: vscode.TerminalDimensions | undefined): void {
    if (dimensions !== undefined) this.#size = dimensions;
    void this.#begin();
  }

  setDimensions(dimensions: vscode.TerminalDimensions): void {
    this.#size = dimensions;
    this.#session?.resize(dimensions.columns, dimensions.rows);
  }

  handleInput(text: string): void {
    if (this.#ended) this.#closed.fire(undefined);
    else this.#session?.write(this.#encoder.encode(text));
  }

  /** The person closed it. */
  close(): void {
    this.#gone.abort();
    this.#session?.dispose();
  }

  async #begin(): Promise<void> {
    const asked = this.#size;
    try {
      const session = await this.#openShell(asked, this.#gone.signal);
      this.#session = session;
      if (this.#gone.signal.aborted) {
        session.dispose();
        return;
      }
      const { attachment } = session;
      if (attachment !== undefined) this.#written.fire(`\x1b[2m${visibleText(about(attachment))}\x1b[0m\r\n`);
      session.onExit((exit) => this.#end(exit));
      session.onData((bytes) => this.#written.fire(this.#decoder.decode(bytes, { stream: true })));
      if (this.#size !== asked) session.resize(this.#size.columns, this.#size.rows);
    } catch (error) {
      if (!this.#gone.signal.aborted) this.#fail(error);
    }
  }

  #end({ exitCode, detached, error }: TerminalExit): void {
    if (this.#gone.signal.aborted) return;
    const rest = this.#decoder.decode();
    if (rest !== "") this.#written.fire(rest);
    if (error !== undefined) this.#fail(error);
    // As with a shell of one's own: what ended well, or was left, is simply gone.
    else if (detached === true || (exitCode === 0 && this.#ran === undefined)) this.#closed.fire(undefined);
    else this.#say(this.#lastWords(exitCode));
  }

  #lastWords(exitCode: number | undefined): string {
    if (exitCode === undefined) return t("The connection to the shell ended.");
    if (this.#ran !== undefined) return t("{0} ended with exit code {1}.", this.#ran, exitCode);
    return t("The shell ended with exit code {0}.", exitCode);
  }

  #fail(error: unknown): void {
    const { name, title, sentence, hint, remedy } = describeError(error, this.#hostName);
    if (remedy === "debug-shell") this.#lacksShell();
    // What isn't there is named by the sentence alone: it may be the shell and not the container.
    const told = name === "NotFound" ? [sentence] : [title, sentence, hint];
    this.#say(told.filter((words) => words !== "").join("\r\n"));
  }

  /** The last words. They stay until a key is pressed. */
  #say(text: string): void {
    this.#ended = true;
    // Our line ends are kept; what strangers wrote between them must not act.
    const lines = text.split("\r\n").map(visibleText);
    this.#written.fire(
      `\r\n\x1b[0m${lines.join("\r\n")}\r\n\x1b[2m${t("Press any key to close the terminal.")}\x1b[0m\r\n`,
    );
  }
}

/** How it is left, before anybody wants to. */
function about({ detachKeys, takesInput, tty }: Attachment): string {
  const parts = [t("Attached to the main process: {0} leaves it running.", detachKeys)];
  if (!takesInput) parts.push(t("It takes no input."));
  else if (!tty) parts.push(t("Lines are sent whole."));
  return parts.join(" ");
}
