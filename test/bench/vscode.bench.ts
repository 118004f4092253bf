import { readFile } from "node:fs/promises";
import type { Browser, Frame, Page } from "playwright-core";
import { openWorkbench } from "../lab/browser.ts";
import { removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import type { Lab } from "../lab/lab.ts";
import { until } from "../lab/waiting.ts";
import { openQuayside, packagedExtension, runCommand } from "../vscode/workbench.ts";
import { renameClock, renameLatencies, storm } from "./changes.ts";
import { extensionHosts, privateMegabytes } from "./extension-host.ts";
import { percentile, type Row, rounded } from "./row.ts";
import { watchTexts } from "./sightings.ts";

/** A laptop's window. */
const WINDOW = { width: 1440, height: 900 };
const TREE = ".sidebar .monaco-list";

/** What a person at VS Code waits for, with 500 containers on the engine. */
export async function benchVsCode(lab: Lab, engine: EngineAccess, others: readonly string[]): Promise<Row[]> {
  const server = await lab.startCodeServer({ vsix: packagedExtension(), env: { DOCKER_HOST: engine.dockerHost } });
  const browser = await lab.startBrowser();
  // Sorted before all others, so that their rows are in sight.
  const id = await runContainer(engine, { name: "0000-bench" });
  const neighbour = await runContainer(engine, { name: "0000-neighbour" });
  try {
    const rows = [
      ...(await firstRows(lab, browser, server.url)),
      ...(await changes(browser, server.url, engine, id, others)),
    ];
    return rows;
  } finally {
    await removeContainer(engine, id);
    await removeContainer(engine, neighbour);
  }
}

async function firstRows(lab: Lab, browser: Browser, url: string, samples = 7): Promise<Row[]> {
  const clicks: number[] = [];
  const activations: number[] = [];
  const memory: number[] = [];
  for (let sample = 0; sample < samples; sample++) {
    const page = await openWorkbench(browser, url, WINDOW);
    const pid = await until(() => extensionHosts(lab.folder).at(-1), { what: "an extension host", withinMs: 60_000 });
    await settled(pid);
    const before = privateMegabytes(pid);
    const sightings = await watchTexts(page.mainFrame(), ".monaco-workbench");
    const seen = sightings.when("0000-bench");
    const clicked = nextClick(page);
    await openQuayside(page);
    clicks.push((await seen) - (await clicked));
    await settled(pid);
    memory.push(privateMegabytes(pid) - before);
    activations.push(await activationTime(page));
    await page.context().close();
  }
  const click = percentile(clicks, 0.5);
  const activation = percentile(activations, 0.5);
  const grown = percentile(memory, 0.5);
  return [
    {
      name: "icon → first row with 500",
      unit: "ms",
      target: "≤ 300",
      reached: rounded(click),
      kept: click <= 300,
      samples,
    },
    { name: "activation", unit: "ms", target: "≤ 50", reached: rounded(activation), kept: activation <= 50, samples },
    {
      name: "memory of the extension host with 500",
      unit: "MB",
      target: "≤ +30",
      reached: rounded(grown),
      kept: grown <= 30,
      samples,
    },
  ];
}

async function changes(
  browser: Browser,
  url: string,
  engine: EngineAccess,
  id: string,
  others: readonly string[],
): Promise<Row[]> {
  const page = await openWorkbench(browser, url, WINDOW);
  const clock = await renameClock(engine);
  try {
    await openQuayside(page);
    await page.locator(TREE, { hasText: "0000-bench" }).first().waitFor({ timeout: 60_000 });
    // Each new name takes it past its neighbour: the tree has to read all of the host anew, which is the worst case.
    const inTree = { id, prefixes: ["0000-other", "0000-bench"] } as const;
    const tree = await watchTexts(page.mainFrame(), TREE);
    const alone = await renameLatencies(engine, clock, inTree, tree, 60);
    const treeStorm = storm(engine, others.slice(0, 50), 100);
    const stormy = await renameLatencies(engine, clock, inTree, tree, 60);
    const treeRate = await treeStorm.stop();
    await runCommand(page, "Quayside: Show Containers Panel");
    const panel = await watchTexts(await panelPage(page), "body");
    const shown = await renameLatencies(engine, clock, inTree, panel, 60);
    const panelStorm = storm(engine, others.slice(0, 50), 100);
    const shownStormy = await renameLatencies(engine, clock, inTree, panel, 40);
    const panelRate = await panelStorm.stop();
    const row = (name: string, target: number, values: readonly number[], share: number): Row => {
      const reached = percentile(values, share);
      return {
        name,
        unit: "ms",
        target: `≤ ${target}`,
        reached: rounded(reached),
        kept: reached <= target,
        samples: values.length,
      };
    };
    return [
      row("change → tree row, alone, p50", 60, alone, 0.5),
      row("change → tree row, alone, p95", 100, alone, 0.95),
      row(`change → tree row, in a storm of ${Math.round(treeRate)}/s, p95`, 250, stormy, 0.95),
      row("change → row of a panel in VS Code, p95", 100, shown, 0.95),
      row(`change → row of a panel in VS Code, in a storm of ${Math.round(panelRate)}/s, p95`, 100, shownStormy, 0.95),
    ];
  } finally {
    clock.close();
    await page.context().close();
  }
}

/** When the browser takes the next click, in epoch milliseconds: what playwright does before it is no part of it. */
function nextClick(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        // Not in a function with a name: the runner marks such with a helper that the page doesn't have.
        window.addEventListener("click", ({ timeStamp }) => resolve(performance.timeOrigin + timeStamp), {
          capture: true,
          once: true,
        });
      }),
  );
}

/** The page of the panel that is seen: VS Code puts it two frames deep. */
async function panelPage(page: Page): Promise<Frame> {
  const outer = await (await page.waitForSelector("iframe.webview.ready")).contentFrame();
  const inner = await (await outer?.waitForSelector("iframe#active-frame"))?.contentFrame();
  if (!inner) throw new Error("the panel has no page");
  return inner;
}

/** The process has stopped working: an extension host at rest still takes two to four percent of a core by itself. */
async function settled(pid: number): Promise<void> {
  let last = -1;
  let quiet = 0;
  await until(
    async () => {
      const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).split(" ");
      const ticks = Number(fields[13]) + Number(fields[14]);
      quiet = ticks - last <= 3 ? quiet + 1 : 0;
      last = ticks;
      return quiet >= 4;
    },
    { what: "the extension host to come to rest", withinMs: 60_000, everyMs: 500 },
  );
}

/** As VS Code itself says it under "Running Extensions". */
async function activationTime(page: Page): Promise<number> {
  await runCommand(page, "Developer: Show Running Extensions");
  const row = page.locator(".runtime-extensions-editor .monaco-list-row", { hasText: "Quayside" }).first();
  await row.waitFor({ timeout: 30_000 });
  const text = (await row.textContent()) ?? "";
  return Number(/Activation: (\d+)ms/.exec(text)?.[1] ?? /(\d+)\s?ms/.exec(text)?.[1] ?? Number.NaN);
}
