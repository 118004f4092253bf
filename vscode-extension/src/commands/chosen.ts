import type { Container } from "@quayside/core/model/container.ts";
import { type Ref, sameRef } from "@quayside/core/model/ref.ts";
import { whyNot } from "@quayside/shared-ui/containers/commands.ts";
import { naturalKey } from "@quayside/shared-ui/containers/facts.ts";
import type { Command } from "@quayside/shared-ui/containers/vocabulary.ts";
import * as vscode from "vscode";
import { plainMessage } from "../messages.ts";
import { stateWords } from "../tree/look.ts";
import { lineOf } from "../tree/node-words.ts";
import type { TreeModel } from "../tree/tree-model.ts";
import type { Target } from "./parts.ts";

const { t } = vscode.l10n;

interface Choice extends vscode.QuickPickItem {
  readonly container: Container;
}

/** What is asked when a command is given no node. */
export interface Question {
  readonly title: string;
  /** Said where there is nothing to choose from. */
  readonly none: string;
  /** It stands before the others, where it is one of them. */
  readonly first?: Container | undefined;
}

export const refOf = ({ host, id }: Ref): Ref => ({ host, id });

/** The containers of these nodes for which the command is of use now: of a stack those that it can be done to. */
export function containersOf(model: TreeModel, target: readonly string[], command: Command | undefined): Container[] {
  return containersBelow(model, target).filter((container) => fits(model, container, command));
}

function containersBelow(model: TreeModel, target: readonly string[]): Container[] {
  const found = target.flatMap((id) => {
    const node = model.node(id);
    if (node?.kind === "container" || node?.kind === "use") return [node.container];
    return node?.kind === "stack" ? node.containers : [];
  });
  return [...new Set(found)];
}

/** Why the command can be done to none of these, where there are any. */
function whyNone(model: TreeModel, target: Target, command: Command | undefined): string | undefined {
  const [first] = target === undefined ? [] : containersBelow(model, target);
  const reason = command && first && whyNot(command, first, model.host(first.host));
  return reason === undefined ? undefined : plainMessage(`${lineOf(first?.name ?? "")}: ${reason}`);
}

/** Those of the target, or those that the person picks. Empty when there are none, which is said, or when nothing was picked. */
export async function chosenContainers(
  model: TreeModel,
  target: Target,
  command: Command | undefined,
  question: Question,
): Promise<readonly Container[]> {
  const given = target && containersOf(model, target, command);
  if (given !== undefined && given.length > 0) return given;
  const items = target === undefined ? choices(model, command) : [];
  if (items.length === 0) {
    void vscode.window.showInformationMessage(whyNone(model, target, command) ?? question.none);
    return [];
  }
  const options = { title: question.title, placeHolder: t("Type to search"), matchOnDescription: true };
  const picked = await vscode.window.showQuickPick(items, { ...options, canPickMany: true });
  return picked?.map(({ container }) => container) ?? [];
}

/** The same for a command that takes one. */
export async function chosenContainer(
  model: TreeModel,
  target: Target,
  command: Command | undefined,
  question: Question,
): Promise<Container | undefined> {
  const given = target && containersOf(model, target, command);
  if (given?.[0] !== undefined) return given[0];
  const items = target === undefined ? choices(model, command, question.first) : [];
  if (items.length === 0) {
    void vscode.window.showInformationMessage(whyNone(model, target, command) ?? question.none);
    return undefined;
  }
  const options = { title: question.title, placeHolder: t("Type to search"), matchOnDescription: true };
  return (await vscode.window.showQuickPick(items, options))?.container;
}

function choices(model: TreeModel, command: Command | undefined, first?: Container): Choice[] {
  const isFirst = (container: Container): boolean => first !== undefined && sameRef(container, first);
  return model
    .containers()
    .filter((container) => fits(model, container, command))
    .sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)) || (naturalKey(a.name) < naturalKey(b.name) ? -1 : 1))
    .map((container) => ({
      label: plainLabel(container.name),
      description: plainLabel(
        [model.host(container.host)?.name ?? container.host, stateWords(container, t), container.image].join(" · "),
      ),
      container,
    }));
}

function fits(model: TreeModel, container: Container, command: Command | undefined): boolean {
  return command === undefined || whyNot(command, container, model.host(container.host)) === undefined;
}

/** VS Code draws `$(trash)` in a label as an icon; a backslash keeps it text. */
export function plainLabel(text: string): string {
  return lineOf(text).replaceAll("$(", "\\$(");
}
