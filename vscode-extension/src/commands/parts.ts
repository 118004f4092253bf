import type { LogOutputChannel, TreeView } from "vscode";
import type { CommandId } from "../contributions/commands.ts";
import type { InspectDocuments } from "../inspect/inspect-documents.ts";
import type { Messages } from "../messages.ts";
import type { Panels } from "../panels/panels.ts";
import type { OpenCore, Session } from "../session.ts";
import type { ShellTerminals } from "../terminals/shell-terminals.ts";
import type { HostsTree } from "../tree/hosts-tree.ts";
import type { TreeFilter } from "../tree/tree-filter.ts";

/** What the commands work with. */
export interface Parts {
  readonly log: LogOutputChannel;
  readonly messages: Messages;
  readonly session: Session;
  readonly tree: HostsTree;
  readonly view: TreeView<string>;
  readonly filter: TreeFilter;
  readonly terminals: ShellTerminals;
  readonly panels: Panels;
  readonly inspect: InspectDocuments;
}

/** The nodes that a command was given; nothing where it came from the palette. */
export type Target = readonly string[] | undefined;

export type Handler = (target: Target, open: OpenCore) => Promise<void>;
export type Handlers<Id extends CommandId> = Readonly<Record<Id, Handler>>;
