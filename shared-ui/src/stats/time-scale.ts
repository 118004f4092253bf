import { clockMinutes, clockSeconds, dayMonth, isSameDay } from "../text/clock-time.ts";
import type { Span } from "./charts/chart-library.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 5, 10].map((count) => count * DAY),
];

/** Round moments of the span, in local time: at most so many. */
export function timesOf(
  { from, to }: Span,
  most: number,
): readonly { readonly time: number; readonly label: string }[] {
  const step = STEPS.find((one) => (to - from) / one <= most) ?? 10 * DAY;
  const offset = new Date(from).getTimezoneOffset() * MINUTE;
  const times: { time: number; label: string }[] = [];
  for (let time = Math.ceil((from - offset) / step) * step + offset; time <= to; time += step)
    times.push({ time, label: label(time, step) });
  return times;
}

function label(time: number, step: number): string {
  const date = new Date(time);
  if (step >= DAY) return dayMonth(time);
  if (step < MINUTE) return clockSeconds(time);
  // Where a day begins its name says more than 00:00.
  const midnight = date.getHours() === 0 && date.getMinutes() === 0;
  return midnight && step >= HOUR ? dayMonth(time) : clockMinutes(time);
}

/** As exact as the steps of what is shown: "14:25:30", "14:25", "18 Nov 14:20". */
export function momentText(time: number, step: number, now: number): string {
  const day = isSameDay(time, now) ? "" : `${dayMonth(time)} `;
  return `${day}${step < MINUTE ? clockSeconds(time) : clockMinutes(time)}`;
}
