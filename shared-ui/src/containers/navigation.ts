import type { Row } from "./rows.ts";

export function levelOf(row: Row): number {
  return row.kind === "host" ? 1 : row.kind === "failure" ? 2 : row.level;
}

export function isGroup(row: Row): row is Extract<Row, { kind: "host" | "stack" }> {
  return row.kind === "host" || row.kind === "stack";
}

/** The nearest row above that this one lies in. */
export function parentOf(rows: readonly Row[], index: number): number | undefined {
  const row = rows[index];
  if (row === undefined) return undefined;
  for (let above = index - 1; above >= 0; above--) {
    const other = rows[above];
    if (other !== undefined && isGroup(other) && levelOf(other) < levelOf(row)) return above;
  }
  return undefined;
}

/** The containers of a group that are shown below it, or the container itself. */
export function containerKeys(rows: readonly Row[], index: number): readonly string[] {
  const row = rows[index];
  if (row === undefined) return [];
  if (row.kind === "container") return [row.key];
  if (!isGroup(row)) return [];
  const keys: string[] = [];
  for (let below = index + 1; below < rows.length; below++) {
    const other = rows[below];
    if (other === undefined || levelOf(other) <= levelOf(row)) break;
    if (other.kind === "container") keys.push(other.key);
  }
  return keys;
}

/** Where a key leads; undefined for a key that doesn't move. `page` in rows. */
export function moveTo(key: string, index: number, count: number, page: number): number | undefined {
  const last = count - 1;
  switch (key) {
    case "ArrowDown":
      return Math.min(index + 1, last);
    case "ArrowUp":
      return Math.max(index - 1, 0);
    case "PageDown":
      return Math.min(index + page, last);
    case "PageUp":
      return Math.max(index - page, 0);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return undefined;
  }
}

/** Where the row of this key is; -1 where it is gone. Most rows are where they were: `hint` is looked at first. */
export function indexOfKey(rows: readonly Row[], key: string | undefined, hint: number): number {
  if (key === undefined) return -1;
  return rows[hint]?.key === key ? hint : rows.findIndex((row) => row.key === key);
}
