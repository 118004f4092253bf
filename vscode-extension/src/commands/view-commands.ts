import { rm } from "node:fs/promises";
import * as vscode from "vscode";
import type { Handlers, Parts } from "./parts.ts";

const { t } = vscode.l10n;

type ViewCommand =
  | "showContainers"
  | "searchLogs"
  | "showEvents"
  | "showTerminals"
  | "showStats"
  | "showHosts"
  | "filter"
  | "clearFilter"
  | "refresh"
  | "removeAllData";

export function viewCommands(
  { messages, panels, terminals, filter, tree, session }: Parts,
  folder: string,
): Handlers<`quayside.${ViewCommand}`> {
  return {
    "quayside.showContainers": async (_target, open) => panels.showContainers(open),
    "quayside.searchLogs": async (_target, open) => panels.showSearch(open),
    "quayside.showEvents": async (_target, open) => panels.showEvents(open),
    "quayside.showTerminals": async (_target, open) => panels.showTerminals(open),
    "quayside.showStats": async (_target, open) => panels.showStats(open),
    "quayside.showHosts": async (_target, open) => panels.showHosts(open),
    "quayside.filter": () => filter.ask(),
    "quayside.clearFilter": async () => filter.clear(),
    "quayside.refresh": async (_target, { quayside }) => {
      for (const { id, state } of quayside.hosts.list())
        if (state.kind === "unreachable") quayside.hosts.retry(id, false);
      tree.model.files.clear();
      tree.redraw();
    },
    "quayside.removeAllData": async (_target, { quayside }) => {
      const title = t("Remove all that Quayside keeps on this computer?");
      const sentence = t(
        "The hosts that were added, their secrets and the event log are deleted. Nothing on the hosts changes. Close other windows first.",
      );
      if ((await messages.ask(title, sentence, t("Remove All Data"))) === undefined) return;
      panels.closeAll();
      terminals.closeAll();
      filter.clear();
      await quayside.hosts.forgetSecrets();
      await session.reopen(() => rm(folder, { recursive: true, force: true }));
      await messages.information(t("All Quayside data are removed."));
    },
  };
}
