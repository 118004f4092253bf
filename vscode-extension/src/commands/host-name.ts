import type { Host } from "@quayside/core/model/host.ts";
import * as vscode from "vscode";

const { t } = vscode.l10n;

/** What is wrong with this name, in a sentence. `self` may keep its own. */
export function hostNameProblem(name: string, hosts: readonly Host[], self?: string): string | undefined {
  const wanted = name.trim();
  if (wanted === "") return t("A host needs a name.");
  const taken = hosts.some(({ id, name: other }) => id !== self && other === wanted);
  return taken ? t("There is a host of this name already.") : undefined;
}
