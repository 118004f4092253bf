import { isLine, type LogEntry } from "./log-entry.ts";

export interface Query {
  readonly text: string;
  readonly matchCase: boolean;
}

export interface Hit {
  /** The entry's key. */
  readonly key: number;
  /** Where in its text. */
  readonly start: number;
  readonly end: number;
}

/** A line of one letter repeated must not make a million hits. */
const HITS_PER_LINE = 1000;

function pattern({ text, matchCase }: Query): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), matchCase ? "g" : "gi");
}

/** All hits of a plain text in these entries, in order. */
export function findHits(entries: readonly LogEntry[], query: Query): Hit[] {
  if (query.text === "") return [];
  const find = pattern(query);
  const hits: Hit[] = [];
  for (const entry of entries) {
    if (!isLine(entry)) continue;
    find.lastIndex = 0;
    for (let n = 0; n < HITS_PER_LINE; n++) {
      const match = find.exec(entry.text);
      if (match === null) break;
      hits.push({ key: entry.key, start: match.index, end: match.index + match[0].length });
    }
  }
  return hits;
}

/** The first hit at or after this entry. */
export function hitFrom(hits: readonly Hit[], key: number): number {
  let low = 0;
  let high = hits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((hits[middle]?.key ?? 0) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The hits of one entry; `hits` are in order. */
export function hitsOf(hits: readonly Hit[], key: number): readonly Hit[] {
  const start = hitFrom(hits, key);
  let end = start;
  while (hits[end]?.key === key) end++;
  return hits.slice(start, end);
}
