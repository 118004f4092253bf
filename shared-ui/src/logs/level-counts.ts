import type { LevelChoice } from "./line-filter.ts";
import { isLine, type LogEntry } from "./log-entry.ts";

/** How many lines there are of each level; lines that go on with another have its level. */
export function levelCounts(entries: readonly LogEntry[]): ReadonlyMap<LevelChoice, number> {
  const counts = new Map<LevelChoice, number>();
  for (const entry of entries) {
    if (!isLine(entry)) continue;
    const level = entry.group.level ?? "unknown";
    counts.set(level, (counts.get(level) ?? 0) + 1);
  }
  return counts;
}
