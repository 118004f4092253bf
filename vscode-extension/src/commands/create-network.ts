import type { NewNetwork } from "@quayside/core/model/new-resource.ts";
import { networkNameProblem } from "@quayside/core/model/resource-name.ts";
import { subnetProblem } from "@quayside/core/networks/subnet.ts";
import * as vscode from "vscode";
import { cancellable } from "./cancellable.ts";
import { hostFor } from "./host-for.ts";
import type { Handler, Parts } from "./parts.ts";

const { t } = vscode.l10n;

type NetworkKind = Pick<NewNetwork, "driver" | "internal" | "attachable">;

/** Its name, its kind, and its subnet where the engine shall not choose. */
export function createNetwork({ tree, messages }: Parts): Handler {
  return async (target, { quayside }) => {
    const question = { title: t("Create a network"), none: t("There is no host on which a network may be created.") };
    const host = await hostFor(tree.model, target, "admin", question);
    if (host === undefined) return;
    const taken = new Set(quayside.resources.get(host.id)?.networks.map((network) => network.name));
    const name = await vscode.window.showInputBox({
      title: t("Create a network on {0}: its name", host.name),
      ignoreFocusOut: true,
      validateInput: (value) =>
        networkNameProblem(value.trim()) ??
        (taken.has(value.trim()) ? t("There is a network of this name already.") : undefined),
    });
    if (name === undefined) return;
    const kind = await askKind(t("Create a network on {0}: its kind", host.name));
    if (kind === undefined) return;
    const subnet = await vscode.window.showInputBox({
      title: t("Create a network on {0}: its subnet", host.name),
      prompt: t("Leave it empty, and the engine chooses one that is free"),
      placeHolder: "172.30.0.0/16",
      ignoreFocusOut: true,
      validateInput: (value) => (value.trim() === "" ? undefined : subnetProblem(value.trim())),
    });
    if (subnet === undefined) return;
    const network = { name: name.trim(), ...kind, ...(subnet.trim() === "" ? {} : { subnet: subnet.trim() }) };
    try {
      await cancellable(t("Creating {0}", network.name), (signal) =>
        quayside.networks.create(host.id, network, signal),
      );
    } catch (error) {
      await messages.error(error, host.name);
    }
  };
}

async function askKind(title: string): Promise<NetworkKind | undefined> {
  const items: readonly (vscode.QuickPickItem & { readonly network: NetworkKind | undefined })[] = [
    { label: t("Bridge"), detail: t("Containers of this host reach each other and the world outside."), network: {} },
    {
      label: t("Bridge, internal"),
      detail: t("They reach each other, and nothing outside."),
      network: { internal: true },
    },
    {
      label: t("Overlay"),
      detail: t("Across the hosts of a swarm; containers that stand alone may join too."),
      network: { driver: "overlay", attachable: true },
    },
    { label: t("With another driver…"), detail: "macvlan, ipvlan …", network: undefined },
  ];
  const picked = await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true });
  if (picked === undefined || picked.network !== undefined) return picked?.network;
  const driver = await vscode.window.showInputBox({ title: t("The driver’s name"), ignoreFocusOut: true });
  return driver === undefined || driver.trim() === "" ? undefined : { driver: driver.trim() };
}
