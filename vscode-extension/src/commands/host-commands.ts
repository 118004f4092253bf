import { type AccessLevel, connectionAddress, type Host } from "@quayside/core/model/host.ts";
import * as vscode from "vscode";
import { accessWords } from "../tree/node-view.ts";
import { addHost } from "./add-host.ts";
import { cancellable } from "./cancellable.ts";
import { plainLabel } from "./chosen.ts";
import { hostNameProblem } from "./host-name.ts";
import type { Handlers, Parts, Target } from "./parts.ts";

const { t } = vscode.l10n;

type HostCommand = "addHost" | "retryHost" | "renameHost" | "setAccess" | "removeHost";

export function hostCommands({ tree, messages }: Parts): Handlers<`quayside.${HostCommand}`> {
  const { model } = tree;

  const chosenHost = async (
    target: Target,
    title: string,
    none: string,
    fits: (host: Host) => boolean,
  ): Promise<Host | undefined> => {
    const [given] = (target ?? []).flatMap((id) => model.node(id)?.host ?? []).filter(fits);
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
    return (await vscode.window.showQuickPick(items, { title, placeHolder: t("Type to search") }))?.host;
  };

  return {
    "quayside.addHost": (_target, open) => addHost(open, messages),
    "quayside.retryHost": async (target, { quayside }) => {
      const none = t("All hosts can be reached.");
      const host = await chosenHost(target, t("Try again now"), none, ({ state }) => state.kind === "unreachable");
      if (host !== undefined) quayside.hosts.retry(host.id);
    },
    "quayside.renameHost": async (target, { quayside }) => {
      const none = t("No host was added so far. The local one keeps its name.");
      const host = await chosenHost(target, t("Rename a host"), none, ({ found }) => !found);
      if (host === undefined) return;
      const name = await vscode.window.showInputBox({
        title: t("Rename the host {0}", host.name),
        value: host.name,
        validateInput: (value) => hostNameProblem(value, model.hosts(), host.id),
      });
      if (name === undefined) return;
      await cancellable(t("Renaming {0}", host.name), (signal) => quayside.hosts.update(host.id, { name }, signal));
    },
    "quayside.setAccess": async (target, { quayside }) => {
      const none = t("No host was added so far. On the local one everything is allowed.");
      const host = await chosenHost(target, t("Set the access level of a host"), none, ({ found }) => !found);
      if (host === undefined) return;
      const chosen = await vscode.window.showQuickPick(accessItems(host.access), {
        title: t("What Quayside may do on {0}", host.name),
        placeHolder: t("It holds for all windows, and for everything that Quayside does"),
      });
      if (chosen === undefined || chosen.access === host.access) return;
      const { access } = chosen;
      await cancellable(t("Changing {0}", host.name), (signal) => quayside.hosts.update(host.id, { access }, signal));
    },
    "quayside.removeHost": async (target, { quayside }) => {
      const none = t("No host was added so far. The local one can’t be removed.");
      const host = await chosenHost(target, t("Remove a host"), none, ({ found }) => !found);
      if (host === undefined) return;
      const sentence = t("Quayside forgets how to reach it. Nothing on the host itself changes.");
      const answer = await messages.ask(t("Remove the host {0} from Quayside?", host.name), sentence, t("Remove Host"));
      if (answer !== undefined)
        await cancellable(t("Removing {0}", host.name), (signal) => quayside.hosts.remove(host.id, signal));
    },
  };
}

function accessItems(present: AccessLevel): (vscode.QuickPickItem & { readonly access: AccessLevel })[] {
  const details: Readonly<Record<AccessLevel, string>> = {
    view: t("Look, and read logs. Nothing can be changed, from no window and no panel."),
    operate: t("Start, stop and restart what is there, and open terminals."),
    admin: t("Everything, removing too."),
  };
  return (["view", "operate", "admin"] as const).map((access) => ({
    label: accessWords(access, t),
    description: access === present ? t("now") : "",
    detail: details[access],
    access,
  }));
}
