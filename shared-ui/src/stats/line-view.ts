import type { StatsMetric, StatsPoint } from "@quayside/core/model/stats-point.ts";
import { type Card, colourOf } from "./cards.ts";
import type { Palette } from "./charts/chart-colours.ts";
import type { Crosshair, LineSeries, LineView, Point, Span } from "./charts/chart-library.ts";
import { strings } from "./strings.ts";
import { momentText, timesOf } from "./time-scale.ts";
import { ceilingOf, scaleOf } from "./units.ts";

/** All that the charts of one picture share. */
export interface Picture extends Span {
  /** Oldest first. */
  readonly points: readonly StatsPoint[];
  /** Milliseconds between two of them. */
  readonly step: number;
  readonly now: number;
}

/** So much longer than a step is a gap, and not a clock that is late. */
const LATE = 2.5;
const LEAST_GAP = 5_000;

export const isGap = (before: number, time: number, step: number): boolean =>
  time - before > Math.max(LATE * step, LEAST_GAP);

/** The points of the span, with a break where there is none for a while, or where the value isn't known. */
export function lineOf({ points, step, from, to }: Picture, metric: StatsMetric, which: 1 | 2): Point[] {
  const line: Point[] = [];
  for (const [index, { time, values }] of points.entries()) {
    // One more on either side, so that the line goes on to the edge.
    const next = points[index + 1]?.time ?? time;
    const before = points[index - 1]?.time;
    if (next < from || (before !== undefined && before > to)) continue;
    if (before !== undefined && isGap(before, time, step)) line.push({ x: before + step, y: Number.NaN });
    line.push({ x: time, y: values[metric]?.[which] ?? Number.NaN });
  }
  return line;
}

export function lineView(card: Card, picture: Picture, palette: Palette, width: number): LineView {
  const { from, to, points } = picture;
  const highest = card.series.flatMap(({ metric }) =>
    points.flatMap(({ time, values }) => (time < from || time > to ? [] : (values[metric]?.[2] ?? []))),
  );
  const limit = card.id === "memory" ? points.findLast((point) => point.limit !== undefined)?.limit : undefined;
  const most = highest.reduce((max, value) => Math.max(max, value), 0);
  // A limit far above what is used would press the line to the ground.
  const nearLimit = limit !== undefined && limit <= 2.5 * most ? limit : undefined;
  const ceiling = ceilingOf(Math.max(most, (nearLimit ?? 0) * 1.1), card.unit);
  return {
    ...{ from, to, ceiling, scale: scaleOf(ceiling, card.unit), colours: palette },
    series: card.series.flatMap((series, index) =>
      seriesOf(card, picture, series.metric, index, colourOf(palette, series), palette),
    ),
    times: timesOf(picture, Math.max(2, Math.floor(width / 90))),
    starts: startsOf(points).map((time) => ({ time, label: card.id === "cpu" ? strings.restarted : "" })),
    ...(nearLimit === undefined
      ? {}
      : { limit: { value: nearLimit, label: strings.limit(card.unit.text(nearLimit)) } }),
  };
}

/** A start that is told by two, the engine and the list of containers, is one. */
function startsOf(points: readonly StatsPoint[]): readonly number[] {
  const starts: number[] = [];
  for (const { time, started } of points)
    if (started === true && time - (starts.at(-1) ?? Number.NEGATIVE_INFINITY) > LEAST_GAP) starts.push(time);
  return starts;
}

function seriesOf(
  card: Card,
  picture: Picture,
  metric: StatsMetric,
  index: number,
  colour: string,
  palette: Palette,
): LineSeries[] {
  const dashed = palette.highContrast && index > 0;
  const mean = { colour, dashed, area: card.area && !palette.highContrast, line: lineOf(picture, metric, 1) };
  if (picture.step <= 1_000) return [mean];
  // A peak of a second is still there when a point stands for ten minutes.
  const peaks = { colour: `color-mix(in srgb, ${colour} 40%, transparent)`, dashed: false, area: false };
  return [{ ...peaks, line: lineOf(picture, metric, 2) }, mean];
}

/** The point that is meant by a moment; none within a gap. */
export function pointAt({ points, step }: Picture, time: number): StatsPoint | undefined {
  let nearest: StatsPoint | undefined;
  for (const point of points)
    if (nearest === undefined || Math.abs(point.time - time) < Math.abs(nearest.time - time)) nearest = point;
  if (nearest === undefined) return undefined;
  return Math.abs(nearest.time - time) <= Math.max(LATE * step, LEAST_GAP) / 2 ? nearest : undefined;
}

/** What is used now, as far as that is known. */
export function lastPoint({ points, step, to }: Picture): StatsPoint | undefined {
  const last = points.findLast(({ time }) => time <= to);
  return last === undefined || isGap(last.time, to, step) ? undefined : last;
}

export function crosshair(card: Card, picture: Picture, point: StatsPoint, palette: Palette): Crosshair {
  const several = picture.step > 1_000;
  return {
    time: point.time,
    label: momentText(point.time, picture.step, picture.now),
    values: card.series.flatMap((series) => {
      const spread = point.values[series.metric];
      if (spread === undefined) return [];
      const words = card.unit.text(spread[1]);
      const label = several ? strings.peak(words, card.unit.text(spread[2])) : words;
      return [{ y: spread[1], label, colour: colourOf(palette, series) }];
    }),
  };
}
