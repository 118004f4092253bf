import { volumeNameProblem } from "@quayside/core/model/resource-name.ts";
import * as vscode from "vscode";
import { cancellable } from "./cancellable.ts";
import { hostFor } from "./host-for.ts";
import type { Handler, Parts } from "./parts.ts";

const { t } = vscode.l10n;

/** Its name and where it lies. */
export function createVolume({ tree, messages }: Parts): Handler {
  return async (target, { quayside }) => {
    const question = { title: t("Create a volume"), none: t("There is no host on which a volume may be created.") };
    const host = await hostFor(tree.model, target, "admin", question);
    if (host === undefined) return;
    const name = await vscode.window.showInputBox({
      title: t("Create a volume on {0}: its name", host.name),
      ignoreFocusOut: true,
      validateInput: (value) => volumeNameProblem(value.trim()),
    });
    if (name === undefined) return;
    const driver = await askDriver(t("Create a volume on {0}: where it lies", host.name));
    if (driver === undefined) return;
    try {
      const volume = { name: name.trim(), ...(driver === "local" ? {} : { driver }) };
      await cancellable(t("Creating {0}", volume.name), (signal) => quayside.volumes.create(host.id, volume, signal));
    } catch (error) {
      await messages.error(error, host.name);
    }
  };
}

async function askDriver(title: string): Promise<string | undefined> {
  const items = [
    { label: t("On the host’s disk"), description: "local", driver: "local" },
    { label: t("With another driver…"), description: t("a plugin of the engine"), driver: undefined },
  ];
  const picked = await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true });
  if (picked === undefined || picked.driver !== undefined) return picked?.driver;
  const driver = await vscode.window.showInputBox({ title: t("The driver’s name"), ignoreFocusOut: true });
  return driver?.trim() || undefined;
}
