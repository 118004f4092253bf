import { bytes } from "../text/bytes.ts";
import { percent } from "../text/percent.ts";

/** How the values of a chart are written. */
export interface Unit {
  /** "38.1 %", "486 MB", "92 kB/s" */
  readonly text: (value: number) => string;
  /** What the top of a scale is at least. */
  readonly least: number;
  /** The one in the middle of a scale: shorter where its unit stands above it. */
  readonly middle: (value: number) => string;
}

export const rate = (value: number): string => `${bytes(value)}/s`;

const whole = (value: number): string => `${Number(value.toPrecision(3))} %`;
const bare = (value: number): string => bytes(value).replace(/ .*$/, "");

export const percents: Unit = { text: percent, least: 10, middle: whole };
export const amounts: Unit = { text: bytes, least: 1e6, middle: bytes };
export const rates: Unit = { text: rate, least: 1000, middle: bare };

const NICE = [1, 1.2, 1.6, 2, 2.4, 3.2, 4, 5, 6, 8, 10] as const;

/** A round number that is at least as much, with a half that is round as well. */
export function ceilingOf(value: number, { least }: Unit): number {
  const wanted = Math.max(value, least);
  const power = 10 ** Math.floor(Math.log10(wanted));
  return power * (NICE.find((one) => one * power >= wanted) ?? 10);
}

/** Of the scale's three lines, from the ground up. */
export function scaleOf(ceiling: number, unit: Unit): readonly [string, string, string] {
  const top = unit === percents ? whole(ceiling) : unit.text(ceiling);
  const half = ceiling / 2;
  // Half of 1.2 MB is 600 kB: without its unit that would be more than all.
  const sameUnit = top.split(" ")[1] === unit.text(half).split(" ")[1];
  return ["0", sameUnit ? unit.middle(half) : unit.text(half), top];
}
