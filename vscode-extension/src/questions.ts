import { basename } from "node:path";
import type {
  HostKeyAnswer,
  HostKeyQuestion,
  Prompter,
  SecretAnswer,
  SecretQuestion,
} from "@quayside/core/model/prompter.ts";
import { visibleText } from "@quayside/shared-ui/text/visible-text.ts";
import * as vscode from "vscode";

const { t } = vscode.l10n;

/** What a login asks of the person, in VS Code's own ways. All that is shown of a server is text of a stranger. */
export const prompter: Prompter = {
  async hostKey({ host, address, key, file }: HostKeyQuestion): Promise<HostKeyAnswer | undefined> {
    const items: (vscode.MessageItem & { readonly answer: HostKeyAnswer })[] = [
      ...(file === undefined
        ? []
        : [{ title: t("Trust, Keep in SSH’s {0}", visibleText(basename(file))), answer: "ssh" } as const]),
      { title: t("Trust, Keep with Quayside"), answer: "quayside" },
      { title: t("Trust This Time"), answer: "once" },
    ];
    const detail = [
      t("{0} shows this key, and nobody has vouched for it yet:", visibleText(address)),
      `${visibleText(key.type)}\n${visibleText(key.fingerprint)}`,
      t("Compare it with the host’s own: run ssh-keygen -lf on the host’s public key file, on the host itself."),
    ].join("\n\n");
    const title = t("Is this {0}?", visibleText(host));
    return (await vscode.window.showWarningMessage(title, { modal: true, detail }, ...items))?.answer;
  },

  async secret(question: SecretQuestion, signal: AbortSignal): Promise<SecretAnswer | undefined> {
    const cancel = new vscode.CancellationTokenSource();
    const stop = (): void => cancel.cancel();
    signal.addEventListener("abort", stop, { once: true });
    try {
      const words = wordsOf(question);
      const text = await vscode.window.showInputBox(
        { title: words.title, prompt: words.prompt, password: !question.echo, ignoreFocusOut: true },
        cancel.token,
      );
      if (text === undefined) return undefined;
      if (question.kind === "code") return { text, keep: false };
      const keep = t("Keep it in VS Code’s secret store");
      const options = { title: words.title, placeHolder: t("For the next time"), ignoreFocusOut: true };
      const chosen = await vscode.window.showQuickPick(
        [keep, t("Forget it when VS Code closes")],
        options,
        cancel.token,
      );
      return chosen === undefined ? undefined : { text, keep: chosen === keep };
    } finally {
      signal.removeEventListener("abort", stop);
      cancel.dispose();
    }
  },
};

function wordsOf({ kind, host, address, prompt, again }: SecretQuestion): {
  readonly title: string;
  readonly prompt: string;
} {
  const [name, where, said] = [visibleText(host), visibleText(address), visibleText(prompt)];
  const wrong = again ? `${t("That was not right.")} ` : "";
  switch (kind) {
    case "password":
      return { title: t("Password for {0}", name), prompt: `${wrong}${said === "" ? where : `${where}: ${said}`}` };
    case "passphrase":
      return { title: t("Passphrase of the key for {0}", name), prompt: `${wrong}${said}` };
    case "code":
      return { title: t("{0} asks", name), prompt: `${wrong}${where}: ${said}` };
  }
}
