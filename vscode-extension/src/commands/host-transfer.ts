import * as vscode from "vscode";
import { plainMessage } from "../messages.ts";
import { cancellable } from "./cancellable.ts";
import { plainLabel } from "./chosen.ts";
import type { Handlers, Parts } from "./parts.ts";

const { t } = vscode.l10n;

/** Hosts to a file, and from one. */
export function hostTransfer({ messages }: Parts): Handlers<"quayside.exportHosts" | "quayside.importHosts"> {
  const filters = () => ({ [t("Hosts of Quayside")]: ["json"] });
  return {
    "quayside.exportHosts": async (_target, { quayside }) => {
      const text = await cancellable(t("Reading the hosts"), (signal) => quayside.hosts.exportHosts(signal));
      const title = t("Export the hosts, without what you log in with");
      const file = await vscode.window.showSaveDialog({ title, filters: filters(), saveLabel: t("Export") });
      if (file === undefined) return;
      await vscode.workspace.fs.writeFile(file, Buffer.from(text, "utf8"));
      await messages.information(
        t("The hosts are in {0}. Passwords and passphrases are not.", plainLabel(file.fsPath)),
      );
    },
    "quayside.importHosts": async (_target, { quayside }) => {
      const title = t("Import hosts");
      const [file] = (await vscode.window.showOpenDialog({ title, filters: filters(), openLabel: t("Import") })) ?? [];
      if (file === undefined) return;
      const text = Buffer.from(await vscode.workspace.fs.readFile(file)).toString("utf8");
      const { added, skipped } = await cancellable(t("Importing hosts"), (signal) =>
        quayside.hosts.importHosts(text, signal),
      );
      const sentence = added.length === 1 ? t("1 host was added.") : t("{0} hosts were added.", added.length);
      const left = skipped.map(({ name, reason }) => `${name}: ${reason}`).join(" ");
      if (skipped.length === 0) await messages.information(sentence);
      else await messages.warning(plainMessage(`${sentence} ${t("Left out:")} ${left}`));
    },
  };
}
