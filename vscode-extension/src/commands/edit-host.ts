import { connectionAddress, type Host, type TlsConnection } from "@quayside/core/model/host.ts";
import type { HostChange } from "@quayside/core/model/new-host.ts";
import * as vscode from "vscode";
import type { Messages } from "../messages.ts";
import type { OpenCore } from "../session.ts";
import { accessWords } from "../tree/node-view.ts";
import { cancellable } from "./cancellable.ts";
import { plainLabel } from "./chosen.ts";
import {
  askAccess,
  askCertificates,
  askColour,
  askConnection,
  askGroup,
  askName,
  askTags,
  colourName,
} from "./host-questions.ts";

const { t } = vscode.l10n;

interface Property extends vscode.QuickPickItem {
  /** Nothing where the person left it as it is. */
  readonly ask: () => Promise<HostChange | undefined>;
}

/** Shows what a host is made of, and changes one thing after another until the person leaves. */
export async function editHost(open: OpenCore, id: string, messages: Messages): Promise<void> {
  const { hosts } = open.quayside;
  for (;;) {
    const host = hosts.get(id);
    if (host === undefined) return;
    const picked = await vscode.window.showQuickPick(properties(open, host, messages), {
      title: t("Edit the host {0}", host.name),
      placeHolder: t("What do you want to change?"),
      ignoreFocusOut: true,
    });
    if (picked === undefined) return;
    const change = await picked.ask();
    if (change !== undefined)
      await cancellable(t("Changing {0}", host.name), (signal) => hosts.update(id, change, signal));
  }
}

function certificates(open: OpenCore, host: Host, connection: TlsConnection, messages: Messages): Property {
  return {
    label: t("Certificates"),
    iconPath: new vscode.ThemeIcon("verified"),
    description: connection.verify ? "" : t("not verified"),
    ask: () => askCertificates(open, host, connection, messages),
  };
}

function properties(open: OpenCore, host: Host, messages: Messages): Property[] {
  const property =
    <K extends keyof HostChange>(key: K, ask: () => Promise<HostChange[K] | undefined>) =>
    (label: string, icon: string, present: string): Property => ({
      label,
      iconPath: new vscode.ThemeIcon(icon),
      description: plainLabel(present === "" ? t("none") : present),
      ask: async () => {
        const value = await ask();
        return value === undefined ? undefined : { [key]: value };
      },
    });
  const { group = "", tags = [], colour } = host;
  return [
    property("name", () => askName(host, open.quayside.hosts.list()))(t("Name"), "edit", host.name),
    {
      label: t("Address"),
      iconPath: new vscode.ThemeIcon("globe"),
      description: plainLabel(connectionAddress(host.connection)),
      ask: () => askConnection(open, host, messages),
    },
    ...(host.connection.kind === "tls" ? [certificates(open, host, host.connection, messages)] : []),
    property("access", () => askAccess(host))(t("Access level"), "shield", accessWords(host.access, t)),
    property("group", () => askGroup(host))(t("Group"), "folder", group),
    property("tags", () => askTags(host))(t("Tags"), "tag", tags.join(", ")),
    property("colour", () => askColour(host))(
      t("Colour"),
      "symbol-color",
      colour === undefined ? "" : colourName(colour),
    ),
  ];
}
