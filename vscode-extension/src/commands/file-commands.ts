import type { NamedPlace } from "@quayside/core/model/container-file.ts";
import * as vscode from "vscode";
import { fileUri } from "../files/file-uri.ts";
import { lineOf } from "../tree/node-words.ts";
import { whyNotOn } from "./host-for.ts";
import type { Handlers, Parts, Target } from "./parts.ts";
import { chosenThing, type Thing } from "./things.ts";

const { t } = vscode.l10n;

/** What is done with the files of containers and volumes. */
export function fileCommands({ tree, panels }: Parts): Handlers<"quayside.attachFiles" | "quayside.showFiles"> {
  const { model } = tree;
  const chosen = (target: Target, title: string): Promise<Thing | undefined> =>
    chosenThing(model, target, {
      ...{ title, none: t("There is no container and no volume for that."), kinds: ["container", "volume"] },
      whyNot: ({ node }) => whyNotOn(node.host, "operate"),
    });
  return {
    "quayside.showFiles": async (target, open) => {
      const thing = await chosen(target, t("Show the files of"));
      if (thing !== undefined) panels.showFiles({ place: placeOf(thing), hostName: thing.node.host.name }, open);
    },
    "quayside.attachFiles": async (target) => {
      const thing = await chosen(target, t("Attach the files of"));
      if (thing !== undefined) await attach(thing);
    },
  };
}

function placeOf({ kind, ref, name }: Thing): NamedPlace {
  return { host: ref.host, kind: kind === "volume" ? kind : "container", name };
}

/** As a folder of the workspace: the explorer, and whatever works on folders, has it then. */
async function attach(thing: Thing): Promise<void> {
  const { name, node } = thing;
  const uri = fileUri(placeOf(thing), "/");
  const { workspaceFolders = [] } = vscode.workspace;
  const present = workspaceFolders.find((folder) => folder.uri.toString() === uri.toString());
  // First: a second folder makes VS Code start its extensions anew, and what they ask for then may be lost.
  await vscode.commands.executeCommand("workbench.view.explorer");
  if (present === undefined) {
    const label = t("{0} on {1}", lineOf(name), lineOf(node.host.name));
    vscode.workspace.updateWorkspaceFolders(workspaceFolders.length, 0, { uri, name: label });
  }
}
