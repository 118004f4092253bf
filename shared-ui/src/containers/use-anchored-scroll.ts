import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Offsets } from "../virtual/offsets.ts";
import { indexOfKey } from "./navigation.ts";
import type { Row } from "./rows.ts";

interface Shown {
  readonly rows: readonly Row[];
  readonly offsets: Offsets;
  /** Another number means another order that the person asked for. */
  readonly order: number;
  /** Rows change places by themselves: what is read is then a place in the order, and no row of it. */
  readonly restless: boolean;
  /** The row that has the focus. */
  readonly focused: string | undefined;
}

/**
 * How far the row that is to stay has moved: the focused one where it is seen, else the first that is seen and still
 * there. At the very top nothing but a focused row is held, so that what comes first is seen.
 */
function moved(before: Shown, after: Shown, top: number, height: number): number {
  const seen = before.offsets.range(top, height, 0);
  const move = (from: number): number | undefined => {
    const to = indexOfKey(after.rows, before.rows[from]?.key, from);
    return to < 0 ? undefined : after.offsets.top(to) - before.offsets.top(from);
  };
  const focused = indexOfKey(before.rows, before.focused, -1);
  if (focused >= seen.start && focused < seen.end) {
    const by = move(focused);
    if (by !== undefined) return by;
  }
  for (let index = seen.start; top > 0 && index < seen.end; index++) {
    const by = move(index);
    if (by !== undefined) return by;
  }
  return 0;
}

/** Keeps what is read where it is while rows come and go above it. A new order begins at the top. */
export function useAnchoredScroll(scroller: RefObject<HTMLElement | null>, shown: Shown): void {
  const last = useRef<Shown>(shown);
  useLayoutEffect(() => {
    const before = last.current;
    last.current = shown;
    const element = scroller.current;
    if (element === null || before.offsets === shown.offsets) return;
    if (before.order !== shown.order) element.scrollTop = 0;
    else if (!shown.restless) element.scrollTop += moved(before, shown, element.scrollTop, element.clientHeight);
  });
}
