import type { PastedCertificate, PastedPrivateKey } from "@quayside/core/hosts/pasted-pem.ts";
import { clockTime } from "@quayside/shared-ui/text/clock-time.ts";
import * as vscode from "vscode";
import type { Core } from "../session.ts";
import { plainLabel } from "./chosen.ts";

const { t } = vscode.l10n;

interface ClipboardStep<T extends object> {
  readonly title: string;
  readonly hint: string;
  /** What the text holds, or the sentence that says why it is of no use. */
  readonly read: (text: string) => T | string;
  /** What is shown of it: never a key. */
  readonly describe: (found: T) => Pick<vscode.QuickPickItem, "description" | "detail">;
}

/** `atOnce`: the person has just said that it is there. */
export function takeCertificate(core: Core, title: string, atOnce: boolean): Promise<PastedCertificate | undefined> {
  const step: ClipboardStep<PastedCertificate> = {
    title,
    hint: t("Copy all of it, with the line -----BEGIN CERTIFICATE-----"),
    read: (text) => core.pastedCertificate(text) ?? t("There is no certificate on the clipboard."),
    describe: ({ subject, ends }) => ({
      description: plainLabel(subject),
      detail: t("It ends at {0}.", clockTime(ends, Date.now())),
    }),
  };
  return fromClipboard(step, atOnce);
}

/** The key that belongs to this certificate. */
export function takeKey(
  core: Core,
  where: string,
  certificate: PastedCertificate,
): Promise<PastedPrivateKey | undefined> {
  const step: ClipboardStep<PastedPrivateKey> = {
    title: t("{0}: the private key of your certificate", where),
    hint: t("Copy all of it, with the line that ends with PRIVATE KEY-----"),
    read: (text) => {
      const key = core.pastedPrivateKey(text);
      if (key === undefined) return t("There is no private key on the clipboard, or none that TLS can take.");
      return core.belongTogether(certificate, key) ? key : t("This key doesn’t belong to your certificate.");
    },
    describe: ({ type }) => ({
      description: type === undefined ? t("locked by a passphrase") : t("it belongs to your certificate"),
      detail: t("It goes into VS Code’s secret store, and into no file."),
    }),
  };
  return fromClipboard(step, false);
}

/** An input box has one line, and PEM has many. Nothing when the person left. */
async function fromClipboard<T extends object>(step: ClipboardStep<T>, atOnce: boolean): Promise<T | undefined> {
  const { title, hint, read, describe } = step;
  const take = { label: t("Take it from the clipboard"), iconPath: new vscode.ThemeIcon("clippy") };
  const use = { label: t("Use this one"), iconPath: new vscode.ThemeIcon("check") };
  const another = { label: t("Take another from the clipboard"), iconPath: new vscode.ThemeIcon("clippy") };
  const choose = (items: vscode.QuickPickItem[], placeHolder: string): Thenable<vscode.QuickPickItem | undefined> =>
    vscode.window.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true });
  let answered = atOnce;
  for (let problem = hint; ; ) {
    if (!answered && (await choose([take], problem)) === undefined) return undefined;
    const found = read(await vscode.env.clipboard.readText());
    answered = typeof found !== "string";
    if (typeof found === "string") {
      problem = found;
      continue;
    }
    const chosen = await choose([{ ...use, ...describe(found) }, another], t("This is on the clipboard"));
    if (chosen === undefined) return undefined;
    if (chosen.label === use.label) return found;
  }
}
