import type { Container } from "@quayside/core/model/container.ts";
import { type Facts, factsOf } from "./facts.ts";
import { lookOf } from "./status.ts";
import type { Usage } from "./usage-history.ts";
import type { Sort } from "./view-settings.ts";
import { type Column, type Look, usageColumns } from "./vocabulary.ts";

/** Sorted by status, what needs a look comes first. */
const LOOK_ORDER: Readonly<Record<Look, number>> = {
  unhealthy: 0,
  failed: 1,
  restarting: 2,
  removing: 3,
  paused: 4,
  checking: 5,
  running: 6,
  created: 7,
  exited: 8,
  unknown: 9,
};

/** A container with its facts at hand: looking them up in every comparison would cost more than comparing. */
interface Sortable {
  readonly container: Container;
  readonly facts: Facts;
  readonly usage: Usage | undefined;
}

type Comparison = (a: Sortable, b: Sortable) => number;

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Two ports that are both absent are equal; the difference of two infinities is no number. */
const byPort = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

const comparisons: Readonly<Record<Column, Comparison>> = {
  name: (a, b) => byText(a.facts.nameKey, b.facts.nameKey),
  status: ({ container: a }, { container: b }) =>
    LOOK_ORDER[lookOf(a)] - LOOK_ORDER[lookOf(b)] || (b.run?.since ?? b.createdAt) - (a.run?.since ?? a.createdAt),
  cpu: (a, b) => (a.usage?.cpu ?? -1) - (b.usage?.cpu ?? -1),
  memory: (a, b) => (a.usage?.memory ?? -1) - (b.usage?.memory ?? -1),
  ports: (a, b) => byPort(a.facts.firstPort, b.facts.firstPort),
  image: (a, b) => byText(a.facts.imageKey, b.facts.imageKey),
};

/** Equal ones stand by name, host and id, so that rows never change places without a reason. */
export function sorted(
  containers: readonly Container[],
  { column, descending }: Sort,
  usages: ReadonlyMap<string, Usage>,
): Container[] {
  const compare = comparisons[column];
  const sign = descending ? -1 : 1;
  return containers
    .map((container) => {
      const facts = factsOf(container);
      return { container, facts, usage: usages.get(facts.key) };
    })
    .sort((a, b) => sign * compare(a, b) || comparisons.name(a, b) || byText(a.facts.key, b.facts.key))
    .map(({ container }) => container);
}

/** A click on a column's head: sorts by it, and turns it round the second time. Of what is used, the most comes first. */
export function nextSort(sort: Sort, column: Column): Sort {
  return { column, descending: sort.column === column ? !sort.descending : usageColumns.includes(column) };
}
