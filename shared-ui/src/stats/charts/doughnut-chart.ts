import { Chart } from "./chart-js.ts";
import type { DoughnutChart } from "./chart-library.ts";

export function doughnutChart(canvas: HTMLCanvasElement): DoughnutChart {
  const chart = new Chart<"doughnut", number[], string>(canvas, {
    type: "doughnut",
    data: { datasets: [] },
    options: { animation: false, responsive: true, maintainAspectRatio: false, events: [], cutout: "68%" },
  });
  return {
    show(parts, edge) {
      chart.data.datasets = [
        {
          data: parts.map(({ value }) => value),
          backgroundColor: parts.map(({ colour }) => colour),
          borderColor: edge,
          borderWidth: 2,
        },
      ];
      chart.update("none");
    },
    dispose: () => chart.destroy(),
  };
}
