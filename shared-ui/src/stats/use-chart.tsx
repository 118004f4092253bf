import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Card } from "./cards.ts";
import { followPalette, type Palette, readPalette } from "./charts/chart-colours.ts";
import type { ChartLibrary, LineChart } from "./charts/chart-library.ts";
import { crosshair, lastPoint, lineView, type Picture, pointAt } from "./line-view.ts";
import { strings } from "./strings.ts";
import type { UseModel } from "./use-model.ts";

interface Props {
  readonly card: Card;
  readonly use: UseModel;
  readonly picture: Picture;
  readonly library: ChartLibrary | undefined;
  readonly after: string;
}

/** One of the four: its values in words above, its lines below. */
export function UseCard({ card, use, picture, library, after }: Props) {
  const hovered = use.hover.value;
  const point = hovered === undefined ? lastPoint(picture) : pointAt(picture, hovered);
  const values = card.series.map(({ metric, label, colour }) => {
    const value = point?.values[metric]?.[1];
    return {
      label,
      colour,
      text: value === undefined ? strings.notKnown : card.unit.text(value),
      known: value !== undefined,
    };
  });
  const words = values.map(({ label, text }) => `${label} ${text}`.trim()).join(", ");
  return (
    <section class="card use-card" aria-label={card.title}>
      <header class="use-head">
        <h3>{card.title}</h3>
        {values.map(({ label, colour, text, known }) => (
          <span key={label} class="use-value">
            <span class={`use-key ${colour}`} aria-hidden="true" />
            {label === "" ? null : <span class="muted">{label}</span>}
            <span class={known ? "" : "muted"}>{text}</span>
          </span>
        ))}
        {after === "" ? null : <span class="muted">{after}</span>}
      </header>
      <Lines card={card} use={use} picture={picture} library={library} words={words} />
    </section>
  );
}

function Lines({ card, use, picture, library, words }: Omit<Props, "after"> & { words: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<LineChart | undefined>(undefined);
  const shown = useRef<{ picture: Picture; palette: Palette } | undefined>(undefined);
  const [palette, setPalette] = useState<Palette>(() => readPalette(document));
  const [width, setWidth] = useState(0);
  useEffect(() => followPalette(document, () => setPalette(readPalette(document))), []);
  useEffect(() => {
    const element = canvas.current;
    if (element === null || library === undefined) return;
    const drawn = library.line(element, {
      hover: (time) => {
        use.hover.value = time;
      },
      zoom: (span) => {
        use.zoom.value = span;
      },
    });
    chart.current = drawn;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    if (element.parentElement !== null) observer.observe(element.parentElement);
    return () => {
      observer.disconnect();
      chart.current = undefined;
      drawn.dispose();
    };
  }, [library, use]);
  useEffect(() => {
    shown.current = { picture, palette };
    if (width > 0) chart.current?.show(lineView(card, picture, palette, width));
  }, [card, picture, palette, width, library]);
  // Without drawing the page anew: the pointer moves faster than that.
  useSignalEffect(() => {
    const time = use.hover.value;
    if (shown.current === undefined) return;
    const { picture: last, palette: colours } = shown.current;
    const point = time === undefined ? undefined : pointAt(last, time);
    chart.current?.point(point === undefined ? undefined : crosshair(card, last, point, colours));
  });
  return (
    <div class="use-plot">
      <canvas
        ref={canvas}
        role="img"
        aria-label={strings.chartOf(card.title, words)}
        tabIndex={0}
        onKeyDown={(event) => onKey(event, use, picture)}
        onBlur={() => {
          use.hover.value = undefined;
        }}
        onDblClick={() => {
          use.zoom.value = undefined;
        }}
      />
    </div>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 };

/** Arrow keys go from moment to moment, Escape lets go. */
function onKey(event: KeyboardEvent, use: UseModel, { points, from, to }: Picture): void {
  if (event.key === "Escape") {
    use.hover.value = undefined;
    use.zoom.value = undefined;
    return;
  }
  const seen = points.filter(({ time }) => time >= from && time <= to);
  const by = STEPS[event.key];
  const edge = event.key === "Home" ? 0 : event.key === "End" ? seen.length - 1 : undefined;
  if (seen.length === 0 || (by === undefined && edge === undefined)) return;
  event.preventDefault();
  const hovered = use.hover.value;
  const here = hovered === undefined ? seen.length : nearest(seen, hovered);
  const next = edge ?? Math.max(0, Math.min(seen.length - 1, here + (by ?? 0)));
  use.hover.value = seen[next]?.time;
}

function nearest(points: Picture["points"], time: number): number {
  let best = 0;
  for (const [index, point] of points.entries())
    if (Math.abs(point.time - time) < Math.abs((points[best]?.time ?? 0) - time)) best = index;
  return best;
}
