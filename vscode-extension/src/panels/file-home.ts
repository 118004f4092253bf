import type { NamedPlace } from "@quayside/core/model/container-file.ts";
import type { PanelHome } from "@quayside/core/panel/panel-handlers.ts";
import * as vscode from "vscode";
import { fileUri } from "../files/file-uri.ts";
import { download, type TransferPlace, upload } from "../files/transfer-dialogs.ts";
import type { Messages } from "../messages.ts";
import type { OpenCore } from "../session.ts";

/** What VS Code does with files for the panel of them. */
export function fileHome(
  open: () => Promise<OpenCore>,
  messages: Messages,
): Pick<PanelHome, "home.openFile" | "home.downloadFile" | "home.uploadFiles"> {
  const at = async (named: NamedPlace): Promise<TransferPlace> => {
    const { quayside } = await open();
    const { files, hosts } = quayside;
    const host = hosts.get(named.host)?.name ?? named.host;
    return { files, place: files.place(named), name: vscode.l10n.t("{0} on {1}", named.name, host) };
  };
  return {
    "home.openFile": async ({ place, path }) => {
      await vscode.commands.executeCommand("vscode.open", fileUri(place, path));
    },
    "home.downloadFile": async ({ place, path, directory }) => download(await at(place), { path, directory }, messages),
    "home.uploadFiles": async ({ place, path }) => upload(await at(place), path, messages),
  };
}
