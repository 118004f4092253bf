import type { Quayside } from "@quayside/core";
import { isError } from "@quayside/core/errors/errors.ts";
import { connectionAddress, type HostConnection, type TlsConnection } from "@quayside/core/model/host.ts";
import type { HostCandidate } from "@quayside/core/model/host-candidate.ts";
import type { HostTestReport, StepResult } from "@quayside/core/model/host-test.ts";
import type { TestedHost } from "@quayside/core/model/new-host.ts";
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
  /** Why this one can't be added. */
  readonly problem?: string;
}

/** Where it is, how it is called, whether it answers. */
export async function addHost(open: OpenCore, messages: Messages): Promise<void> {
  const { hosts } = open.quayside;
  const way = await askWay(open, messages);
  if (way === undefined) return;
  const name = await vscode.window.showInputBox({
    title: t("Add a host: its name"),
    prompt: connectionAddress(way.connection),
    value: way.name,
    ignoreFocusOut: true,
    validateInput: (value) => hostNameProblem(value, hosts.list()),
  });
  if (name === undefined) return;
  const host = { id: hosts.newId(), name, connection: way.connection };
  if (await isWanted(open, host, messages))
    await cancellable(t("Adding {0}", name), (signal) => hosts.add(host, signal));
  else await hosts.forget(host.id);
}

async function askWay(open: OpenCore, messages: Messages): Promise<Way | undefined> {
  const found = open.quayside.hosts.candidates();
  const itemOf = ({ name, address, connection, problem }: HostCandidate): WayItem[] =>
    connection === undefined
      ? problemItem(name, problem)
      : [
          {
            label: plainLabel(name),
            description: plainLabel(address),
            iconPath: new vscode.ThemeIcon(connection.kind === "ssh" ? "terminal" : "server"),
            way: { name, connection },
          },
        ];
  const heading = (label: string): WayItem => ({ label, kind: vscode.QuickPickItemKind.Separator, way: undefined });
  const group = (label: string, fits: (engine: HostCandidate) => boolean): WayItem[] => {
    const items = found.filter(fits).flatMap(itemOf);
    return items.length === 0 ? [] : [heading(label), ...items];
  };
  const typed: WayItem = { label: t("Enter an address…"), iconPath: new vscode.ThemeIcon("edit"), way: undefined };
  const items = [
    ...group(t("Docker contexts and sockets"), ({ source }) => source !== "ssh"),
    ...group(t("SSH configuration"), ({ source }) => source === "ssh"),
    heading(t("By hand")),
    typed,
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: t("Add a host"),
    placeHolder: t("What was found on this machine, or an address"),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (picked?.problem !== undefined) await messages.warning(picked.problem);
  return picked === undefined || picked.problem !== undefined ? undefined : (picked.way ?? askAddress(open));
}

function problemItem(name: string, problem: string | undefined): WayItem[] {
  if (problem === undefined) return [];
  const iconPath = new vscode.ThemeIcon("warning");
  return [{ label: plainLabel(name), detail: plainLabel(problem), iconPath, way: undefined, problem }];
}

async function askAddress({ core, quayside }: OpenCore): Promise<Way | undefined> {
  const address = await vscode.window.showInputBox({
    title: t("Add a host: its address"),
    placeHolder: "ssh://me@nas:22",
    ignoreFocusOut: true,
    validateInput: (value) => {
      const connection = core.parseAddress(value.trim(), anyTls);
      if (connection === undefined)
        return t("An address begins with ssh://, tcp:// or unix:///, or with npipe:// on Windows.");
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
export const anyTls = { verify: true } as const;

/** Asks for the folder as docker's own command line has it in DOCKER_CERT_PATH. Nothing when none was chosen. */
export async function withCertificates(core: Core, connection: TlsConnection): Promise<TlsConnection | undefined> {
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

/** "docker.sock" says nothing; the folder that it lies in may. Of an address of another machine that one is its name. */
function nameFor(address: string): string {
  const host = /^(?:tcp|ssh):\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/]*)/.exec(address)?.[1];
  if (host !== undefined) return host.replace(/^\[|\]$/g, "");
  const parts = address.split("/").filter((part) => part !== "");
  const last = parts.at(-1) ?? "";
  return /^docker(_engine|\.sock)?$/.test(last) ? (parts.at(-2) ?? last) : last.replace(/\.sock$/, "");
}

/** Tries it out, and shows how far it came where it fails. True too for one that doesn’t answer and is wanted nevertheless. */
export async function isWanted({ quayside }: OpenCore, host: TestedHost, messages: Messages): Promise<boolean> {
  const again = t("Try Again");
  const anyway = t("Add It Anyway");
  for (;;) {
    const report = await tested(quayside, host);
    if (report === undefined) return false;
    const { error, steps } = report;
    if (error === undefined) return true;
    const detail = [...steps.map(stepLine), "", `${error.sentence} ${error.hint}`];
    const answer = await messages.ask(error.title, detail, again, anyway);
    if (answer === undefined) return false;
    if (answer === 1) return true;
  }
}

/** Nothing when the person cancelled it. */
async function tested(quayside: Quayside, host: TestedHost): Promise<HostTestReport | undefined> {
  try {
    return await cancellable(t("Asking {0}", host.name), (signal) => quayside.hosts.test(host, signal));
  } catch (error) {
    if (isError(error, "Cancelled")) return undefined;
    throw error;
  }
}

function stepLine({ step, outcome }: StepResult): string {
  const words: Readonly<Record<StepResult["step"], string>> = {
    name: t("its name is known"),
    port: t("its port answers"),
    key: t("its key is trusted"),
    login: t("you are let in"),
    engine: t("the engine answers"),
    access: t("you may look at it"),
  };
  return `${{ passed: "✓", failed: "✗", running: "…", "not-reached": "–" }[outcome]} ${words[step]}`;
}
