/** What draws the charts. It lies in a file of its own, so that a panel without charts never loads it. */
export interface ChartLibrary {
  line(canvas: HTMLCanvasElement, on: LineEvents): LineChart;
  doughnut(canvas: HTMLCanvasElement): DoughnutChart;
}

export interface LineEvents {
  /** Epoch milliseconds; undefined when the pointer has left. */
  hover(time: number | undefined): void;
  zoom(span: Span): void;
}

/** Epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface LineSeries {
  readonly colour: string;
  /** The ground below it is filled. */
  readonly area: boolean;
  /** Told apart from another by more than its colour. */
  readonly dashed: boolean;
  /** In the order of their times; `y` is NaN where a gap is. */
  readonly line: readonly Point[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface LineView extends Span {
  readonly series: readonly LineSeries[];
  /** The top of the scale; the ground is zero. */
  readonly ceiling: number;
  /** Of the scale's three lines, from the ground up. */
  readonly scale: readonly [string, string, string];
  readonly times: readonly { readonly time: number; readonly label: string }[];
  readonly limit?: { readonly value: number; readonly label: string };
  readonly starts: readonly { readonly time: number; readonly label: string }[];
  readonly colours: ChartColours;
}

/** What stands beside the line at one moment. */
export interface Crosshair {
  readonly time: number;
  readonly label: string;
  readonly values: readonly { readonly y: number; readonly label: string; readonly colour: string }[];
}

export interface LineChart {
  show(view: LineView): void;
  point(crosshair: Crosshair | undefined): void;
  dispose(): void;
}

export interface DoughnutChart {
  show(parts: readonly { readonly value: number; readonly colour: string }[], edge: string): void;
  dispose(): void;
}

export interface ChartColours {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly ground: string;
  readonly edge: string;
  readonly limit: string;
  readonly font: string;
}

/** The name of the event by which the file hands over what it holds; a page has no names to share. */
export const LIBRARY = "quayside-charts";
