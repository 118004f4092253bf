import type { Page } from "playwright-core";
import type { Lab } from "../lab/lab.ts";
import { bundleGallery, openGallery } from "../panels/gallery/open-gallery.ts";
import { percentile, type Row, rounded } from "./row.ts";

const LINES = 100_000;
/** Lines a second, and for how many seconds. */
const SPEED = 20_000;
const SECONDS = 5;
const MEGABYTES = 100;
const ROUNDS = 5;

/** The page of the Logs panel in a browser: an expression over a full window, many lines a second, and its memory. */
export async function benchLogsPage(lab: Lab): Promise<Row[]> {
  const [browser, bundle] = await Promise.all([lab.startBrowser(), bundleGallery()]);
  try {
    const { page } = await openGallery(browser, bundle, { panel: "logs", state: "default" });
    // The runner marks functions that have a name with a helper that the page doesn't have.
    await page.evaluate("globalThis.__name = (marked) => marked");
    await fill(page);
    const filtered: { readonly took: number; readonly frame: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) filtered.push(await expression(page, round));
    const frame = await stream(page);
    const memory = await throughput(page);
    const took = percentile(
      filtered.map((one) => one.took),
      0.5,
    );
    const longest = Math.max(...filtered.map((one) => one.frame));
    return [
      row("expression over 100,000 lines", "ms", 150, took, ROUNDS),
      row("longest frame meanwhile", "ms", 50, longest, ROUNDS),
      row("longest frame while 20,000 lines a second come", "ms", 50, frame, 1),
      row("page memory after 100 MB of lines", "MB", 150, memory, 1),
    ];
  } finally {
    await browser.close();
  }
}

function row(name: string, unit: string, limit: number, reached: number, samples: number): Row {
  return { name, unit, target: `≤ ${limit}`, reached: rounded(reached), kept: reached <= limit, samples };
}

async function fill(page: Page): Promise<void> {
  await page.evaluate(async (count) => {
    const { core, logs } = window.gallery;
    for (let from = 0; from < count; from += 5000) {
      core.lines(logs.manyLines(5000, from));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }, LINES);
  await page.getByText("100,000 lines").waitFor();
  await page.getByRole("button", { name: "Regular expression" }).click();
}

/** From what is typed to what is shown, and the longest time between two frames meanwhile. */
function expression(page: Page, round: number): Promise<{ took: number; frame: number }> {
  return page.evaluate(async (nth) => {
    const field = document.querySelector<HTMLInputElement>('input[aria-label="Filter the lines"]');
    if (field === null) throw new Error("There is no filter.");
    const busy = () => document.querySelector(".status")?.textContent?.includes("Filtering") === true;
    const shown = () => document.querySelector(".status")?.textContent ?? "";
    const before = shown();
    let last = performance.now();
    let frame = 0;
    let over = false;
    const tick = (now: number): void => {
      frame = Math.max(frame, now - last);
      last = now;
      if (!over) requestAnimationFrame(tick);
    };
    await new Promise((resolve) => requestAnimationFrame(resolve));
    last = performance.now();
    requestAnimationFrame(tick);
    const from = performance.now();
    // Each round lets another number of lines through, which is how its end is seen.
    field.value = `(error|req.*) .*\\d{${nth + 1},} (failed|done)`;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve));
    while (busy() || shown() === before) await new Promise((resolve) => setTimeout(resolve, 1));
    const took = performance.now() - from;
    over = true;
    return { took, frame };
  }, round);
}

function stream(page: Page): Promise<number> {
  return page.evaluate(
    async ([speed = 0, seconds = 0]) => {
      const { core, logs } = window.gallery;
      const batches = Array.from({ length: seconds * 20 }, (_, index) =>
        logs.manyLines(speed / 20, 200_000 + (index * speed) / 20),
      );
      let frame = 0;
      let last = performance.now();
      let over = false;
      const tick = (now: number): void => {
        frame = Math.max(frame, now - last);
        last = now;
        if (!over) requestAnimationFrame(tick);
      };
      requestAnimationFrame(tick);
      for (const batch of batches) {
        core.lines(batch);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      over = true;
      return frame;
    },
    [SPEED, SECONDS],
  );
}

async function throughput(page: Page): Promise<number> {
  await page.evaluate(async (megabytes) => {
    const { core, logs } = window.gallery;
    const text = "y".repeat(100);
    for (let done = 0; done < megabytes * 10; done++) {
      const items = logs
        .manyLines(1000, done * 1000)
        .map((item) => ("line" in item ? { line: { ...item.line, text: `${done} ${text}` } } : item));
      core.lines(items);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }, MEGABYTES);
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return usedSize / 1_000_000;
}
