import { allows, hostNeeds } from "@quayside/core/model/access.ts";
import { type Host, keepsOldKey } from "@quayside/core/model/host.ts";
import * as vscode from "vscode";
import { hostNode } from "../tree/nodes.ts";
import { addHost } from "./add-host.ts";
import { cancellable } from "./cancellable.ts";
import { chosenHost } from "./chosen-host.ts";
import { editHost } from "./edit-host.ts";
import { askAccess, askName } from "./host-questions.ts";
import type { Handlers, Parts, Target } from "./parts.ts";
import { showInTree } from "./show-in-tree.ts";

const { t } = vscode.l10n;

type HostCommand =
  | "openHostShell"
  | "addHost"
  | "editHost"
  | "retryHost"
  | "forgetHostKey"
  | "renameHost"
  | "setAccess"
  | "removeHost";

export function hostCommands(parts: Parts): Handlers<`quayside.${HostCommand}`> {
  const { messages, terminals, tree } = parts;
  const { model } = tree;
  const chosen = (target: Target, title: string, none: string, fits: (host: Host) => boolean) =>
    chosenHost(parts, target, { title, none }, fits);

  return {
    "quayside.openHostShell": async (target, { quayside }) => {
      const none = t("No host that is reached by SSH is online with everything allowed on it.");
      const fits = ({ connection, state, access }: Host): boolean =>
        connection.kind === "ssh" && state.kind === "online" && allows(access, hostNeeds.shell);
      const host = await chosen(target, t("Open a shell on a host"), none, fits);
      if (host !== undefined) terminals.openOnHost(quayside, host);
    },
    "quayside.addHost": async (_target, open) => {
      const id = await addHost(open, messages);
      if (id !== undefined) await showInTree(parts, hostNode(id));
    },
    "quayside.editHost": async (target, open) => {
      const none = t("No host was added so far. The local one can’t be edited.");
      const host = await chosen(target, t("Edit a host"), none, ({ found }) => !found);
      if (host !== undefined) await editHost(open, host.id, messages);
    },
    "quayside.retryHost": async (target, { quayside }) => {
      const none = t("All hosts can be reached.");
      const host = await chosen(target, t("Try again now"), none, ({ state }) => state.kind === "unreachable");
      if (host !== undefined) quayside.hosts.retry(host.id);
    },
    "quayside.forgetHostKey": async (target, { quayside }) => {
      const none = t("No host shows another key than the one that Quayside keeps for it.");
      const host = await chosen(target, t("Forget the old key of a host"), none, keepsOldKey);
      if (host?.state.kind !== "unreachable") return;
      const { error } = host.state;
      const why = t("Only if you know why the key is another one: the host was set up anew, or its keys were.");
      const detail = [`${error.title}. ${error.sentence}`, "", why];
      const title = t("Forget the old key of {0}?", host.name);
      if ((await messages.ask(title, detail, t("Forget the Old Key"))) !== undefined)
        await quayside.hosts.forgetKey(host.id);
    },
    "quayside.renameHost": async (target, { quayside }) => {
      const none = t("No host was added so far. The local one keeps its name.");
      const host = await chosen(target, t("Rename a host"), none, ({ found }) => !found);
      if (host === undefined) return;
      const name = await askName(host, model.hosts());
      if (name === undefined) return;
      await cancellable(t("Renaming {0}", host.name), (signal) => quayside.hosts.update(host.id, { name }, signal));
    },
    "quayside.setAccess": async (target, { quayside }) => {
      const none = t("No host was added so far. On the local one everything is allowed.");
      const host = await chosen(target, t("Set the access level of a host"), none, ({ found }) => !found);
      if (host === undefined) return;
      const access = await askAccess(host);
      if (access === undefined || access === host.access) return;
      await cancellable(t("Changing {0}", host.name), (signal) => quayside.hosts.update(host.id, { access }, signal));
    },
    "quayside.removeHost": async (target, { quayside }) => {
      const none = t("No host was added so far. The local one can’t be removed.");
      const host = await chosen(target, t("Remove a host"), none, ({ found }) => !found);
      if (host === undefined) return;
      const sentence = t("Quayside forgets how to reach it. Nothing on the host itself changes.");
      const answer = await messages.ask(t("Remove the host {0} from Quayside?", host.name), sentence, t("Remove Host"));
      if (answer !== undefined)
        await cancellable(t("Removing {0}", host.name), (signal) => quayside.hosts.remove(host.id, signal));
    },
  };
}
