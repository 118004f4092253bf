import { connectionAddress } from "@quayside/core/model/host.ts";
import type { HostCandidate } from "@quayside/core/model/host-candidate.ts";
import type { NewHost } from "@quayside/core/model/new-host.ts";
import * as vscode from "vscode";
import type { Messages } from "../messages.ts";
import type { OpenCore } from "../session.ts";
import { plainLabel } from "./chosen.ts";
import { askTls } from "./tls-steps.ts";

const { t } = vscode.l10n;

/** The way to a host, as the person chose it. */
export interface Way extends Pick<NewHost, "connection" | "pastedKey"> {
  /** What it may be called. */
  readonly name: string;
}

interface WayItem extends vscode.QuickPickItem {
  /** Nothing: an address is typed. */
  readonly way: Way | undefined;
  /** Why this one can't be added. */
  readonly problem?: string;
}

/** One that was found on this machine, or an address. Nothing when the person left. */
export async function askWay(open: OpenCore, messages: Messages): Promise<Way | undefined> {
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
  return picked === undefined || picked.problem !== undefined ? undefined : (picked.way ?? askAddress(open, messages));
}

function problemItem(name: string, problem: string | undefined): WayItem[] {
  if (problem === undefined) return [];
  const iconPath = new vscode.ThemeIcon("warning");
  return [{ label: plainLabel(name), detail: plainLabel(problem), iconPath, way: undefined, problem }];
}

async function askAddress({ core, quayside }: OpenCore, messages: Messages): Promise<Way | undefined> {
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
  if (typed === undefined) return undefined;
  const name = nameFor(connectionAddress(typed));
  const way = typed.kind === "tls" ? await askTls(core, typed, messages) : { connection: typed };
  return way && { name, ...way };
}

/** Stands in until it is known what TLS takes. */
export const anyTls = { verify: true } as const;

/** "docker.sock" says nothing; the folder that it lies in may. Of an address of another machine that one is its name. */
function nameFor(address: string): string {
  const host = /^(?:tcp|ssh):\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/]*)/.exec(address)?.[1];
  if (host !== undefined) return host.replace(/^\[|\]$/g, "");
  const parts = address.split("/").filter((part) => part !== "");
  const last = parts.at(-1) ?? "";
  return /^docker(_engine|\.sock)?$/.test(last) ? (parts.at(-2) ?? last) : last.replace(/\.sock$/, "");
}
