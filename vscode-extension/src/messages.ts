import { describeError } from "@quayside/core/errors/describe-error.ts";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import { isPanelError } from "@quayside/core/panel/panel-error.ts";
import { visibleText } from "@quayside/shared-ui/text/visible-text.ts";
import * as vscode from "vscode";
import { statusText } from "./status-text.ts";

/** What failed for one of many. */
export interface NamedFailure {
  /** "web on laptop" */
  readonly subject: string;
  readonly error: ErrorInfo;
}

const { t } = vscode.l10n;
const MOST = 10;
const STANDS = 8000;
const icons = { success: "check", warning: "warning", error: "error" } as const;

/** The only place that notifies: notifications are for what a person must hear and doesn't see in the tree. */
export class Messages {
  readonly #log: vscode.LogOutputChannel;

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
  }

  /** Cancelled ones are no news. */
  async error(error: unknown, host?: string): Promise<void> {
    const info = isPanelError(error) ? error.info : describeError(error, host);
    if (info.name === "Cancelled") return;
    this.#log.error(error instanceof Error ? error : info.detail);
    const words = [`${info.title}.`, info.sentence, info.hint];
    await this.#show("error", words.filter((sentence) => sentence !== "").join(" "));
  }

  /** One message for all of them. `title`: "2 of 5 containers were not stopped". */
  async failures(title: string, failures: readonly NamedFailure[]): Promise<void> {
    for (const { subject, error } of failures) this.#log.error(`${subject}: ${error.title}. ${error.detail}`);
    const told = failures.slice(0, MOST).map(({ subject, error }) => `${subject}: ${error.sentence}`);
    if (failures.length > MOST) told.push(t("and {0} more, see the log.", failures.length - MOST));
    await this.#show("error", `${title} ${told.join(" ")}`);
  }

  async warning(text: string): Promise<void> {
    this.#log.warn(text);
    await this.#show("warning", text);
  }

  async information(text: string): Promise<void> {
    await vscode.window.showInformationMessage(plainMessage(text));
  }

  /** What came of what the person did, for a moment in the status bar: a panel that is seen says the rest itself. */
  passing(level: "success" | "warning" | "error", text: string): void {
    vscode.window.setStatusBarMessage(`$(${icons[level]}) ${statusText(text)}`, STANDS);
  }

  /** Says it, with something to do about it. Gives the button that the person pressed, by its number, or nothing. */
  async offer(text: string, ...buttons: readonly string[]): Promise<number | undefined> {
    const items = buttons.map((title, index) => ({ title, index }));
    return (await vscode.window.showInformationMessage(plainMessage(text), ...items))?.index;
  }

  /** A question that nothing goes on without, its text in lines. Gives the button that the person pressed, by its number, or nothing. */
  async ask(
    title: string,
    text: string | readonly string[],
    ...buttons: readonly string[]
  ): Promise<number | undefined> {
    const items = buttons.map((button, index) => ({ title: visibleText(button), index }));
    const options = { modal: true, detail: [text].flat().map(visibleText).join("\n") };
    return (await vscode.window.showWarningMessage(visibleText(title), options, ...items))?.index;
  }

  async #show(kind: "error" | "warning", text: string): Promise<void> {
    const log = t("Show Log");
    const show = kind === "error" ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
    if ((await show(plainMessage(text), log)) === log) this.#log.show();
  }
}

/**
 * VS Code makes a link of `[text](command:…)` in a notification, and a click on it runs the command. Names and the
 * engine's answers come from strangers: the bracket and the parenthesis are kept apart.
 */
export function plainMessage(text: string): string {
  return visibleText(text).replaceAll("](", "] (");
}
