import { Chart, type ChartConfiguration } from "./chart-js.ts";
import type { LineChart, LineEvents, LineSeries, Point } from "./chart-library.ts";
import { drawMarks, drawOver, type Marks } from "./line-marks.ts";
import { followPointer } from "./line-pointer.ts";

type LineConfiguration = ChartConfiguration<"line", Point[], string>;

/** Lines or areas over time. The numbers of its scales are drawn as they are given. */
export function lineChart(canvas: HTMLCanvasElement, on: LineEvents): LineChart {
  const marks: Marks = { view: undefined, crosshair: undefined, dragged: undefined };
  const chart = new Chart<"line", Point[], string>(canvas, configuration(marks));
  const pointer = followPointer(canvas, on, {
    timeAt: (x) => chart.scales.x?.getValueForPixel(x) ?? 0,
    isWithin: (x) => x >= chart.chartArea.left && x <= chart.chartArea.right,
    dragged: (span) => {
      marks.dragged = span;
      chart.draw();
    },
  });
  return {
    show(view) {
      marks.view = view;
      chart.data.datasets = view.series.map(dataset);
      const { x, y } = chart.options.scales ?? {};
      if (x !== undefined) Object.assign(x, { min: view.from, max: view.to });
      if (y !== undefined) Object.assign(y, { max: view.ceiling });
      chart.update("none");
    },
    point(crosshair) {
      if (marks.crosshair === undefined && crosshair === undefined) return;
      marks.crosshair = crosshair;
      chart.draw();
    },
    dispose() {
      pointer.dispose();
      chart.destroy();
    },
  };
}

function dataset({ line, colour, area, dashed }: LineSeries): LineConfiguration["data"]["datasets"][number] {
  return {
    data: [...line],
    borderColor: colour,
    borderWidth: 1.5,
    borderDash: dashed ? [5, 3] : [],
    borderJoinStyle: "round",
    backgroundColor: `color-mix(in srgb, ${colour} 24%, transparent)`,
    fill: area ? "origin" : false,
  };
}

function configuration(marks: Marks): LineConfiguration {
  const font = () => ({ size: 11, family: marks.view?.colours.font ?? "sans-serif" });
  const colour = () => marks.view?.colours.muted ?? "gray";
  const border = { display: false };
  return {
    type: "line",
    data: { datasets: [] },
    options: {
      // Nothing moves but what is measured.
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      parsing: false,
      normalized: true,
      spanGaps: false,
      // The pointer is followed by our own listeners, for all charts together.
      events: [],
      elements: { point: { radius: 0, hoverRadius: 0 }, line: { tension: 0 } },
      layout: { padding: { top: 6, right: 6, bottom: 0, left: 0 } },
      scales: {
        x: {
          type: "linear",
          ...{ border, grid: { display: false } },
          afterBuildTicks: (axis) => {
            axis.ticks = (marks.view?.times ?? []).map(({ time, label }) => ({ value: time, label }));
          },
          ticks: {
            ...{ font, color: colour, maxRotation: 0, autoSkip: false, padding: 2 },
            callback: (value) => marks.view?.times.find(({ time }) => time === value)?.label ?? "",
          },
        },
        y: {
          type: "linear",
          min: 0,
          border,
          grid: { color: () => marks.view?.colours.line ?? "gray", tickLength: 0 },
          afterBuildTicks: (axis) => {
            axis.ticks = [0, axis.max / 2, axis.max].map((value) => ({ value }));
          },
          ticks: {
            ...{ font, color: colour, autoSkip: false, padding: 8 },
            callback: (_value, index) => marks.view?.scale[index] ?? "",
          },
          // The plots of cards that stand above each other begin at the same place.
          afterFit: (axis) => {
            axis.width = Math.max(axis.width, 62);
          },
        },
      },
    },
    plugins: [
      {
        id: "marks",
        beforeDatasetsDraw: (chart) => drawMarks(chart, marks),
        afterDatasetsDraw: (chart) => drawOver(chart, marks),
      },
    ],
  };
}
