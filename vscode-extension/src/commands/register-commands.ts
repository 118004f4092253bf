import * as vscode from "vscode";
import { type CommandId, commandIds, forSelection } from "../contributions/commands.ts";
import type { commandHandlers } from "./handlers.ts";
import type { Parts, Target } from "./parts.ts";

export function registerCommands(parts: Parts, folder: string): vscode.Disposable {
  let handlers: ReturnType<typeof commandHandlers> | undefined;
  const run = async (id: CommandId, target: Target): Promise<void> => {
    // The log is what tells why Quayside can't be opened.
    if (id === "quayside.showLog") return parts.log.show();
    // What keeps it from opening is said by whoever listens to the session.
    const open = await parts.session.current().catch(() => undefined);
    if (open === undefined) return;
    // Not bundled in: activation reads nothing of what may never be run.
    handlers ??= (await import("./handlers.js")).commandHandlers(parts, folder);
    await handlers[id](target, open).catch((error) => parts.messages.error(error));
  };
  // As it was told: read later, it lacks the nodes that VS Code has forgotten for the moment.
  let selection: readonly string[] = [];
  return vscode.Disposable.from(
    parts.view.onDidChangeSelection((event) => {
      selection = event.selection;
    }),
    ...commandIds.map((id) =>
      vscode.commands.registerCommand(id, (first: unknown, many: unknown) => run(id, targetOf(first, many, selection))),
    ),
  );
}

/**
 * VS Code gives the node that was clicked and, when it is one of several that are selected, those. While it reads the
 * children of a node anew it has forgotten them, for some ten milliseconds, and gives nothing in their place. Then it is
 * asked which are meant, as for a command of the palette: better than to do it to some of them.
 */
function targetOf(first: unknown, many: unknown, selection: readonly string[]): Target {
  if (typeof first !== "string") return isForSelection(first) && selection.length > 0 ? selection : undefined;
  if (!Array.isArray(many) || !many.includes(first)) return [first];
  return many.every((id) => typeof id === "string") ? many : undefined;
}

function isForSelection(value: unknown): boolean {
  return typeof value === "object" && value !== null && "of" in value && value.of === forSelection.of;
}
