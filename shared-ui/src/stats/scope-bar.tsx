import type { StatsScope } from "@quayside/core/model/stats-history.ts";
import { DropDown } from "../controls/drop-down.tsx";
import type { MenuEntry } from "../controls/menu.tsx";
import type { Inventory } from "../inventory/inventory.ts";
import { visibleText } from "../text/visible-text.ts";
import { everything, namesOf, readScope, sameScope, stacksOf } from "./scope.ts";
import type { StatsModel } from "./stats-model.ts";
import { strings } from "./strings.ts";

/** An entry, and what it leads to. */
interface Choice {
  readonly label: string;
  readonly scope: StatsScope;
}

/** Which containers: of all hosts, of one, of a stack, or one alone. Each menu offers what is within the one before. */
export function ScopeBar({ model, inventory }: { model: StatsModel; inventory: Inventory }) {
  const scope = model.scope.value;
  const host = scope.kind === "all" ? undefined : scope.host;
  const hostName = (id: string): string => visibleText(inventory.hosts.get(id)?.name ?? id);
  const within = host === undefined ? everything : ({ kind: "host", host } as const);
  const stack = stackOf(scope, inventory);
  const around = stack === undefined ? within : stack;
  const named = (name: string, on: string): string =>
    host === undefined ? strings.onHost(visibleText(name), hostName(on)) : visibleText(name);
  const hosts: readonly Choice[] = [
    { label: strings.allHosts, scope: everything },
    ...[...inventory.hosts.values()].map(({ id, name }): Choice => {
      return { label: visibleText(name), scope: { kind: "host", host: id } };
    }),
  ];
  const stacks: readonly Choice[] = [
    { label: strings.allStacks, scope: within },
    ...stacksOf(inventory, host).map((one): Choice => {
      return { label: named(one.stack, one.host), scope: { kind: "stack", host: one.host, stack: one.stack } };
    }),
  ];
  const containers: readonly Choice[] = [
    { label: strings.allContainers, scope: around },
    ...namesOf(inventory, around).map((one): Choice => {
      return { label: named(one.name, one.host), scope: { kind: "container", host: one.host, name: one.name } };
    }),
  ];
  return (
    <div class="bar scope-bar">
      <Chooser model={model} label={strings.host} choices={hosts} here={within} />
      <Chooser model={model} label={strings.stack} choices={stacks} here={stack ?? within} />
      <Chooser
        model={model}
        label={strings.container}
        choices={containers}
        here={scope.kind === "container" ? scope : around}
      />
    </div>
  );
}

interface ChooserProps {
  readonly model: StatsModel;
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly here: StatsScope;
}

function Chooser({ model, label, choices, here }: ChooserProps) {
  const chosen = choices.findIndex(({ scope }) => sameScope(scope, here));
  // One that is gone is still named.
  const name = choices[chosen]?.label ?? (here.kind === "container" ? visibleText(here.name) : label);
  const entries = (): MenuEntry[] =>
    choices.map(({ label: words, scope }) => ({ id: JSON.stringify(scope), label: words }));
  return (
    <DropDown
      label={`${label}: ${name}`}
      groups={() => [entries()]}
      steady
      set={chosen !== 0}
      // By what it says and not by its place: others may have come and gone since it was drawn.
      onPick={(id) => model.look(readScope(JSON.parse(id)))}
    >
      <span class="t">{name}</span>
    </DropDown>
  );
}

/** The stack that is looked at, or that of the container. */
function stackOf(scope: StatsScope, inventory: Inventory): StatsScope | undefined {
  if (scope.kind === "stack") return scope;
  if (scope.kind !== "container") return undefined;
  for (const { host, name, stack } of inventory.containers.values())
    if (host === scope.host && name === scope.name && stack !== undefined)
      return { kind: "stack", host, stack: stack.stack };
  return undefined;
}
