import type { Quayside } from "@quayside/core";
import type { Host } from "@quayside/core/model/host.ts";
import * as vscode from "vscode";
import { hostNode } from "../tree/nodes.ts";
import { cancellable } from "./cancellable.ts";
import { chosenHost } from "./chosen-host.ts";
import type { Handler, Handlers, Parts } from "./parts.ts";
import { showInTree } from "./show-in-tree.ts";

const { t } = vscode.l10n;

type ListCommand = "duplicateHost" | "disableHost" | "enableHost" | "moveHostUp" | "moveHostDown" | "makeDefault";

/** The list of hosts itself: what is in it, in which order, and which is the default. */
export function hostListCommands(parts: Parts): Handlers<`quayside.${ListCommand}`> {
  const added = ({ found }: Host): boolean => !found;
  const none = t("No host was added so far.");
  const command =
    (
      title: string,
      fits: (host: Host) => boolean,
      run: (host: Host, quayside: Quayside) => Promise<unknown>,
    ): Handler =>
    async (target, { quayside }) => {
      const host = await chosenHost(parts, target, { title, none }, fits);
      if (host !== undefined) await run(host, quayside);
    };
  const move = (by: -1 | 1) => async (host: Host, quayside: Quayside) => {
    const others = quayside.hosts.list().filter(added);
    const at = others.findIndex(({ id }) => id === host.id);
    // Before the one above, or before the one behind the one below.
    const before = others[by === -1 ? at - 1 : at + 2];
    if (at < 0 || (by === -1 ? at === 0 : at === others.length - 1)) return;
    await cancellable(t("Moving {0}", host.name), (signal) => quayside.hosts.move(host.id, before?.id, signal));
  };

  return {
    "quayside.duplicateHost": command(t("Duplicate a host"), added, async (host, { hosts }) => {
      const copy = await cancellable(t("Duplicating {0}", host.name), (signal) => hosts.duplicate(host.id, signal));
      await showInTree(parts, hostNode(copy.id));
    }),
    "quayside.disableHost": command(
      t("Disable a host"),
      (host) => added(host) && host.disabled !== true,
      (host, { hosts }) =>
        cancellable(t("Disabling {0}", host.name), (signal) => hosts.setEnabled(host.id, false, signal)),
    ),
    "quayside.enableHost": command(
      t("Enable a host"),
      ({ disabled }) => disabled === true,
      (host, { hosts }) =>
        cancellable(t("Enabling {0}", host.name), (signal) => hosts.setEnabled(host.id, true, signal)),
    ),
    "quayside.moveHostUp": command(t("Move a host up"), added, move(-1)),
    "quayside.moveHostDown": command(t("Move a host down"), added, move(1)),
    "quayside.makeDefault": command(
      t("Make a host the default, where new things go unless told"),
      ({ isDefault }) => !isDefault,
      (host, { hosts }) => cancellable(t("Changing {0}", host.name), (signal) => hosts.setDefault(host.id, signal)),
    ),
  };
}
