import { parseImageReference } from "@quayside/core/model/image-reference.ts";
import type { PullProgress } from "@quayside/core/model/pull-progress.ts";
import * as vscode from "vscode";
import { hostFor } from "./host-for.ts";
import type { Handler, Parts } from "./parts.ts";
import { pullWords } from "./pull-words.ts";

const { t } = vscode.l10n;

/** Asks for the name, and shows how far it has come until it is there. */
export function pullImage({ tree, messages }: Parts): Handler {
  return async (target, { quayside }) => {
    const question = { title: t("Pull an image"), none: t("There is no host that an image may be pulled to.") };
    const host = await hostFor(tree.model, target, "admin", question);
    if (host === undefined) return;
    const written = await vscode.window.showInputBox({
      title: t("Pull an image to {0}", host.name),
      prompt: t("Its name, with a tag or digest where the newest isn’t meant"),
      placeHolder: "postgres:17 · ghcr.io/owner/name:tag",
      ignoreFocusOut: true,
      validateInput: problemOf,
    });
    if (written === undefined || problemOf(written) !== undefined) return;
    const name = written.trim();
    const pull = (signal: AbortSignal, onProgress: (progress: PullProgress) => void): Promise<void> =>
      quayside.images.pull(host.id, name, signal, onProgress);
    try {
      await withProgress(t("Pulling {0} to {1}", name, host.name), pull);
    } catch (error) {
      await messages.error(error, host.name);
    }
  };
}

/** While nothing is typed yet, nothing is wrong; Enter doesn't take it anyhow. */
function problemOf(written: string): string | undefined {
  const parsed = parseImageReference(written);
  return "problem" in parsed ? parsed.problem : undefined;
}

async function withProgress(
  title: string,
  work: (signal: AbortSignal, onProgress: (progress: PullProgress) => void) => Promise<void>,
): Promise<void> {
  const location = vscode.ProgressLocation.Notification;
  await vscode.window.withProgress({ location, title, cancellable: true }, (notification, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    let shown = 0;
    return work(controller.signal, (progress) => {
      const increment = Math.max(0, progress.fraction - shown) * 100;
      shown = Math.max(shown, progress.fraction);
      notification.report({ message: pullWords(progress, t), increment });
    });
  });
}
