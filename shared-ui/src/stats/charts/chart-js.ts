/** The one place where chart.js comes in: the parts that are registered here, and no others. */
import {
  ArcElement,
  Chart,
  type ChartConfiguration,
  DoughnutController,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  type Plugin,
  PointElement,
} from "chart.js";

Chart.register(LineController, LineElement, PointElement, LinearScale, Filler, DoughnutController, ArcElement);

export type { ChartConfiguration, Plugin };
export { Chart };
