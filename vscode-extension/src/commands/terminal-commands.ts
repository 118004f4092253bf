import type { Container } from "@quayside/core/model/container.ts";
import type { TerminalChoices } from "@quayside/core/model/terminal-facts.ts";
import { type TerminalRequest, usualShell } from "@quayside/core/model/terminal-request.ts";
import { visibleText } from "@quayside/shared-ui/text/visible-text.ts";
import * as vscode from "vscode";
import type { OpenCore } from "../session.ts";
import type { OpenedIn } from "../terminals/shell-terminals.ts";
import { cancellable } from "./cancellable.ts";
import { chosenContainer, refOf } from "./chosen.ts";
import { chosenHost } from "./chosen-host.ts";
import type { Handler, Handlers, Parts } from "./parts.ts";
import { askAttachment, askDebugShell, askExec } from "./terminal-steps.ts";

const { t } = vscode.l10n;

type TerminalCommand =
  | "openTerminal"
  | "openTerminalWith"
  | "attach"
  | "openDebugShell"
  | "splitTerminal"
  | "endTerminals";

/** Terminals in containers. */
export function terminalCommands(parts: Parts): Handlers<`quayside.${TerminalCommand}`> {
  const { messages, tree, terminals } = parts;
  const { model } = tree;

  const asked =
    (title: string, ask: (where: string, choices: TerminalChoices) => Promise<TerminalRequest | undefined>): Handler =>
    async (target, { quayside }: OpenCore) => {
      const container = await chosenContainer(model, target, "terminal", { title, none: none() });
      if (container === undefined) return;
      const { hostName } = openedIn(parts, container);
      const where = visibleText(container.name);
      try {
        const choices = await cancellable(t("Asking {0}", where), (signal) =>
          quayside.terminals.choices(refOf(container), signal),
        );
        const request = await ask(where, choices);
        if (request !== undefined) terminals.open(quayside, { container, hostName }, request);
      } catch (error) {
        await messages.error(error, hostName);
      }
    };

  return {
    "quayside.openTerminal": async (target, { quayside }) => {
      const container = await chosenContainer(model, target, "terminal", shellQuestion());
      if (container !== undefined) terminals.open(quayside, openedIn(parts, container));
    },
    "quayside.openTerminalWith": asked(t("Open a terminal in"), askExec),
    "quayside.attach": asked(t("Attach to"), askAttachment),
    "quayside.openDebugShell": asked(t("Open a debug shell beside"), (where, choices) =>
      askDebugShell(where, choices, messages),
    ),
    "quayside.splitTerminal": async (_target, { quayside }) => {
      const into = terminals.into(vscode.window.activeTerminal);
      if (into === undefined) {
        await messages.information(t("The terminal that is shown is not one in a container."));
        return;
      }
      // Of what is asked anew each time, a main process or a helper beside it, there is no second one.
      const request = into.request.kind === "exec" ? into.request : usualShell;
      await terminals.openBeside(quayside, { ...openedIn(parts, present(parts, into.container)), request });
    },
    "quayside.endTerminals": async (target, { quayside }) => {
      const { heldTerminals } = quayside;
      const count = (id: string): number =>
        terminals.on(id).length + heldTerminals.list().filter(({ ref }) => ref.host === id).length;
      const question = { title: t("End all terminals on"), none: t("No terminal is open.") };
      const host = await chosenHost(parts, target, question, ({ id }) => target !== undefined || count(id) > 0);
      if (host === undefined) return;
      if (count(host.id) === 0) {
        await messages.information(t("No terminal is open on {0}.", visibleText(host.name)));
        return;
      }
      const answer = await messages.ask(
        t("End {0} terminals on {1}?", count(host.id), host.name),
        t("Their shells and what runs in them end. Main processes that are attached to go on."),
        t("End All on {0}", host.name),
      );
      if (answer === undefined) return;
      for (const terminal of terminals.on(host.id)) terminal.dispose();
      await heldTerminals.endAll(host.id);
    },
  };
}

/** For a terminal that VS Code opens by its own menus. It shows what this rejects with, and without that our profile's id. */
export async function containerProfile(parts: Parts, { quayside }: OpenCore): Promise<vscode.TerminalProfile> {
  const { tree, terminals } = parts;
  const beside = terminals.takeBeside();
  if (beside !== undefined) return terminals.profile(quayside, beside, beside.request);
  // One that is opened beside another is most often meant for the same container.
  const first = terminals.into(vscode.window.activeTerminal)?.container;
  const question = { ...shellQuestion(), first: first && present(parts, first) };
  const container = await chosenContainer(tree.model, undefined, "terminal", question);
  if (container === undefined) throw new Error(t("No terminal was opened, since no container was chosen."));
  return terminals.profile(quayside, openedIn(parts, container));
}

const shellQuestion = () => ({ title: t("Open a terminal in"), none: none() });

/** The one that goes by its name now, where it was created anew. */
function present({ tree }: Parts, container: Container): Container {
  const { host, name } = container;
  return tree.model.containers().find((other) => other.host === host && other.name === name) ?? container;
}

function openedIn({ tree }: Parts, container: Container): OpenedIn {
  return { container, hostName: tree.model.host(container.host)?.name ?? "" };
}

const none = (): string => t("No container runs.");
