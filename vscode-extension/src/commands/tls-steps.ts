import type { TlsConnection } from "@quayside/core/model/host.ts";
import type { NewHost } from "@quayside/core/model/new-host.ts";
import { visibleText } from "@quayside/shared-ui/text/visible-text.ts";
import * as vscode from "vscode";
import type { Messages } from "../messages.ts";
import type { Core } from "../session.ts";
import { plainLabel } from "./chosen.ts";
import { takeCertificate, takeKey } from "./clipboard-steps.ts";
import { askVerification } from "./verification-step.ts";

const { t } = vscode.l10n;

type Certificates = Pick<TlsConnection, "ca" | "cert" | "key"> & Pick<NewHost, "pastedKey">;

interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** Where the certificates are, and whether the engine's is verified. Nothing when the person left. */
export async function askTls(
  core: Core,
  connection: TlsConnection,
  messages: Messages,
): Promise<Pick<NewHost, "connection" | "pastedKey"> | undefined> {
  const items: Choice<(core: Core, where: string) => Promise<Certificates | undefined>>[] = [
    { label: t("A folder with ca.pem, cert.pem and key.pem"), iconPath: icon("folder"), value: ofFolder },
    { label: t("Single files…"), iconPath: icon("files"), value: ofFiles },
    { label: t("Paste…"), iconPath: icon("clippy"), value: ofClipboard },
    { label: t("Without a client certificate"), iconPath: icon("circle-slash"), value: askAuthority },
  ];
  const where = visibleText(connection.host);
  const title = t("{0}: its certificates", where);
  const options = { title, placeHolder: t("What Quayside shows to the engine"), ignoreFocusOut: true };
  const source = await vscode.window.showQuickPick(items, options);
  const certificates = await source?.value(core, where);
  if (certificates === undefined) return undefined;
  const verification = await askVerification(connection.host, messages);
  if (verification === undefined) return undefined;
  const { pastedKey, ...files } = certificates;
  return {
    connection: { ...connection, ...files, ...verification },
    ...(pastedKey === undefined ? {} : { pastedKey }),
  };
}

/** As docker's own command line has it in DOCKER_CERT_PATH. */
async function ofFolder(core: Core, where: string): Promise<Certificates | undefined> {
  const title = t("{0}: the folder with its ca.pem, cert.pem and key.pem", where);
  for (;;) {
    const [folder] =
      (await vscode.window.showOpenDialog({ title, canSelectFiles: false, canSelectFolders: true })) ?? [];
    if (folder === undefined) return undefined;
    const files = core.tlsFiles(core.thisMachine(), folder.fsPath);
    if (Object.keys(files).length > 0) return files;
    const detail = t("There is no ca.pem, cert.pem or key.pem in {0}.", visibleText(folder.fsPath));
    const again = t("Choose Another Folder");
    if ((await vscode.window.showWarningMessage(detail, { modal: true }, again)) !== again) return undefined;
  }
}

async function ofFiles(core: Core, where: string): Promise<Certificates | undefined> {
  const authority = await askAuthority(core, where);
  const cert = authority && (await askFile(t("{0}: the file of your certificate (cert.pem)", where)));
  const key = cert && (await askFile(t("{0}: the file of your private key (key.pem)", where)));
  return authority && cert && key ? { ...authority, cert, key } : undefined;
}

async function ofClipboard(core: Core, where: string): Promise<Certificates | undefined> {
  const authority = await askAuthority(core, where);
  const certificate = authority && (await takeCertificate(core, t("{0}: your certificate", where), false));
  const key = certificate && (await takeKey(core, where, certificate));
  if (authority === undefined || certificate === undefined || key === undefined) return undefined;
  return { ...authority, cert: certificate.pem, key: "pasted", pastedKey: key.pem };
}

/** Who may sign the engine's certificate. */
async function askAuthority(core: Core, where: string): Promise<Pick<TlsConnection, "ca"> | undefined> {
  const title = t("{0}: the authority that signed the engine’s certificate", where);
  const items: Choice<"clipboard" | "file" | "system">[] = [
    { label: t("Choose its file…"), description: plainLabel("ca.pem"), iconPath: icon("file"), value: "file" },
    { label: t("Take it from the clipboard"), iconPath: icon("clippy"), value: "clipboard" },
    { label: t("One of those that this system trusts"), iconPath: icon("shield"), value: "system" },
  ];
  const chosen = await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true });
  if (chosen === undefined) return undefined;
  if (chosen.value === "system") return {};
  const ca = chosen.value === "file" ? await askFile(title) : (await takeCertificate(core, title, true))?.pem;
  return ca === undefined ? undefined : { ca };
}

async function askFile(title: string): Promise<string | undefined> {
  return (await vscode.window.showOpenDialog({ title }))?.[0]?.fsPath;
}

function icon(id: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(id);
}
