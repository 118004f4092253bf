import { describeError } from "@quayside/core/errors/describe-error.ts";
import { isError } from "@quayside/core/errors/errors.ts";
import type { HostConnection, TlsConnection } from "@quayside/core/model/host.ts";
import { connectionAddress } from "@quayside/core/model/host.ts";
import * as vscode from "vscode";
import type { Messages } from "../messages.ts";
import type { Core, OpenCore } from "../session.ts";
import { cancellable } from "./cancellable.ts";
import { plainLabel } from "./chosen.ts";
import { hostNameProblem } from "./host-name.ts";

const { t } = vscode.l10n;

interface Way {
  readonly name: string;
  readonly connection: HostConnection;
}

interface WayItem extends vscode.QuickPickItem {
  /** Nothing: an address is typed. */
  readonly way: Way | undefined;
}

/** Where it is, how it is called, whether it answers. */
export async function addHost(open: OpenCore, messages: Messages): Promise<void> {
  const { hosts } = open.quayside;
  const way = await askWay(open);
  if (way === undefined) return;
  const name = await vscode.window.showInputBox({
    title: t("Add a host: its name"),
    prompt: connectionAddress(way.connection),
    value: way.name,
    ignoreFocusOut: true,
    validateInput: (value) => hostNameProblem(value, hosts.list()),
  });
  if (name === undefined || !(await answers(open, name, way.connection, messages))) return;
  await cancellable(t("Adding {0}", name), (signal) => hosts.add({ name, connection: way.connection }, signal));
}

async function askWay(open: OpenCore): Promise<Way | undefined> {
  const found = open.quayside.hosts.candidates().flatMap(({ name, address, connection }): WayItem[] => {
    const icon = new vscode.ThemeIcon("server");
    return connection === undefined
      ? []
      : [{ label: plainLabel(name), description: plainLabel(address), iconPath: icon, way: { name, connection } }];
  });
  const typed: WayItem = { label: t("Enter an address…"), iconPath: new vscode.ThemeIcon("edit"), way: undefined };
  const placeHolder = t("Docker contexts and sockets that were found");
  const picked = await vscode.window.showQuickPick([...found, typed], {
    title: t("Add a host"),
    placeHolder,
    ignoreFocusOut: true,
  });
  return picked === undefined ? undefined : (picked.way ?? askAddress(open));
}

async function askAddress({ core, quayside }: OpenCore): Promise<Way | undefined> {
  const address = await vscode.window.showInputBox({
    title: t("Add a host: its address"),
    placeHolder: "unix:///run/user/1000/docker.sock",
    ignoreFocusOut: true,
    validateInput: (value) => {
      const connection = core.parseAddress(value.trim(), anyTls);
      if (connection === undefined) return t("An address begins with unix:/// or tcp://, or with npipe:// on Windows.");
      const twin = quayside.hosts
        .list()
        .find((host) => connectionAddress(host.connection) === connectionAddress(connection));
      return twin && t("{0} has this address already.", twin.name);
    },
  });
  const typed = address === undefined ? undefined : core.parseAddress(address.trim(), anyTls);
  const connection = typed?.kind === "tls" ? await withCertificates(core, typed) : typed;
  return connection && { name: nameFor(connectionAddress(connection)), connection };
}

/** Stands in until the folder with the certificates is known. */
const anyTls = { verify: true } as const;

/** Asks for the folder as docker's own command line has it in DOCKER_CERT_PATH. Nothing when none was chosen. */
async function withCertificates(core: Core, connection: TlsConnection): Promise<TlsConnection | undefined> {
  const title = t("Add a host: the folder with its ca.pem, cert.pem and key.pem");
  for (;;) {
    const [folder] =
      (await vscode.window.showOpenDialog({ title, canSelectFiles: false, canSelectFolders: true })) ?? [];
    if (folder === undefined) return undefined;
    const files = core.tlsFiles(core.thisMachine(), folder.fsPath);
    if (Object.keys(files).length > 0) return { ...connection, ...files };
    const sentence = t("There is no ca.pem, cert.pem or key.pem in {0}.", plainLabel(folder.fsPath));
    const again = t("Choose Another Folder");
    if ((await vscode.window.showWarningMessage(sentence, { modal: true }, again)) !== again) return undefined;
  }
}

/** "docker.sock" says nothing; the folder that it lies in may. Of a TCP address the host is its name. */
function nameFor(address: string): string {
  const host = /^tcp:\/\/(.*):\d+$/.exec(address)?.[1];
  if (host !== undefined) return host.replace(/^\[|\]$/g, "");
  const parts = address.split("/").filter((part) => part !== "");
  const last = parts.at(-1) ?? "";
  return /^docker(_engine|\.sock)?$/.test(last) ? (parts.at(-2) ?? last) : last.replace(/\.sock$/, "");
}

/** True too for one that doesn't answer and is wanted nevertheless. */
async function answers(
  { quayside }: OpenCore,
  name: string,
  connection: HostConnection,
  messages: Messages,
): Promise<boolean> {
  try {
    await cancellable(t("Asking {0}", name), (signal) => quayside.hosts.test(connection, signal));
    return true;
  } catch (error) {
    if (isError(error, "Cancelled")) return false;
    const { title, sentence, hint } = describeError(error, name);
    return (await messages.ask(title, `${sentence} ${hint}`, t("Add It Anyway"))) !== undefined;
  }
}
