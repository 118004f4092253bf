import type { ProcessTable } from "../model/process-table.ts";
import { array, object, texts } from "./json.ts";

/** More rows than anybody reads. */
const MOST = 2000;
const CELL_LIMIT = 4096;

/** The answer of `/containers/{id}/top`; nothing where that is no table. `readAt` is epoch milliseconds. */
export function processesFromTop(json: unknown, readAt: number): ProcessTable | undefined {
  const { Titles, Processes } = object(json);
  if (!Array.isArray(Titles)) return undefined;
  const told = texts(Titles).map((title) => title.trim());
  // Podman hands on the lines of the container's own ps where it has one: the columns are apart by spaces alone.
  const [heads = ""] = told;
  const titles = told.length === 1 && /\s/.test(heads) ? heads.split(/\s+/) : told;
  const rows = array(Processes).map((row) => {
    const cells = texts(row);
    const [line = ""] = cells;
    const columns = titles === told ? cells : columnsOf(line, titles.length);
    return columns.map((cell) => cell.trim().slice(0, CELL_LIMIT));
  });
  return { readAt, titles, rows: rows.slice(0, MOST), more: Math.max(0, rows.length - MOST) };
}

/** The last column has all that is left, with its spaces. */
function columnsOf(line: string, count: number): string[] {
  const columns: string[] = [];
  let rest = line.trim();
  while (columns.length < count - 1 && rest !== "") {
    const end = rest.search(/\s/);
    columns.push(end < 0 ? rest : rest.slice(0, end));
    rest = end < 0 ? "" : rest.slice(end).trim();
  }
  return [...columns, rest];
}
