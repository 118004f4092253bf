import type { Container } from "@quayside/core/model/container.ts";
import type { StatsUpdate } from "@quayside/core/model/container-stats.ts";
import { refKey } from "@quayside/core/model/ref.ts";

export const consumerColumns = ["name", "cpu", "memory", "network", "block", "pids"] as const;
export type ConsumerColumn = (typeof consumerColumns)[number];

export interface ConsumerSort {
  readonly column: ConsumerColumn;
  readonly descending: boolean;
}

/** What rows are sorted by: smoothed, so that they change places for a reason. Absent where it isn't known. */
export type Smoothed = { readonly [column in Exclude<ConsumerColumn, "name">]?: number };

const WEIGHT = 0.2;

export function smoothed(before: Smoothed | undefined, { sample }: StatsUpdate): Smoothed {
  if (sample === null) return {};
  const { network, block } = sample;
  const now = {
    cpu: sample.cpuPercent,
    memory: sample.memory?.used,
    network: network === undefined ? undefined : network.received + network.sent,
    block: block === undefined ? undefined : block.read + block.written,
    pids: sample.pids,
  };
  const result: { -readonly [column in keyof Smoothed]: Smoothed[column] } = {};
  for (const [column, value] of Object.entries(now) as [keyof Smoothed, number | undefined][]) {
    if (value === undefined) continue;
    const old = before?.[column];
    result[column] = old === undefined ? value : old + (value - old) * WEIGHT;
  }
  return result;
}

/** What isn't known stands last, whichever way it is sorted; equal ones by name. */
export function sortedConsumers(
  containers: readonly Container[],
  { column, descending }: ConsumerSort,
  values: ReadonlyMap<string, Smoothed>,
): readonly Container[] {
  const sign = descending ? -1 : 1;
  const byName = (a: Container, b: Container): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  return [...containers].sort((a, b) => {
    if (column === "name") return sign * byName(a, b);
    const [first, second] = [values.get(refKey(a))?.[column], values.get(refKey(b))?.[column]];
    if (first === undefined || second === undefined)
      return Number(first === undefined) - Number(second === undefined) || byName(a, b);
    return sign * (first - second) || byName(a, b);
  });
}

/** A click on a column's head: sorts by it, the most first, and turns it round the second time. */
export function nextConsumerSort(sort: ConsumerSort, column: ConsumerColumn): ConsumerSort {
  return { column, descending: sort.column === column ? !sort.descending : column !== "name" };
}

export function readConsumerSort(value: unknown): ConsumerSort {
  const { column, descending } = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const known = consumerColumns.find((one) => one === column);
  return known === undefined
    ? { column: "cpu", descending: true }
    : { column: known, descending: descending !== false };
}
