import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Offsets } from "../virtual/offsets.ts";
import type { Place } from "./kept-view.ts";
import { indexOfKey } from "./navigation.ts";
import type { Row } from "./rows.ts";

interface Shown {
  readonly rows: readonly Row[];
  readonly offsets: Offsets;
}

/**
 * Begins at the place that was kept, and tells where the table stands from then on. The row of that place may come only
 * later, with its host: the table goes there then, unless the person has scrolled meanwhile.
 */
export function useKeptPlace(
  scroller: RefObject<HTMLElement | null>,
  shown: Shown,
  kept: Place | undefined,
  keep: (place: Place | undefined) => void,
): void {
  const wanted = useRef(kept);
  const last = useRef(shown);
  last.current = shown;
  useLayoutEffect(() => {
    const { current: place } = wanted;
    const index = indexOfKey(shown.rows, place?.key, -1);
    if (place === undefined || index < 0 || scroller.current === null) return;
    scroller.current.scrollTop = shown.offsets.top(index) + place.above;
    wanted.current = undefined;
  });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const scrolled = (): void => {
      wanted.current = undefined;
      const { rows, offsets } = last.current;
      const top = element.scrollTop;
      const first = offsets.at(top);
      const key = rows[first]?.key;
      keep(top <= 0 || key === undefined ? undefined : { key, above: top - offsets.top(first) });
    };
    element.addEventListener("scroll", scrolled, { passive: true });
    return () => element.removeEventListener("scroll", scrolled);
  }, [scroller, keep]);
}
