import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

interface Kept {
  readonly top: number;
  readonly keepTop: (top: number) => void;
}

/**
 * Begins as far down as it was left, and tells how far that is. What is below may come only later: it goes as far as it
 * can each time, until it is there or the person scrolls.
 */
export function useKeptTop(scroller: RefObject<HTMLElement | null>, { top, keepTop }: Kept): void {
  const wanted = useRef(top);
  const gone = useRef(0);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || gone.current >= wanted.current) return;
    element.scrollTop = wanted.current;
    gone.current = element.scrollTop;
  });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const scrolled = (): void => {
      if (element.scrollTop === gone.current) return;
      wanted.current = 0;
      keepTop(element.scrollTop);
    };
    element.addEventListener("scroll", scrolled, { passive: true });
    return () => element.removeEventListener("scroll", scrolled);
  }, [scroller, keepTop]);
}
