import type { ProcessTable } from "../model/process-table.ts";
import { array, object, texts } from "./json.ts";

/** More rows than anybody reads. */
const MOST = 2000;
const CELL_LIMIT = 4096;

/** The answer of `/containers/{id}/top`; nothing where that is no table. `readAt` is epoch milliseconds. */
export function processesFromTop(json: unknown, readAt: number): ProcessTable | undefined {
  const { Titles, Processes } = object(json);
  if (!Array.isArray(Titles)) return undefined;
  const titles = texts(Titles).map((title) => title.trim());
  const rows = array(Processes).map((row) => texts(row).map((cell) => cell.trim().slice(0, CELL_LIMIT)));
  return { readAt, titles, rows: rows.slice(0, MOST), more: Math.max(0, rows.length - MOST) };
}
