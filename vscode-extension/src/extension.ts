import { hostname } from "node:os";
import type { SecretStore } from "@quayside/core/hosts/credentials.ts";
import type { LogsInput } from "@quayside/shared-ui/app/panel-input.ts";
import * as vscode from "vscode";
import type { Parts } from "./commands/parts.ts";
import { registerCommands } from "./commands/register-commands.ts";
import { registerTerminals } from "./commands/register-terminals.ts";
import { contextKeys, hostsView } from "./contributions/names.ts";
import { ContainerFileSystem } from "./files/container-file-system.ts";
import { FileMarks } from "./files/file-marks.ts";
import { InspectDocuments } from "./inspect/inspect-documents.ts";
import { Messages } from "./messages.ts";
import { openLineLink } from "./panels/export-home.ts";
import { panelHome } from "./panels/panel-home.ts";
import { Panels } from "./panels/panels.ts";
import { prompter } from "./questions.ts";
import { Session } from "./session.ts";
import { ShellTerminals } from "./terminals/shell-terminals.ts";
import { showBadge } from "./tree/badge.ts";
import { FileDrag } from "./tree/file-drag.ts";
import { HostsTree } from "./tree/hosts-tree.ts";
import { localMachine } from "./tree/local-machine.ts";
import { containerNode } from "./tree/nodes.ts";
import { showStatusBar } from "./tree/status-bar.ts";
import { TreeFilter } from "./tree/tree-filter.ts";

let session: Session | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const { extension, extensionUri, globalStorageUri, secrets, subscriptions } = context;
  const { t } = vscode.l10n;
  const runsRemotely = extension.extensionKind === vscode.ExtensionKind.Workspace;
  const where = { remoteName: vscode.env.remoteName, runsRemotely, machine: hostname() };
  const marks = new FileMarks();
  const tree = new HostsTree({ t, localMachine: localMachine(where, t), now: Date.now }, marks);
  const log = vscode.window.createOutputChannel("Quayside", { log: true });
  const messages = new Messages(log);
  const folder = globalStorageUri.fsPath;
  session = new Session({
    ...{ folder, secrets: secretStore(secrets), prompter, actor: actorName() },
    report: ({ sentence }) => void messages.warning(sentence),
  });
  const open = session.current.bind(session);
  const view = vscode.window.createTreeView(hostsView, {
    treeDataProvider: tree,
    dragAndDropController: new FileDrag(tree, messages, open),
    canSelectMany: true,
    showCollapseAll: true,
  });
  const showLogs = async (input: LogsInput): Promise<void> => panels.showLogs(input, await open());
  const panels: Panels = new Panels({
    extensionUri,
    open,
    home: panelHome(tree.model, open, messages, showLogs),
    onProblem: (problem) => log.error(problem instanceof Error ? problem : String(problem)),
  });
  const inspect = new InspectDocuments();
  const terminals = new ShellTerminals(extension.id, ({ host, id, name }) => {
    const button = t("Open Debug Shell…");
    void messages
      .offer(t("{0} has no shell. A debug shell beside it can look into it.", name), button)
      .then((pressed) => {
        if (pressed !== undefined)
          void vscode.commands.executeCommand("quayside.openDebugShell", containerNode(host, id));
      });
  });
  const parts: Parts = {
    ...{ log, messages, session, tree, view, panels, inspect, terminals },
    filter: new TreeFilter(tree, view),
  };
  const files = new ContainerFileSystem(open, marks);
  void files.refreshExplorer();
  const links = vscode.window.registerUriHandler({
    handleUri: (uri) => openLineLink(open, uri.toString(true), showLogs).catch((error) => messages.error(error)),
  });
  subscriptions.push(
    view.onDidCollapseElement(({ element }) => tree.closed(element)),
    links,
    tree,
    view,
    log,
    panels,
    inspect,
    files,
    marks,
    showBadge(tree, view),
    showStatusBar(tree),
    registerCommands(parts, folder),
    registerTerminals(parts),
  );
  follow(parts);
}

/** The system's keychain, where VS Code has one. */
function secretStore(secrets: vscode.SecretStorage): SecretStore {
  return {
    get: async (key) => await secrets.get(key),
    set: async (key, value) => await secrets.store(key, value),
    delete: async (key) => await secrets.delete(key),
  };
}

export async function deactivate(): Promise<void> {
  await session?.dispose();
}

function follow({ session, tree, messages }: Parts): void {
  const failed = (value: boolean) => vscode.commands.executeCommand("setContext", contextKeys.failed, value);
  session.onDidOpen(({ quayside }) => {
    void failed(false);
    tree.show(quayside.inventory, quayside.forwards, quayside.resources, quayside.files);
  });
  session.onDidFail((error) => {
    void failed(true);
    tree.showNothing();
    void messages.error(error);
  });
  // What it fails with has been told by onDidFail.
  session.current().catch(() => undefined);
}

/** Texts of the event log are English, whatever the window speaks. */
function actorName(): string {
  const { name } = vscode.workspace;
  return name === undefined ? "VS Code" : `VS Code, window ${name}`;
}
