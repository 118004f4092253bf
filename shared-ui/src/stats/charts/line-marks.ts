import type { Chart } from "./chart-js.ts";
import type { Crosshair, LineView, Span } from "./chart-library.ts";

/** All that is drawn beside the lines themselves. */
export interface Marks {
  view: LineView | undefined;
  crosshair: Crosshair | undefined;
  /** What is being chosen by dragging. */
  dragged: Span | undefined;
}

type Lines = Pick<Chart, "ctx" | "chartArea" | "scales">;

/** Beneath the lines: starts and the limit. */
export function drawMarks(chart: Lines, { view }: Marks): void {
  const { ctx, chartArea, scales } = chart;
  const { x, y } = scales;
  if (view === undefined || x === undefined || y === undefined) return;
  const { left, right, top, bottom } = chartArea;
  ctx.save();
  ctx.font = `11px ${view.colours.font}`;
  ctx.lineWidth = 1;
  const { limit } = view;
  if (limit !== undefined && limit.value <= view.ceiling) {
    const height = y.getPixelForValue(limit.value);
    ctx.strokeStyle = view.colours.limit;
    ctx.setLineDash([4, 3]);
    stroke(ctx, [left, height], [right, height]);
    ctx.fillStyle = view.colours.muted;
    ctx.textAlign = "right";
    ctx.fillText(limit.label, right - 2, height - top >= 12 ? height - 4 : height + 13);
  }
  ctx.setLineDash([2, 3]);
  ctx.strokeStyle = view.colours.muted;
  let labelled = Number.NEGATIVE_INFINITY;
  for (const { time, label } of view.starts) {
    if (time < view.from || time > view.to) continue;
    const at = x.getPixelForValue(time);
    stroke(ctx, [at, top], [at, bottom]);
    const width = ctx.measureText(label).width;
    // One that dies each second would be a heap of words.
    if (label === "" || at < labelled) continue;
    ctx.fillStyle = view.colours.muted;
    const beside = at + 5 + width <= right;
    ctx.textAlign = beside ? "left" : "right";
    ctx.fillText(label, beside ? at + 5 : at - 5, bottom - 6);
    labelled = at + width + 12;
  }
  ctx.restore();
}

/** Over the lines: what is being chosen, and the moment that is pointed at. */
export function drawOver(chart: Lines, { view, crosshair, dragged }: Marks): void {
  const { ctx, chartArea, scales } = chart;
  const { x, y } = scales;
  if (view === undefined || x === undefined || y === undefined) return;
  const { left, right, top, bottom } = chartArea;
  ctx.save();
  if (dragged !== undefined) {
    const [from, to] = [x.getPixelForValue(dragged.from), x.getPixelForValue(dragged.to)];
    ctx.fillStyle = `color-mix(in srgb, ${view.colours.text} 14%, transparent)`;
    ctx.fillRect(from, top, to - from, bottom - top);
    ctx.strokeStyle = view.colours.text;
    ctx.strokeRect(from + 0.5, top + 0.5, to - from, bottom - top - 1);
  }
  if (crosshair !== undefined && crosshair.time >= view.from && crosshair.time <= view.to) {
    const at = Math.round(x.getPixelForValue(crosshair.time)) + 0.5;
    ctx.strokeStyle = view.colours.muted;
    ctx.lineWidth = 1;
    stroke(ctx, [at, top], [at, bottom]);
    for (const { y: value, colour } of crosshair.values) {
      ctx.fillStyle = colour;
      ctx.strokeStyle = view.colours.ground;
      ctx.beginPath();
      ctx.arc(at, y.getPixelForValue(value), 3, 0, 2 * Math.PI);
      ctx.fill();
      ctx.stroke();
    }
    const texts = [
      { text: crosshair.label, weight: 400 },
      ...crosshair.values.map(({ label }) => ({ text: label, weight: 600 })),
    ].map((one) => {
      ctx.font = `${one.weight} 11px ${view.colours.font}`;
      return { ...one, width: ctx.measureText(one.text).width };
    });
    const width = texts.reduce((sum, one) => sum + one.width, 0) + 10 * (texts.length - 1) + 16;
    const start = at + 8 + width <= right ? at + 8 : Math.max(left, at - 8 - width);
    ctx.fillStyle = view.colours.ground;
    ctx.strokeStyle = view.colours.edge;
    ctx.beginPath();
    ctx.roundRect(start, top + 1, width, 20, 3);
    ctx.fill();
    ctx.stroke();
    ctx.fillStyle = view.colours.text;
    ctx.textAlign = "left";
    let place = start + 8;
    for (const one of texts) {
      ctx.font = `${one.weight} 11px ${view.colours.font}`;
      ctx.fillText(one.text, place, top + 15);
      place += one.width + 10;
    }
  }
  ctx.restore();
}

type Place = readonly [x: number, y: number];

function stroke(ctx: CanvasRenderingContext2D, from: Place, to: Place): void {
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
}
