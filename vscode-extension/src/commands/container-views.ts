import type { Quayside } from "@quayside/core";
import * as vscode from "vscode";
import { chosenContainer, chosenContainers } from "./chosen.ts";
import { whyNotOn } from "./host-for.ts";
import { logsOf, logsOfContainers } from "./logs-of.ts";
import { openPort } from "./open-port.ts";
import type { Handler, Handlers, Parts } from "./parts.ts";
import { chosenThing, chosenThings, type Thing, type ThingKind } from "./things.ts";

const { t } = vscode.l10n;

type ViewCommand = "openContainer" | "showLogs" | "inspect" | "openPort" | "copyName" | "copyId";

const allKinds: readonly ThingKind[] = ["container", "image", "volume", "network"];

/** What shows something and changes nothing. */
export function containerViews({ messages, tree, panels, inspect }: Parts): Handlers<`quayside.${ViewCommand}`> {
  const { model } = tree;
  const none = t("There is no container for that.");

  const copy =
    (title: string, kinds: readonly ThingKind[], textOf: (thing: Thing) => string): Handler =>
    async (target) => {
      const things = await chosenThings(model, target, { title, none: t("There is nothing to copy."), kinds });
      if (things.length > 0) await vscode.env.clipboard.writeText(things.map(textOf).join("\n"));
    };

  return {
    "quayside.openContainer": async (target, open) => {
      const container = await chosenContainer(model, target, "open", { title: t("Open"), none });
      if (container !== undefined) panels.showContainer(container, open);
    },
    "quayside.showLogs": async (target, open) => {
      const input = target && logsOf(model, target);
      if (input !== undefined) return panels.showLogs(input, open);
      const chosen = await chosenContainers(model, target, "logs", { title: t("Show the logs of"), none });
      if (chosen.length > 0) panels.showLogs(logsOfContainers(model, chosen), open);
    },
    "quayside.inspect": async (target, { quayside }) => {
      const question = { title: t("Inspect"), none: t("There is nothing to inspect."), kinds: allKinds };
      const whyNot = ({ node }: Thing): string | undefined => whyNotOn(node.host, "view");
      const thing = await chosenThing(model, target, { ...question, whyNot });
      if (thing !== undefined) await inspect.show(thing, (signal) => inspected(quayside, thing, signal));
    },
    "quayside.openPort": async (target, open) => {
      const question = { title: t("Open a port of"), none: t("No container that runs publishes a port.") };
      const container = await chosenContainer(model, target, "port", question);
      const host = container && model.host(container.host);
      if (container !== undefined && host !== undefined) await openPort(open, messages, { host, container });
    },
    "quayside.copyName": copy(t("Copy the names of"), allKinds, ({ name }) => name),
    // A volume has no other id than its name.
    "quayside.copyId": copy(t("Copy the IDs of"), ["container", "image", "network"], ({ ref }) => ref.id),
  };
}

function inspected(quayside: Quayside, { kind, ref }: Thing, signal: AbortSignal): Promise<string> {
  switch (kind) {
    case "container":
      return quayside.containers.inspect(ref, signal);
    case "image":
      return quayside.images.inspect(ref, signal);
    case "volume":
      return quayside.volumes.inspect(ref, signal);
    case "network":
      return quayside.networks.inspect(ref, signal);
  }
}
