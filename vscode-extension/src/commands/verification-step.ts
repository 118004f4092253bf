import type { TlsConnection } from "@quayside/core/model/host.ts";
import { visibleText } from "@quayside/shared-ui/text/visible-text.ts";
import * as vscode from "vscode";
import type { Messages } from "../messages.ts";
import { plainLabel } from "./chosen.ts";

const { t } = vscode.l10n;

type Verification = Pick<TlsConnection, "verify" | "serverName">;

/** Whether the engine's certificate is looked at, and for which name. Nothing when the person left. */
export async function askVerification(host: string, messages: Messages): Promise<Verification | undefined> {
  const where = visibleText(host);
  const title = t("{0}: is it the right engine?", where);
  const verified = { label: t("Verify its certificate"), description: plainLabel(host), iconPath: icon("verified") };
  const named = {
    label: t("Verify its certificate under another name…"),
    description: t("where it doesn’t bear the name in the address"),
    iconPath: icon("tag"),
  };
  const unsafe = { label: t("Do not verify (unsafe)"), iconPath: icon("unlock") };
  for (;;) {
    const chosen = await vscode.window.showQuickPick([verified, named, unsafe], { title, ignoreFocusOut: true });
    if (chosen === undefined) return undefined;
    if (chosen === verified) return { verify: true };
    const answer = chosen === named ? await askName(where) : await askUnsafe(host, messages);
    if (answer !== undefined) return answer;
  }
}

async function askName(where: string): Promise<Verification | undefined> {
  const serverName = await vscode.window.showInputBox({
    title: t("{0}: the name that its certificate bears", where),
    placeHolder: "engine.example.com",
    ignoreFocusOut: true,
    validateInput: (value) =>
      /^[^\s/:]{1,253}$/.test(value.trim()) ? undefined : t("This is a name such as engine.example.com."),
  });
  return serverName === undefined ? undefined : { verify: true, serverName: serverName.trim() };
}

async function askUnsafe(host: string, messages: Messages): Promise<Verification | undefined> {
  const title = t("Connect to {0} without verifying it?", visibleText(host));
  const detail = [
    t(
      "Anybody on the way there could answer in its place, see and change all that you do, and take over what runs there.",
    ),
    t("The tree marks the host as not verified."),
  ];
  return (await messages.ask(title, detail, t("Do Not Verify"))) === undefined ? undefined : { verify: false };
}

function icon(id: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(id);
}
