import type { ProcessTable } from "@quayside/core/model/process-table.ts";
import { naturalKey } from "../containers/facts.ts";

export interface ProcessSort {
  /** The head of a column, as the engine calls it. */
  readonly title: string;
  readonly descending: boolean;
}

/** "36.2", "02:00:03", "1-02:00:03": what can be counted; nothing else. */
export function quantity(cell: string): number | undefined {
  if (/^-?\d+(\.\d+)?%?$/.test(cell)) return Number.parseFloat(cell);
  const [, days = "0", clock = ""] = /^(?:(\d+)-)?(\d+(?::\d{2}){1,2})$/.exec(cell) ?? [];
  if (clock === "") return undefined;
  return clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0) + Number(days) * 86_400;
}

/** Whether a column has only what can be counted: its cells then stand at its right end, the most comes first. */
export function isCounted({ titles, rows }: ProcessTable, title: string): boolean {
  const at = titles.indexOf(title);
  return rows.length > 0 && rows.every((row) => quantity(row[at] ?? "") !== undefined);
}

/** In the engine's order where no column is chosen, or it has none of that name. */
export function sortedRows(table: ProcessTable, sort: ProcessSort | undefined): ProcessTable["rows"] {
  const { titles, rows } = table;
  const at = sort === undefined ? -1 : titles.indexOf(sort.title);
  if (sort === undefined || at < 0) return rows;
  const counted = isCounted(table, sort.title);
  const key = (row: readonly string[]) => (counted ? (quantity(row[at] ?? "") ?? 0) : naturalKey(row[at] ?? ""));
  const keyed = rows.map((row) => ({ row, key: key(row) }));
  const way = sort.descending ? -1 : 1;
  return keyed.sort((a, b) => (a.key < b.key ? -way : a.key > b.key ? way : 0)).map(({ row }) => row);
}
