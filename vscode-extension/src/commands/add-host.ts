import type { Quayside } from "@quayside/core";
import { isError } from "@quayside/core/errors/errors.ts";
import { connectionAddress } from "@quayside/core/model/host.ts";
import type { HostTestReport, StepResult } from "@quayside/core/model/host-test.ts";
import type { TestedHost } from "@quayside/core/model/new-host.ts";
import * as vscode from "vscode";
import type { Messages } from "../messages.ts";
import type { OpenCore } from "../session.ts";
import { cancellable } from "./cancellable.ts";
import { askWay } from "./host-address.ts";
import { hostNameProblem } from "./host-name.ts";

const { t } = vscode.l10n;

/** Where it is, how it is called, whether it answers. Gives its id; nothing where it was given up. */
export async function addHost(open: OpenCore, messages: Messages): Promise<string | undefined> {
  const { hosts } = open.quayside;
  const way = await askWay(open, messages);
  if (way === undefined) return undefined;
  const name = await vscode.window.showInputBox({
    title: t("Add a host: its name"),
    prompt: connectionAddress(way.connection),
    value: way.name,
    ignoreFocusOut: true,
    validateInput: (value) => hostNameProblem(value, hosts.list()),
  });
  if (name === undefined) return undefined;
  const host = { ...way, id: hosts.newId(), name };
  if (await isWanted(open, host, messages))
    return (await cancellable(t("Adding {0}", name), (signal) => hosts.add(host, signal))).id;
  await hosts.forget(host.id);
  return undefined;
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
