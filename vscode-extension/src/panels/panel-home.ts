import { Conflict, NotAllowed, NotFound } from "@quayside/core/errors/errors.ts";
import type { PanelHome } from "@quayside/core/panel/panel-handlers.ts";
import type { LogsInput } from "@quayside/shared-ui/app/panel-input.ts";
import { isWebAddress } from "@quayside/shared-ui/terminals/web-address.ts";
import * as vscode from "vscode";
import { logsOfContainers } from "../commands/logs-of.ts";
import { openInBrowser, openPort } from "../commands/open-port.ts";
import type { CommandId } from "../contributions/commands.ts";
import type { Messages } from "../messages.ts";
import type { OpenCore } from "../session.ts";
import { openSource } from "../source/open-source.ts";
import { originOf } from "../source/source-origin.ts";
import { containerNode, resourceNode } from "../tree/nodes.ts";
import type { TreeModel } from "../tree/tree-model.ts";
import { exportHome } from "./export-home.ts";
import { fileHome } from "./file-home.ts";

/** What only VS Code can do for a panel: the same commands that the tree has. */
export function panelHome(
  model: TreeModel,
  open: () => Promise<OpenCore>,
  messages: Messages,
  showLogs: (input: LogsInput) => Promise<void>,
): PanelHome {
  const run = async (id: CommandId, ...args: readonly unknown[]): Promise<void> => {
    await vscode.commands.executeCommand(id, ...args);
  };
  const onContainer =
    (id: CommandId) =>
    ({ ref }: { readonly ref: { readonly host: string; readonly id: string } }): Promise<void> =>
      run(id, containerNode(ref.host, ref.id));
  return {
    ...exportHome(open, showLogs),
    "home.openContainer": onContainer("quayside.openContainer"),
    "home.openLogs": async ({ ref, at }) => {
      const node = model.node(containerNode(ref.host, ref.id));
      if (at === undefined) await run("quayside.showLogs", containerNode(ref.host, ref.id));
      else if (node?.kind === "container")
        await showLogs({ ...logsOfContainers(model, [node.container]), at: { ...at, asked: Date.now() } });
      else throw new NotFound("The container was removed, and its log with it.");
    },
    "home.showLogs": showLogs,
    "home.openSource": async ({ selector, ...place }) => {
      const { quayside } = await open();
      await openSource(place, originOf(quayside, selector)).catch((error) => messages.error(error));
    },
    "home.openTerminal": onContainer("quayside.openTerminal"),
    "home.showInspect": onContainer("quayside.inspect"),
    "home.showResource": ({ kind, ref }) => run("quayside.inspect", resourceNode(`${kind}s`, ref.host, ref.id)),
    "home.openView": async () => {
      throw new Conflict("VS Code has no view of its own for a container.");
    },
    "home.showFiles": onContainer("quayside.showFiles"),
    ...fileHome(open, messages),
    "home.addHost": () => run("quayside.addHost"),
    "home.openPort": async ({ ref, port }) => {
      const node = model.node(containerNode(ref.host, ref.id));
      if (node?.kind === "container") await openPort(await open(), messages, node, port);
    },
    "home.openLink": async ({ address }) => {
      // VS Code itself asks before it leads somewhere that is not trusted.
      if (!isWebAddress(address)) throw new NotAllowed("Only addresses of the web are opened.");
      await openInBrowser(address);
    },
    "home.tell": async ({ level, text }) => messages.passing(level, text),
    "home.copy": async ({ text }) => vscode.env.clipboard.writeText(text),
  };
}
