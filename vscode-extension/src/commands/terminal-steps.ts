import { commandLine, parseCommandLine } from "@quayside/core/model/command-line.ts";
import { detachKeysProblem } from "@quayside/core/model/detach-keys.ts";
import type { TerminalChoices } from "@quayside/core/model/terminal-facts.ts";
import {
  directoryProblem,
  type ExecOptions,
  environmentProblem,
  type TerminalRequest,
  userProblem,
} from "@quayside/core/model/terminal-request.ts";
import * as vscode from "vscode";
import type { Messages } from "../messages.ts";
import { plainLabel } from "./chosen.ts";

const { t } = vscode.l10n;

/** What is to run in a container, asked one by one; each begins with what was chosen last. Nothing when the person left. */
export async function askExec(where: string, choices: TerminalChoices): Promise<TerminalRequest | undefined> {
  const { last } = choices;
  const title = (step: number, what: string): string => t("{0}: {1} ({2} of 4)", where, what, step);
  const command = await askCommand(title(1, t("the command")), last);
  if (command === undefined) return undefined;
  const user = await askOne(title(2, t("the user")), choices.users, last.user, userProblem);
  if (user === undefined) return undefined;
  const directory = await askOne(title(3, t("the directory")), choices.directories, last.directory, directoryProblem);
  if (directory === undefined) return undefined;
  const environment = await askEnvironment(title(4, t("its environment")), last);
  if (environment === undefined) return undefined;
  return {
    kind: "exec",
    ...(command.length === 0 ? {} : { command }),
    ...(user === "" ? {} : { user }),
    ...(directory === "" ? {} : { directory }),
    ...(environment.length === 0 ? {} : { environment }),
  };
}

/** VS Code keeps Ctrl+P, with which the usual ones begin, and Ctrl+Q for itself, also in a terminal. */
const DETACH_KEYS = "ctrl-],ctrl-]";

/** How a main process is left. Nothing when the person left. */
export async function askAttachment(
  where: string,
  { attachment: { takesInput, tty }, lastDetachKeys = DETACH_KEYS }: TerminalChoices,
): Promise<TerminalRequest | undefined> {
  const about = !takesInput
    ? t("It takes no input: it was started without one that outlives you.")
    : tty
      ? t("Letters, or ctrl- and a letter, apart by commas. Closing the terminal leaves the process as it is, too.")
      : t("It has no terminal of its own: lines are edited here and sent whole.");
  const keys = await vscode.window.showInputBox({
    ...{ title: t("Attach to {0}: the keys that leave it", where), value: lastDetachKeys, prompt: about },
    ignoreFocusOut: true,
    validateInput: (typed) => detachKeysProblem(typed.trim()),
  });
  return keys === undefined ? undefined : { kind: "attach", detachKeys: keys.trim() };
}

/** The image of a debug shell, and whether it is meant. Nothing when the person left. */
export async function askDebugShell(
  where: string,
  { debug: { images, last, sentence, button, forbidden } }: TerminalChoices,
  messages: Messages,
): Promise<TerminalRequest | undefined> {
  if (forbidden !== undefined) {
    await messages.information(forbidden);
    return undefined;
  }
  const title = t("Debug shell beside {0}: its image", where);
  const ordered = [...images.filter((image) => image === last), ...images.filter((image) => image !== last)];
  const items = ordered.map((image) => ({
    ...{ label: plainLabel(image), description: image === last ? t("last time") : "", image },
  }));
  if (items.length === 0) {
    await messages.information(t("The host of {0} has no image yet: pull one first.", where));
    return undefined;
  }
  const placeHolder = t("One with a shell and the tools that you need");
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true });
  if (picked === undefined) return undefined;
  const answer = await messages.ask(t("Open a debug shell beside {0}?", where), sentence, button);
  return answer === undefined ? undefined : { kind: "debug", image: picked.image };
}

async function askCommand(title: string, { command = [] }: ExecOptions): Promise<readonly string[] | undefined> {
  const typed = await vscode.window.showInputBox({
    ...{ title, value: commandLine(command), ignoreFocusOut: true },
    placeHolder: t("bash, ash or sh, whichever there is"),
    prompt: t("A program and its arguments, quoted as for a shell. For pipes and variables: sh -c '…'."),
    validateInput: (text) => {
      const parsed = parseCommandLine(text);
      return "problem" in parsed ? parsed.problem : undefined;
    },
  });
  const parsed = typed === undefined ? undefined : parseCommandLine(typed);
  return parsed !== undefined && "words" in parsed ? parsed.words : undefined;
}

/** One of those that are offered, or another. The container's own, which stands first, is "". */
async function askOne(
  title: string,
  offered: readonly string[],
  last: string | undefined,
  problem: (text: string) => string | undefined,
): Promise<string | undefined> {
  const [own = ""] = offered;
  const all = last === undefined || offered.includes(last) ? offered : [...offered, last];
  const items = all.map((text) => ({
    label: plainLabel(text),
    description: [...(text === own ? [t("the container’s own")] : []), ...(text === last ? [t("last time")] : [])].join(
      ", ",
    ),
    text: text === own ? "" : text,
  }));
  const first = items.filter(({ text }) => text === (last ?? ""));
  const another = { label: t("Another…"), description: "", text: undefined };
  const ordered = [...first, ...items.filter((item) => !first.includes(item)), another];
  const picked = await vscode.window.showQuickPick(ordered, { title, ignoreFocusOut: true });
  if (picked === undefined || picked.text !== undefined) return picked?.text;
  const typed = await vscode.window.showInputBox({
    ...{ title, value: last ?? "", ignoreFocusOut: true },
    validateInput: (text) => problem(text.trim()),
  });
  return typed?.trim();
}

async function askEnvironment(
  title: string,
  { environment = [] }: ExecOptions,
): Promise<readonly string[] | undefined> {
  const entries = (text: string): readonly string[] | undefined => {
    const parsed = parseCommandLine(text);
    return "words" in parsed ? parsed.words : undefined;
  };
  const typed = await vscode.window.showInputBox({
    ...{ title, value: commandLine(environment), placeHolder: "NAME=value OTHER='with spaces'", ignoreFocusOut: true },
    prompt: t("Empty for none. What looks like a secret is not remembered."),
    validateInput: (text) => {
      const parsed = parseCommandLine(text);
      if ("problem" in parsed) return parsed.problem;
      return parsed.words.map(environmentProblem).find((problem) => problem !== undefined);
    },
  });
  return typed === undefined ? undefined : entries(typed);
}
