import type { Ref } from "@quayside/core/model/ref.ts";
import { resourceKinds } from "@quayside/core/model/resource.ts";
import { naturalKey } from "@quayside/shared-ui/containers/facts.ts";
import * as vscode from "vscode";
import { plainMessage } from "../messages.ts";
import { nodeView } from "../tree/node-view.ts";
import { type ContainerNode, type ResourceNode, resourceOf, type TreeNode } from "../tree/nodes.ts";
import { groupWords } from "../tree/resource-view.ts";
import { isAnonymous, resourceName } from "../tree/resources.ts";
import type { TreeModel } from "../tree/tree-model.ts";
import { plainLabel, type Question } from "./chosen.ts";
import type { Target } from "./parts.ts";

const { t } = vscode.l10n;

/** What has a name of its own on a host: it can be looked at, copied, removed. */
export interface Thing<Kind extends ThingNode["kind"] = ThingNode["kind"]> {
  readonly kind: Kind;
  readonly ref: Ref;
  /** In full. */
  readonly name: string;
  readonly node: ThingNode;
}

type ThingNode = ContainerNode | ResourceNode;
export type ThingKind = ThingNode["kind"];

interface Choice extends vscode.QuickPickItem {
  readonly thing?: Thing;
}

export interface ThingQuestion extends Question {
  readonly kinds: readonly ThingKind[];
  /** Why a thing is out of the question, in a sentence; nothing where it isn't. */
  readonly whyNot?: (thing: Thing) => string | undefined;
}

/** Those of the nodes. A container below what it uses counts as itself, and a stack as what it holds. */
export function thingsOf(model: TreeModel, target: readonly string[], kinds: readonly ThingKind[]): Thing[] {
  const found = target.flatMap((id) => thingsBelow(model.node(id))).filter(({ kind }) => kinds.includes(kind));
  return [...new Map(found.map((thing) => [`${thing.kind}/${thing.ref.host}/${thing.ref.id}`, thing])).values()];
}

/** Those of the target, or those that the person picks. Empty when there are none, which is said, or when nothing was picked. */
export async function chosenThings(
  model: TreeModel,
  target: Target,
  question: ThingQuestion,
): Promise<readonly Thing[]> {
  const given = fitting(model, target, question);
  if (given.length > 0) return given;
  const items = choices(model, target, question);
  if (items === undefined) return [];
  const options = { title: question.title, placeHolder: t("Type to search"), matchOnDescription: true };
  const picked = await vscode.window.showQuickPick(items, { ...options, canPickMany: true });
  return picked?.flatMap(({ thing }) => thing ?? []) ?? [];
}

/** The same for a command that takes one. */
export async function chosenThing(
  model: TreeModel,
  target: Target,
  question: ThingQuestion,
): Promise<Thing | undefined> {
  const [given] = fitting(model, target, question);
  if (given !== undefined) return given;
  const items = choices(model, target, question);
  if (items === undefined) return undefined;
  const options = { title: question.title, placeHolder: t("Type to search"), matchOnDescription: true };
  return (await vscode.window.showQuickPick(items, options))?.thing;
}

function fitting(model: TreeModel, target: Target, { kinds, whyNot }: ThingQuestion): Thing[] {
  return thingsOf(model, target ?? [], kinds).filter((thing) => whyNot?.(thing) === undefined);
}

/** Nothing where there is nothing to choose from, which is said with the reason. */
function choices(model: TreeModel, target: Target, { kinds, whyNot, none }: ThingQuestion): Choice[] | undefined {
  const items = target === undefined ? kinds.flatMap((kind) => choicesOf(model, kind, whyNot)) : [];
  if (items.length > 0) return items;
  const [first] = thingsOf(model, target ?? [], kinds);
  const reason = first && whyNot?.(first);
  const words = first === undefined || reason === undefined ? none : `${first.name}: ${reason}`;
  void vscode.window.showInformationMessage(plainMessage(words));
  return undefined;
}

function choicesOf(model: TreeModel, kind: ThingKind, whyNot: ThingQuestion["whyNot"]): Choice[] {
  const things = allOf(model, kind).filter((thing) => whyNot?.(thing) === undefined);
  if (things.length === 0) return [];
  const heading: Choice = { label: kindWords(kind), kind: vscode.QuickPickItemKind.Separator };
  const items = things.map((thing): Choice => {
    const { label, description } = nodeView(thing.node, { t, localMachine: undefined, now: Date.now });
    return {
      label: plainLabel(label),
      description: plainLabel([thing.node.host.name, description].filter((words) => words !== "").join(" · ")),
      thing,
    };
  });
  return [heading, ...items];
}

function allOf(model: TreeModel, kind: ThingKind): Thing[] {
  const nodes: ThingNode[] =
    kind === "container"
      ? model.containers().flatMap((container) => {
          const host = model.host(container.host);
          return host === undefined ? [] : [{ kind, host, container }];
        })
      : resourceKinds.flatMap((each) => model.resources(each)).filter((node) => node.kind === kind);
  return nodes
    .map(thingOf)
    .map((thing) => ({ thing, key: naturalKey(thing.name) }))
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({ thing }) => thing);
}

function thingsBelow(node: TreeNode | undefined): Thing[] {
  switch (node?.kind) {
    case "container":
    case "use":
      return [thingOf({ ...node, kind: "container" })];
    case "stack":
      return node.containers.map((container) => thingOf({ kind: "container", host: node.host, container }));
    case "image":
    case "volume":
    case "network":
      return [thingOf(node)];
    default:
      return [];
  }
}

function thingOf(node: ThingNode): Thing {
  const { kind, host } = node;
  if (kind === "container") {
    const { id, name } = node.container;
    return { kind, ref: { host: host.id, id }, name, node };
  }
  const resource = resourceOf(node);
  const name = kind === "volume" && isAnonymous(resource) ? resource.id : resourceName(resource);
  return { kind, ref: { host: host.id, id: resource.id }, name, node };
}

function kindWords(kind: ThingKind): string {
  if (kind === "container") return t("Containers");
  return groupWords(`${kind}s`, t);
}
