import type { Tab } from "../desktop/simulated-desktop.ts";
import { removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { percentile, type Row, rounded } from "./row.ts";

const SAMPLES = 200;
const A_LINE = 50;

declare global {
  interface Window {
    echoes: number[];
  }
}

/** From the key until what it shows is drawn, in a terminal of the tab. */
export async function benchTabEcho(engine: EngineAccess, { page, tab }: Tab): Promise<Row> {
  const id = await runContainer(engine, { name: "0000-echo" });
  try {
    await tab.getByRole("navigation").getByRole("link", { name: "Terminals" }).click();
    await tab.getByRole("button", { name: "New terminal" }).click();
    await tab.getByLabel("Find a container").fill("0000-echo");
    await tab.getByRole("button", { name: /^0000-echo/ }).waitFor();
    await page.keyboard.press("Enter");
    await tab.locator(".xterm.focus .xterm-rows").getByText("#").first().waitFor();
    // What is typed before the shell has handed its terminal over is read by it and lost. The quotes keep what is
    // waited for out of the command’s own echo.
    await page.keyboard.type("echo re''ady; cat >/dev/null\n");
    await tab.locator(".xterm-rows").getByText("ready").waitFor();
    await tab.locator(".xterm-rows").evaluate((rows) => {
      // Not in functions with a name: the runner marks such with a helper that the page doesn't have.
      let since: number | undefined;
      let before = 0;
      window.echoes = [];
      document.addEventListener(
        "keydown",
        (event) => {
          if (event.key === "x") since = performance.now();
          before = rows.textContent?.split("x").length ?? 0;
        },
        { capture: true },
      );
      new MutationObserver(() => {
        if (since === undefined || (rows.textContent?.split("x").length ?? 0) <= before) return;
        window.echoes.push(performance.now() - since);
        since = undefined;
      }).observe(rows, { childList: true, subtree: true, characterData: true });
    });
    const echoes = (): Promise<number[]> => tab.locator("body").evaluate(() => window.echoes);
    for (let n = 1; n <= SAMPLES; n++) {
      await page.keyboard.press("x");
      while ((await echoes()).length < n) await new Promise((resolve) => setTimeout(resolve, 5));
      if (n % A_LINE === 0) await page.keyboard.press("Enter");
    }
    const reached = percentile(await echoes(), 0.95);
    return {
      ...{ name: "key → its echo in a terminal of the panel in Docker Desktop, p95", unit: "ms", target: "≤ 30" },
      ...{ reached: rounded(reached), kept: reached <= 30, samples: SAMPLES },
    };
  } finally {
    await removeContainer(engine, id);
  }
}
