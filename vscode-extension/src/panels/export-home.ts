import { NotFound } from "@quayside/core/errors/errors.ts";
import { fileName } from "@quayside/core/model/log-export.ts";
import { addressedHost, lineLink, readLineLink } from "@quayside/core/model/log-link.ts";
import type { PanelHome } from "@quayside/core/panel/panel-handlers.ts";
import type { LogsInput } from "@quayside/shared-ui/app/panel-input.ts";
import * as vscode from "vscode";
import type { OpenCore } from "../session.ts";

const { t } = vscode.l10n;

type ShowLogs = (input: LogsInput) => Promise<void>;
type ExportMethods = "exportLogs" | "exports" | "endExport" | "saveText" | "copyLink" | "openLine";

/** Lines into files, which are written here and not by the page, and links to lines. */
export function exportHome(
  open: () => Promise<OpenCore>,
  showLogs: ShowLogs,
): Pick<PanelHome, `home.${ExportMethods}`> {
  return {
    "home.exportLogs": async ({ format, name, follow, ...query }) => {
      const uri = await chosenFile(fileName(name, format));
      if (uri === undefined) return false;
      const { core, quayside } = await open();
      quayside.logExports.start({
        ...{ file: uri.fsPath, follow, format },
        read: (signal) => quayside.logs.followAll({ ...query, follow }, signal),
        open: () => core.fileSink(uri.fsPath),
      });
      return true;
    },
    "home.exports": async function* (_input, signal) {
      yield* (await open()).quayside.logExports.watch(signal);
    },
    "home.endExport": async ({ id }) => (await open()).quayside.logExports.end(id),
    "home.saveText": async ({ name, text }) => {
      const uri = await chosenFile(name);
      if (uri === undefined) return false;
      const sink = await (await open()).core.fileSink(uri.fsPath);
      await sink.write(text).finally(() => sink.close());
      return true;
    },
    "home.copyLink": async (address) => vscode.env.clipboard.writeText(lineLink(linkBase(), address)),
    "home.openLine": ({ link }) => openLineLink(open, link, showLogs),
  };
}

function linkBase(): string {
  return `${vscode.env.uriScheme}://quayside.quayside`;
}

/** Of this machine's: core writes it, wherever the window is. */
async function chosenFile(name: string): Promise<vscode.Uri | undefined> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const near = folder?.uri.scheme === "file" ? { defaultUri: vscode.Uri.joinPath(folder.uri, name) } : undefined;
  const options = near ?? { defaultUri: vscode.Uri.file(name) };
  const uri = await vscode.window.showSaveDialog({ ...options, title: t("Save the logs"), saveLabel: t("Save") });
  return uri?.scheme === "file" ? uri : undefined;
}

/** The logs at the line that a link leads to. NotFound for what is none, or of no host that is here. */
export async function openLineLink(open: () => Promise<OpenCore>, link: string, showLogs: ShowLogs): Promise<void> {
  const address = readLineLink(link);
  if (address === undefined) throw new NotFound("This is no link to a line.", "Copy it once more.");
  const host = addressedHost((await open()).quayside.hosts.list(), address);
  if (host === undefined)
    throw new NotFound(`There is no host ${address.hostName} here.`, "Add the host, then try again.");
  const { name, mark } = address;
  const at = { ...mark, asked: Date.now() };
  await showLogs({ selectors: [{ host: host.id, name }], title: name, hostName: host.name, at });
}
