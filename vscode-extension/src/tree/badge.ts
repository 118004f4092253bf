import * as vscode from "vscode";
import { onDidChangeSetting, setting } from "../settings.ts";
import type { HostsTree } from "./hosts-tree.ts";

/** Keeps the number of unhealthy containers on Quayside's icon. */
export function showBadge(tree: HostsTree, view: vscode.TreeView<string>): vscode.Disposable {
  let shown = 0;
  const show = (): void => {
    const value = setting("quayside.badge") ? tree.model.unhealthy().length : 0;
    if (value === shown) return;
    shown = value;
    const { t } = vscode.l10n;
    const tooltip = value === 1 ? t("1 unhealthy container") : t("{0} unhealthy containers", value);
    view.badge = value === 0 ? undefined : { value, tooltip };
  };
  return vscode.Disposable.from(tree.onDidDraw(show), onDidChangeSetting("quayside.badge", show));
}
