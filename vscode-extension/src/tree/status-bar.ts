import type { Host } from "@quayside/core/model/host.ts";
import * as vscode from "vscode";
import { hostsView } from "../contributions/names.ts";
import { onDidChangeSetting, setting } from "../settings.ts";
import type { HostsTree } from "./hosts-tree.ts";
import { lineOf } from "./node-words.ts";

/** One short item: how many hosts answer, of how many. A click leads to the view. */
export function showStatusBar(tree: HostsTree): vscode.Disposable {
  const { t } = vscode.l10n;
  const item = vscode.window.createStatusBarItem("quayside.status", vscode.StatusBarAlignment.Left);
  item.name = t("Quayside: hosts");
  item.command = `${hostsView}.focus`;
  let shown = "";
  const show = (): void => {
    const hosts = tree.model.shownHosts().filter(({ state }) => state.kind !== "disabled");
    const wanted = setting("quayside.statusBar") && hosts.length > 0;
    const state = wanted ? JSON.stringify(hosts.map(({ name, state: { kind } }) => [name, kind])) : "";
    if (state === shown) return;
    shown = state;
    if (!wanted) {
      item.hide();
      return;
    }
    const online = hosts.filter(({ state: { kind } }) => kind === "online").length;
    const away = hosts.filter(({ state: { kind } }) => kind === "unreachable");
    item.text = away.length === 0 ? `$(server) ${online}` : `$(server) ${online}/${hosts.length}`;
    item.tooltip = hosts.map(tooltipLine).join("\n");
    const spoken = t("Quayside: {0} of {1} hosts answer", online, hosts.length);
    item.accessibilityInformation = { label: spoken, role: "button" };
    item.backgroundColor = away.length === 0 ? undefined : new vscode.ThemeColor("statusBarItem.warningBackground");
    item.show();
  };
  const tooltipLine = ({ name, state }: Host): string => {
    const words = {
      disabled: t("disabled"),
      connecting: t("connecting…"),
      online: t("online"),
      unreachable: t("unreachable"),
    }[state.kind];
    return `${lineOf(name)}: ${words}`;
  };
  return vscode.Disposable.from(item, tree.onDidDraw(show), onDidChangeSetting("quayside.statusBar", show));
}
