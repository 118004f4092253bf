import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

export interface Viewport {
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What is seen of a scroller. Scroll events come at most once a frame, so each may draw. */
export function useViewport(
  scroller: RefObject<HTMLElement | null>,
  onScroll?: (element: HTMLElement) => void,
): Viewport {
  const viewport = useSignal<Viewport>({ top: 0, width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = (): void => {
      const next = { top: element.scrollTop, width: element.clientWidth, height: element.clientHeight };
      const last = viewport.peek();
      if (next.top !== last.top || next.width !== last.width || next.height !== last.height) viewport.value = next;
    };
    const scrolled = (): void => {
      onScroll?.(element);
      measure();
    };
    measure();
    element.addEventListener("scroll", scrolled, { passive: true });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      element.removeEventListener("scroll", scrolled);
      observer.disconnect();
    };
  }, [scroller, viewport, onScroll]);
  return viewport.value;
}
