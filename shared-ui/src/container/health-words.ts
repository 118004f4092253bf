import { duration } from "../text/duration.ts";
import { milliseconds } from "../text/milliseconds.ts";

/** "30 s", "2 min", "500 ms": a pause between checks. */
export function spanWords(span: number): string {
  if (span < 1000) return milliseconds(span);
  return span % 60_000 === 0 || span >= 600_000 ? duration(span) : `${Math.round(span / 1000)} s`;
}
