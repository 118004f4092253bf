// A file of its own in each home: what a panel loads when it shows its first chart.
import type { ChartLibrary } from "./chart-library.ts";
import { LIBRARY } from "./chart-library.ts";
import { doughnutChart } from "./doughnut-chart.ts";
import { lineChart } from "./line-chart.ts";

const library: ChartLibrary = { line: lineChart, doughnut: doughnutChart };
document.currentScript?.dispatchEvent(new CustomEvent(LIBRARY, { detail: library }));
