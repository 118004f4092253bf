import type { StatsMetric } from "@quayside/core/model/stats-point.ts";
import type { Palette } from "./charts/chart-colours.ts";
import { strings } from "./strings.ts";
import { amounts, percents, rates, type Unit } from "./units.ts";

export interface CardSeries {
  readonly metric: StatsMetric;
  /** "in", "out"; empty where the card's title says it. */
  readonly label: string;
  readonly colour: "blue" | "purple" | "green" | "orange";
}

export interface Card {
  readonly id: "cpu" | "memory" | "network" | "block";
  readonly title: string;
  readonly unit: Unit;
  readonly area: boolean;
  readonly series: readonly CardSeries[];
}

/** Blue is CPU, purple memory, green what comes in and is read, orange what goes out and is written: everywhere. */
export const cards: readonly Card[] = [
  {
    ...{ id: "cpu", title: strings.cpu, unit: percents, area: false },
    series: [{ metric: "cpu", label: "", colour: "blue" }],
  },
  {
    ...{ id: "memory", title: strings.memory, unit: amounts, area: false },
    series: [{ metric: "memory", label: "", colour: "purple" }],
  },
  {
    ...{ id: "network", title: strings.network, unit: rates, area: true },
    series: [
      { metric: "received", label: strings.in, colour: "green" },
      { metric: "sent", label: strings.out, colour: "orange" },
    ],
  },
  {
    ...{ id: "block", title: strings.block, unit: rates, area: true },
    series: [
      { metric: "read", label: strings.read, colour: "green" },
      { metric: "written", label: strings.written, colour: "orange" },
    ],
  },
];

export const colourOf = (palette: Palette, { colour }: CardSeries): string => palette[colour];
