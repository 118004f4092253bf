import type { LineEvents, Span } from "./chart-library.ts";

interface Plot {
  /** Epoch milliseconds at this place of the canvas. */
  timeAt(x: number): number;
  isWithin(x: number): boolean;
  dragged(span: Span | undefined): void;
}

/** Pixels: a click that trembles is no choice. */
const LEAST = 5;

/** Hovering points at a moment, dragging chooses a span. */
export function followPointer(canvas: HTMLCanvasElement, on: LineEvents, plot: Plot): { dispose(): void } {
  const listening = new AbortController();
  const { signal } = listening;
  let from: number | undefined;
  const span = (to: number): Span | undefined => {
    if (from === undefined || Math.abs(to - from) < LEAST) return undefined;
    const [first, last] = [plot.timeAt(Math.min(from, to)), plot.timeAt(Math.max(from, to))];
    return { from: first, to: last };
  };
  canvas.addEventListener(
    "pointermove",
    ({ offsetX }) => {
      on.hover(plot.isWithin(offsetX) ? plot.timeAt(offsetX) : undefined);
      if (from !== undefined) plot.dragged(span(offsetX));
    },
    { signal },
  );
  canvas.addEventListener("pointerleave", () => on.hover(undefined), { signal });
  canvas.addEventListener(
    "pointerdown",
    ({ offsetX, button, pointerId }) => {
      if (button !== 0 || !plot.isWithin(offsetX)) return;
      from = offsetX;
      canvas.setPointerCapture(pointerId);
    },
    { signal },
  );
  canvas.addEventListener(
    "pointerup",
    ({ offsetX }) => {
      const chosen = span(offsetX);
      from = undefined;
      plot.dragged(undefined);
      if (chosen !== undefined) on.zoom(chosen);
    },
    { signal },
  );
  canvas.addEventListener(
    "pointercancel",
    () => {
      from = undefined;
      plot.dragged(undefined);
    },
    { signal },
  );
  return { dispose: () => listening.abort() };
}
