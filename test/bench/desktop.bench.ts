import { readFileSync } from "node:fs";
import { firstPaint, watchFirstPaint } from "../desktop/first-paint.ts";
import { buildExtensionImage, extensionImage } from "../desktop/installed-desktop.ts";
import { openTab, startDesktop, row as tabRow } from "../desktop/simulated-desktop.ts";
import { removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import type { Lab } from "../lab/lab.ts";
import { nodeImage } from "../lab/node-image.ts";
import { renameClock, renameLatencies, storm } from "./changes.ts";
import { benchTabLogs } from "./desktop-logs.ts";
import { benchTabEcho } from "./desktop-terminal.ts";
import { percentile, type Row, rounded } from "./row.ts";
import { watchTexts } from "./sightings.ts";

/**
 * The tab of the simulated Docker Desktop with 500 containers on the engine: its first paint, the memory of its backend,
 * a change until it is seen, lines of a log; and the size of the image.
 */
export async function benchDesktop(lab: Lab, engine: EngineAccess, others: readonly string[]): Promise<Row[]> {
  const name = "0000-desktop";
  const id = await runContainer(engine, { name });
  const desktop = await startDesktop({ dockerHost: engine.dockerHost });
  const clock = await renameClock(engine);
  try {
    const opened = await openTab(await lab.startBrowser(), desktop.url);
    const { page, tab } = opened;
    await tabRow(tab, name).waitFor({ timeout: 60_000 });
    const frame = page.frames().find((candidate) => candidate !== page.mainFrame());
    if (frame === undefined) throw new Error("the tab has no page");
    const painted: number[] = [];
    const browser = page.context().browser();
    for (let n = 0; n < 5 && browser !== null; n++) {
      const visit = await openTab(browser, desktop.url, { before: (page) => page.addInitScript(watchFirstPaint) });
      await tabRow(visit.tab, name).waitFor({ timeout: 60_000 });
      painted.push(await firstPaint(visit.page));
      await visit.close();
    }
    const megabytes = memoryOf(await desktop.backendPid());
    const sightings = await watchTexts(frame, "body");
    const alone = await renameLatencies(engine, clock, { id, prefixes: [name] }, sightings, 60);
    const others50 = storm(engine, others.slice(0, 50), 100);
    const stormy = await renameLatencies(engine, clock, { id, prefixes: [name] }, sightings, 40);
    const rate = Math.round(await others50.stop());
    const logs = await benchTabLogs(engine, opened);
    const echo = await benchTabEcho(engine, opened);
    const image = await imageRow(lab, engine);
    const paint = percentile(painted, 0.5);
    return [
      {
        ...{
          name: "first paint of the tab in Docker Desktop, with its navigation and the panel’s bars or rows, p50",
          unit: "ms",
          target: "≤ 300",
        },
        ...{ reached: rounded(paint), kept: paint <= 300, samples: painted.length },
      },
      {
        ...{ name: "memory of the backend with 500 containers", unit: "MB", target: "≤ 90" },
        ...{ reached: rounded(megabytes), kept: megabytes <= 90, samples: 1 },
      },
      image,
      ...logs,
      echo,
      panelRow("change → row of the panel in Docker Desktop, p95", alone),
      panelRow(`change → row of the panel in Docker Desktop, in a storm of ${rate}/s, p95`, stormy),
    ];
  } finally {
    clock.close();
    await desktop.close();
    await removeContainer(engine, id);
  }
}

/** What the image adds to its base. */
async function imageRow(lab: Lab, engine: EngineAccess): Promise<Row> {
  await buildExtensionImage(lab, engine);
  const size = async (tag: string) => Number(await engine.docker(["inspect", "--format", "{{.Size}}", tag]));
  const megabytes = ((await size(extensionImage)) - (await size(nodeImage))) / 1e6;
  const name = "size of the Docker Desktop extension’s image beside its base";
  return { name, unit: "MB", target: "≤ 5", reached: rounded(megabytes), kept: megabytes <= 5, samples: 1 };
}

/** All that the process holds in memory now, in MB. */
function memoryOf(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1024;
}

function panelRow(name: string, values: readonly number[]): Row {
  const reached = percentile(values, 0.95);
  return { name, unit: "ms", target: "≤ 100", reached: rounded(reached), kept: reached <= 100, samples: values.length };
}
