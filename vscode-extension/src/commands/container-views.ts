import type { Container } from "@quayside/core/model/container.ts";
import * as vscode from "vscode";
import { chosenContainer, chosenContainers, refOf } from "./chosen.ts";
import { openPort } from "./open-port.ts";
import type { Handler, Handlers, Parts } from "./parts.ts";

const { t } = vscode.l10n;

type ViewCommand = "showLogs" | "openTerminal" | "inspect" | "openPort" | "copyName" | "copyId";

/** What shows something of containers and changes nothing. */
export function containerViews({ tree, panels, terminals, inspect }: Parts): Handlers<`quayside.${ViewCommand}`> {
  const { model } = tree;
  const none = t("There is no container for that.");

  const copy =
    (title: string, textOf: (container: Container) => string): Handler =>
    async (target) => {
      const containers = await chosenContainers(model, target, undefined, { title, none });
      if (containers.length > 0) await vscode.env.clipboard.writeText(containers.map(textOf).join("\n"));
    };

  return {
    "quayside.showLogs": async (target, open) => {
      const container = await chosenContainer(model, target, "logs", { title: t("Show the logs of"), none });
      if (container !== undefined) panels.showLogs(container, open);
    },
    "quayside.openTerminal": async (target, { quayside }) => {
      const question = { title: t("Open a terminal in"), none: t("No container runs.") };
      const container = await chosenContainer(model, target, "terminal", question);
      if (container !== undefined) terminals.open(quayside, container, model.host(container.host)?.name ?? "");
    },
    "quayside.inspect": async (target, { quayside }) => {
      const container = await chosenContainer(model, target, "inspect", { title: t("Inspect"), none });
      if (container !== undefined) await inspect.show(quayside, refOf(container), container.name);
    },
    "quayside.openPort": async (target) => {
      const question = { title: t("Open a port of"), none: t("No container that runs publishes a port.") };
      const container = await chosenContainer(model, target, "port", question);
      if (container !== undefined) await openPort(container);
    },
    "quayside.copyName": copy(t("Copy the names of"), ({ name }) => name),
    "quayside.copyId": copy(t("Copy the IDs of"), ({ id }) => id),
  };
}
