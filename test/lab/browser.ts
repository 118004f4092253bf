import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { labEnvironment } from "./lab-folder.ts";

export interface Viewport {
  readonly width: number;
  readonly height: number;
}

/** Milliseconds, on a machine that others share: three times playwright's own. */
export const PATIENCE = 90_000;

const outFolder = fileURLToPath(new URL("../out", import.meta.url));

/**
 * Debian's Chromium. It is root's in the lab, hence no sandbox; it shows nothing but the lab's own pages. The shell of
 * it opens a page in a third of the time, and isn't all that a browser is to VS Code.
 */
export async function startBrowser(
  labFolder: string,
  program: "chromium" | "chromium-headless-shell" = "chromium",
): Promise<Browser> {
  return await chromium.launch({
    executablePath: `/usr/bin/${program}`,
    env: { ...process.env, ...labEnvironment(labFolder) },
    // The test run handles signals: it stops everything in order.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
      ...["--disable-component-update", "--disable-sync"],
    ],
  });
}

/** A page of code-server in a context of its own; resolves when the workbench is up. */
export async function openWorkbench(browser: Browser, url: string, viewport?: Viewport): Promise<Page> {
  const context = await browser.newContext({ viewport: viewport ?? { width: 1280, height: 800 } });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  await page.goto(url, { timeout: 60_000 });
  await page.locator(".monaco-workbench .part.activitybar .action-item").first().waitFor({ timeout: 60_000 });
  await page.locator(".monaco-workbench .part.statusbar .statusbar-item").first().waitFor({ timeout: 60_000 });
  return page;
}

/** Saved as `test/out/<name>.png`; gives the path. */
export async function screenshot(page: Pick<Page | Locator, "screenshot">, name: string): Promise<string> {
  const path = join(outFolder, `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  await page.screenshot({ path });
  return path;
}

const SEEN_OF_A_FRAME = 2_000;

/** The text of each of its frames, cut: what a report can hold where nobody sees the picture. */
export async function seenText(page: Page): Promise<string> {
  const texts = await Promise.all(
    page.frames().map(async (frame) => {
      // VS Code's own, which has a script in the place of a text.
      if (frame.url().includes("webWorkerExtensionHost")) return "";
      const text = await frame.evaluate(() => document.body?.innerText ?? "").catch((error: unknown) => String(error));
      return text
        .trim()
        .replace(/\s*\n\s*/g, " | ")
        .slice(0, SEEN_OF_A_FRAME);
    }),
  );
  return texts.filter((text) => text !== "").join("\n\n");
}
