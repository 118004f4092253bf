import type { Container } from "@quayside/core/model/container.ts";
import type { LogSelector } from "@quayside/core/model/ref.ts";
import type { IconName } from "../controls/icon.tsx";
import type { Inventory } from "../inventory/inventory.ts";
import { count } from "../text/count.ts";
import { visibleText } from "../text/visible-text.ts";
import type { Choice } from "./log-selection.ts";
import { strings } from "./strings.ts";

/** A line of the picker. */
export interface SourceChoice extends Choice {
  readonly icon: IconName;
  /** What stands behind its name. */
  readonly detail: string;
}

const MOST = 200;

/** What can be added, hosts first, then stacks, services and containers; only what has all words of the text. */
export function sourceChoices({ hosts, containers }: Inventory, text: string): readonly SourceChoice[] {
  const all = [...containers.values()];
  const hostName = (id: string): string => hosts.get(id)?.name ?? id;
  const byName = (a: Container, b: Container): number => (a.name < b.name ? -1 : Number(a.name > b.name));
  const choices = [
    ...[...hosts.values()].map(({ id, name }): SourceChoice => {
      const held = all.filter(({ host }) => host === id).length;
      return choice({ host: id, all: true }, name, "host", strings.allContainers(held));
    }),
    ...grouped(all, ({ host, stack }) => stack && { host, stack: stack.stack }).map(([selector, members]) =>
      choice(selector, selector.stack, "stack", `${hostName(selector.host)} · ${count(members, "container")}`),
    ),
    ...grouped(all, ({ host, stack }) => stack && { host, service: { stack: stack.stack, name: stack.service } })
      .filter(([, members]) => members > 1)
      .map(([selector, members]) => {
        const { stack, name } = selector.service;
        const detail = `${strings.serviceOf(stack)} · ${hostName(selector.host)} · ${count(members, "container")}`;
        return choice(selector, name, "stack", detail);
      }),
    ...all.sort(byName).map(({ host, name }) => choice({ host, name }, name, "container", hostName(host))),
  ];
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ title, detail }: SourceChoice): boolean =>
    words.every((word) => `${title} ${detail}`.toLowerCase().includes(word));
  return choices.filter(fits).slice(0, MOST);
}

function choice(selector: LogSelector, title: string, icon: IconName, detail: string): SourceChoice {
  return { selector, title: visibleText(title), icon, detail: visibleText(detail) };
}

/** Each selector that the containers give, with how many gave it. */
function grouped<S extends LogSelector>(
  containers: readonly Container[],
  selectorOf: (container: Container) => S | undefined,
): readonly (readonly [selector: S, members: number])[] {
  const found = new Map<string, { readonly selector: S; members: number }>();
  for (const container of containers) {
    const selector = selectorOf(container);
    if (selector === undefined) continue;
    const key = JSON.stringify(selector);
    const one = found.get(key) ?? { selector, members: 0 };
    one.members++;
    found.set(key, one);
  }
  return [...found.values()].map(({ selector, members }) => [selector, members]);
}
