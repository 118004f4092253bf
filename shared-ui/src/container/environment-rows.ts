import type { DetailsEnvironment, EnvironmentEntry } from "@quayside/core/model/container-details.ts";

/** One line of the list: a variable that changed has two. */
export interface EnvironmentRow {
  readonly key: string;
  readonly name: string;
  readonly value: string;
  readonly secret: boolean;
  readonly sign: "added" | "removed" | "same";
}

function rowsOf(entry: EnvironmentEntry): readonly EnvironmentRow[] {
  const { name, secret, kind } = entry;
  const row = (sign: EnvironmentRow["sign"], value: string): EnvironmentRow => ({
    ...{ key: `${sign} ${name}`, name, value, secret, sign },
  });
  if (kind === "removed") return [row("removed", entry.was)];
  if (kind === "changed") return [row("removed", entry.was), row("added", entry.value)];
  return [row(kind, entry.value)];
}

/** How many variables differ from the image's. */
export function differences({ entries }: DetailsEnvironment): number {
  return entries.filter(({ kind }) => kind !== "same").length;
}

/** Sorted by name; only those that differ unless all are asked for. */
export function environmentRows({ entries }: DetailsEnvironment, all: boolean): readonly EnvironmentRow[] {
  return entries
    .filter(({ kind }) => all || kind !== "same")
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .flatMap(rowsOf);
}
