import type { Container } from "@quayside/core/model/container.ts";
import type { TerminalChoices } from "@quayside/core/model/terminal-facts.ts";
import type { TerminalRequest } from "@quayside/core/model/terminal-request.ts";
import { visibleText } from "@quayside/shared-ui/text/visible-text.ts";
import * as vscode from "vscode";
import type { OpenCore } from "../session.ts";
import { cancellable } from "./cancellable.ts";
import { chosenContainer, refOf } from "./chosen.ts";
import type { Handler, Handlers, Parts } from "./parts.ts";
import { askAttachment, askExec } from "./terminal-steps.ts";

const { t } = vscode.l10n;

type TerminalCommand = "openTerminal" | "openTerminalWith" | "attach";

/** Terminals in containers. */
export function terminalCommands({ messages, tree, terminals }: Parts): Handlers<`quayside.${TerminalCommand}`> {
  const { model } = tree;
  const none = t("No container runs.");
  const hostName = ({ host }: Container): string => model.host(host)?.name ?? "";

  const asked =
    (title: string, ask: (where: string, choices: TerminalChoices) => Promise<TerminalRequest | undefined>): Handler =>
    async (target, { quayside }: OpenCore) => {
      const container = await chosenContainer(model, target, "terminal", { title, none });
      if (container === undefined) return;
      const where = visibleText(container.name);
      try {
        const choices = await cancellable(t("Asking {0}", where), (signal) =>
          quayside.terminals.choices(refOf(container), signal),
        );
        const request = await ask(where, choices);
        if (request !== undefined) terminals.open(quayside, container, hostName(container), request);
      } catch (error) {
        await messages.error(error, hostName(container));
      }
    };

  return {
    "quayside.openTerminal": async (target, { quayside }) => {
      const container = await chosenContainer(model, target, "terminal", { title: t("Open a terminal in"), none });
      if (container !== undefined) terminals.open(quayside, container, hostName(container));
    },
    "quayside.openTerminalWith": asked(t("Open a terminal in"), askExec),
    "quayside.attach": asked(t("Attach to"), askAttachment),
  };
}
