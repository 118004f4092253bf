import { connectionAddress, type Host } from "@quayside/core/model/host.ts";
import * as vscode from "vscode";
import type { TreeNode } from "../tree/nodes.ts";
import { plainLabel, type Question } from "./chosen.ts";
import type { Parts, Target } from "./parts.ts";

/** The host of the node, or the one that the person picks. Nothing when there is none, which is said, or when none was picked. */
export async function chosenHost(
  { tree: { model }, messages }: Pick<Parts, "tree" | "messages">,
  target: Target,
  { title, none }: Question,
  fits: (host: Host) => boolean,
): Promise<Host | undefined> {
  const [given] = (target ?? []).flatMap((id) => hostOf(model.node(id)) ?? []).filter(fits);
  if (given !== undefined || target !== undefined) return given;
  const items = model
    .hosts()
    .filter(fits)
    .map((host) => ({
      label: plainLabel(host.name),
      description: plainLabel(connectionAddress(host.connection)),
      host,
    }));
  if (items.length === 0) {
    await messages.information(none);
    return undefined;
  }
  const placeHolder = vscode.l10n.t("Type to search");
  return (await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true }))?.host;
}

/** By key a command comes for whatever is selected: one for a container is none for its host. */
function hostOf(node: TreeNode | undefined): Host | undefined {
  return node?.kind === "host" || node?.kind === "note" ? node.host : undefined;
}
