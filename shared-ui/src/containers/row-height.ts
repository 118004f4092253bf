import type { Row } from "./rows.ts";

/** Below this a failure takes two lines; the container query in containers.css has the same figure. */
export const NARROW = 560;

export const HEAD_HEIGHT = 26;

/** Fixed heights in pixels, the same as in containers.css: the table knows where each row is without measuring. */
export function rowHeight(row: Row | undefined, narrow: boolean): number {
  if (row === undefined) return 0;
  if (row.kind === "host") return 26;
  if (row.kind === "failure") return narrow ? 48 : 30;
  return 22;
}
