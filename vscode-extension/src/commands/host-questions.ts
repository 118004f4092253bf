import {
  type AccessLevel,
  connectionAddress,
  type Host,
  type HostColour,
  type HostConnection,
  hostColours,
  type TlsConnection,
} from "@quayside/core/model/host.ts";
import type { NewHost } from "@quayside/core/model/new-host.ts";
import * as vscode from "vscode";
import type { Messages } from "../messages.ts";
import type { Core, OpenCore } from "../session.ts";
import { accessWords } from "../tree/node-view.ts";
import { isWanted } from "./add-host.ts";
import { anyTls } from "./host-address.ts";
import { hostNameProblem } from "./host-name.ts";
import { askTls } from "./tls-steps.ts";

const { t } = vscode.l10n;

type WayChange = Pick<NewHost, "connection" | "pastedKey">;

// What a host is made of, asked one by one. Each gives nothing when the person left it as it is.

export async function askName({ id, name }: Host, hosts: readonly Host[]): Promise<string | undefined> {
  return await vscode.window.showInputBox({
    title: t("Rename the host {0}", name),
    value: name,
    ignoreFocusOut: true,
    validateInput: (value) => hostNameProblem(value, hosts, id),
  });
}

/** A new way to the host, which is tried out. What it takes beside the address stays, where the kind stays. */
export async function askConnection(open: OpenCore, host: Host, messages: Messages): Promise<WayChange | undefined> {
  const { id, name, connection } = host;
  const parse = (address: string): HostConnection | undefined => open.core.parseAddress(address.trim(), anyTls);
  const address = await vscode.window.showInputBox({
    title: t("The address of {0}", name),
    value: connectionAddress(connection),
    ignoreFocusOut: true,
    validateInput: (value) =>
      parse(value) === undefined
        ? t("An address begins with ssh://, tcp:// or unix:///, or with npipe:// on Windows.")
        : undefined,
  });
  const typed = address === undefined ? undefined : parse(address);
  const next = typed && (await completed(open.core, typed, connection, messages));
  if (next === undefined) return undefined;
  return (await isWanted(open, { id, name, ...next }, messages)) ? next : undefined;
}

/** What TLS takes on the same way, all of it anew. */
export async function askCertificates(
  open: OpenCore,
  { name }: Host,
  { host, port }: TlsConnection,
  messages: Messages,
): Promise<WayChange | undefined> {
  const { hosts } = open.quayside;
  const next = await askTls(open.core, { kind: "tls", host, port, ...anyTls }, messages);
  if (next === undefined) return undefined;
  // Not under the host's own id: a key that is not wanted after all must not stand in for the one that it has.
  const id = hosts.newId();
  const wanted = await isWanted(open, { id, name, ...next }, messages);
  await hosts.forget(id);
  return wanted ? next : undefined;
}

async function completed(
  core: Core,
  typed: HostConnection,
  before: HostConnection,
  messages: Messages,
): Promise<WayChange | undefined> {
  if (typed.kind === "tls") {
    if (before.kind !== "tls") return await askTls(core, typed, messages);
    return { connection: { ...before, host: typed.host, port: typed.port } };
  }
  if (typed.kind !== "ssh" || before.kind !== "ssh") return { connection: typed };
  const { user: _user, port: _port, ...kept } = before;
  return { connection: { ...kept, ...typed } };
}

/** Nothing when none was picked. */
export async function askAccess({ name, access: present }: Host): Promise<AccessLevel | undefined> {
  const details: Readonly<Record<AccessLevel, string>> = {
    view: t("Look, and read logs. Nothing can be changed, from no window and no panel."),
    operate: t("Start, stop and restart what is there, and open terminals."),
    admin: t("Everything, removing too."),
  };
  const items = (["view", "operate", "admin"] as const).map((access) => ({
    label: accessWords(access, t),
    description: access === present ? t("now") : "",
    detail: details[access],
    access,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: t("What Quayside may do on {0}", name),
    placeHolder: t("It holds for all windows, and for everything that Quayside does"),
  });
  return picked?.access;
}

/** Null for none. */
export async function askGroup({ name, group = "" }: Host): Promise<string | null | undefined> {
  const prompt = t("Hosts of one group stand together. Empty for none.");
  const options = { title: t("The group of {0}", name), value: group, prompt, ignoreFocusOut: true };
  const typed = await vscode.window.showInputBox({ ...options, validateInput: wordProblem });
  return typed === undefined ? undefined : typed.trim() === "" ? null : typed;
}

export async function askTags({ name, tags = [] }: Host): Promise<string[] | undefined> {
  const options = { title: t("The tags of {0}", name), value: tags.join(", "), prompt: t("Apart by commas") };
  const words = (typed: string): string[] => typed.split(",").map((tag) => tag.trim());
  const typed = await vscode.window.showInputBox({
    ...options,
    ignoreFocusOut: true,
    validateInput: (value) =>
      words(value)
        .map(wordProblem)
        .find((problem) => problem !== undefined),
  });
  return typed === undefined ? undefined : words(typed).filter((tag) => tag !== "");
}

function wordProblem(word: string): string | undefined {
  return word.trim().length > 100 ? t("That is too long: 100 letters at most.") : undefined;
}

/** Null for none. */
export async function askColour({ name, colour: present }: Host): Promise<HostColour | null | undefined> {
  const items = [null, ...hostColours].map((colour) => ({
    label: colour === null ? t("None") : colourName(colour),
    description: colour === (present ?? null) ? t("now") : "",
    ...(colour === null
      ? {}
      : { iconPath: new vscode.ThemeIcon("circle-large-filled", new vscode.ThemeColor(`charts.${colour}`)) }),
    colour,
  }));
  return (await vscode.window.showQuickPick(items, { title: t("The colour of {0}", name) }))?.colour;
}

export function colourName(colour: HostColour): string {
  const names: Readonly<Record<HostColour, string>> = {
    blue: t("Blue"),
    green: t("Green"),
    yellow: t("Yellow"),
    orange: t("Orange"),
    red: t("Red"),
    purple: t("Purple"),
  };
  return names[colour];
}
