import * as vscode from "vscode";
import { cancellable } from "./cancellable.ts";
import { createNetwork } from "./create-network.ts";
import { createVolume } from "./create-volume.ts";
import { hostFor } from "./host-for.ts";
import type { Handlers, Parts } from "./parts.ts";
import { pullImage } from "./pull-image.ts";
import { removeResources } from "./remove-resources.ts";

const { t } = vscode.l10n;

type ResourceCommand =
  | "pullImage"
  | "createVolume"
  | "createNetwork"
  | "sizeVolumes"
  | "refreshResources"
  | "removeImage"
  | "removeVolume"
  | "removeNetwork";

/** What can be done with images, volumes and networks. */
export function resourceCommands(parts: Parts): Handlers<`quayside.${ResourceCommand}`> {
  const { tree, messages } = parts;
  return {
    "quayside.pullImage": pullImage(parts),
    "quayside.createVolume": createVolume(parts),
    "quayside.createNetwork": createNetwork(parts),
    "quayside.sizeVolumes": async (target, { quayside }) => {
      const question = { title: t("Size the volumes of"), none: t("No host can be reached.") };
      const host = await hostFor(tree.model, target, "view", question);
      if (host === undefined) return;
      const title = t("Sizing the volumes of {0}: the engine looks at every file, which may take minutes", host.name);
      try {
        await cancellable(title, (signal) => quayside.resources.sizeVolumes(host.id, signal));
      } catch (error) {
        await messages.error(error, host.name);
      }
    },
    "quayside.refreshResources": async (target, { quayside }) => {
      const question = { title: t("Read the images, volumes and networks of"), none: t("No host can be reached.") };
      const host = await hostFor(tree.model, target, "view", question);
      if (host === undefined) return;
      try {
        await cancellable(t("Reading {0}", host.name), (signal) => quayside.resources.refresh(host.id, signal));
      } catch (error) {
        await messages.error(error, host.name);
      }
    },
    "quayside.removeImage": removeResources(parts, "image"),
    "quayside.removeVolume": removeResources(parts, "volume"),
    "quayside.removeNetwork": removeResources(parts, "network"),
  };
}
