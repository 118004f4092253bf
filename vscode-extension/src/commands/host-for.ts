import { allows } from "@quayside/core/model/access.ts";
import { type AccessLevel, connectionAddress, type Host } from "@quayside/core/model/host.ts";
import { strings } from "@quayside/shared-ui/containers/strings.ts";
import * as vscode from "vscode";
import { plainMessage } from "../messages.ts";
import type { TreeModel } from "../tree/tree-model.ts";
import { plainLabel, type Question } from "./chosen.ts";
import type { Target } from "./parts.ts";

const { t } = vscode.l10n;

/** Why this can't be done on the host now, in a sentence; nothing where it can. */
export function whyNotOn(host: Host | undefined, need: AccessLevel): string | undefined {
  if (host === undefined) return strings.reason.gone;
  if (host.state.kind !== "online") return strings.reason.hostAway(host.name);
  return allows(host.access, need) ? undefined : strings.reason.access(host.name, host.access);
}

/** The host of the nodes, or the one that the person picks: the default one stands first. The only one isn't asked for. */
export async function hostFor(
  model: TreeModel,
  target: Target,
  need: AccessLevel,
  question: Question,
): Promise<Host | undefined> {
  const given = target && [...new Set(target.flatMap((id) => model.node(id)?.host ?? []))];
  const hosts = (given ?? model.hosts()).filter((host) => whyNotOn(host, need) === undefined);
  const reason = given && whyNotOn(given[0], need);
  if (hosts.length === 0) {
    void vscode.window.showInformationMessage(plainMessage(reason ?? question.none));
    return undefined;
  }
  if (hosts.length === 1) return hosts[0];
  const items = hosts
    .sort((a, b) => Number(b.isDefault) - Number(a.isDefault))
    .map((host) => ({
      label: plainLabel(host.name),
      description: [plainLabel(connectionAddress(host.connection)), ...(host.isDefault ? [t("default")] : [])].join(
        " · ",
      ),
      host,
    }));
  return (await vscode.window.showQuickPick(items, { title: question.title, placeHolder: t("On which host?") }))?.host;
}
