/** Lines that a person picked, by the keys of their entries, both ends included. */
export interface LineRange {
  readonly anchor: number;
  readonly head: number;
}

export function rangeKeys({ anchor, head }: LineRange): readonly [low: number, high: number] {
  return [Math.min(anchor, head), Math.max(anchor, head)];
}

export function inRange(range: LineRange | undefined, key: number): boolean {
  if (range === undefined) return false;
  const [low, high] = rangeKeys(range);
  return key >= low && key <= high;
}

/** A click picks one line, a second one on it lets it go; with shift the range goes from the first to here. */
export function pick(range: LineRange | undefined, key: number, extend: boolean): LineRange | undefined {
  if (extend && range !== undefined) return { anchor: range.anchor, head: key };
  return range?.anchor === key && range.head === key ? undefined : { anchor: key, head: key };
}
