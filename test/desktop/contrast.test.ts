import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { desktopThemes } from "../../docker-desktop-extension/preview/page/desktop-themes.ts";
import { screenshot } from "../lab/browser.ts";
import { createContainer, removeContainer, runContainer, runUnhealthy } from "../lab/containers.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { openTab, row, type SimulatedDesktop, startDesktop } from "./simulated-desktop.ts";
import { unreadableTexts } from "./text-contrast.ts";

const { describe, test } = needs("engine", "browser");

/** Themes that Docker Desktop might give; each stands in place of what the simulated one gives. */
const partial = (mode: "dark" | "light") => {
  const { primary, text } = desktopThemes[mode].palette;
  return { palette: { primary: { main: primary.main }, text: { primary: text.primary } } };
};
const themes = {
  whole: desktopThemes,
  partial: { dark: partial("dark"), light: partial("light") },
  "of the other mode": { dark: desktopThemes.light, light: desktopThemes.dark },
  absent: undefined,
} as const;

/** Runs before the page's own scripts, in place of what Docker Desktop would set. */
function giveTheme(given: unknown): void {
  Object.defineProperty(window, "__ddMuiV6Themes", { get: () => given, set: () => {} });
}

describe("the text of the tab in Docker Desktop", () => {
  let lab: Lab;
  let browser: Browser;
  let desktop: SimulatedDesktop;
  const engine = () => sharedEngines()[0];
  const made: string[] = [];

  beforeAll(async () => {
    lab = openLab();
    browser = await lab.startBrowser();
    desktop = await startDesktop({ dockerHost: engine().dockerHost });
    made.push(await runUnhealthy(engine(), "contrast-sick"));
    made.push(await createContainer(engine(), { name: "contrast-created" }));
    const colours = Array.from(
      { length: 8 },
      (_, colour) => `printf '\\033[3${colour}mcolour ${colour}\\033[9${colour}m bright\\033[0m\\n'`,
    );
    made.push(await runContainer(engine(), { name: "contrast-logs", script: `${colours.join("; ")}; sleep 600` }));
  });

  afterAll(async () => {
    await desktop?.close();
    for (const id of made) await removeContainer(engine(), id);
    await lab?.close();
  });

  const unreadable = async (page: Page) =>
    (await page
      .frames()
      .find((frame) => frame.url().includes("/ui/"))
      ?.evaluate(unreadableTexts)) ?? ["There is no tab."];

  for (const [what, given] of Object.entries(themes))
    for (const theme of ["dark", "light"] as const)
      test(`can be read in each panel, in ${theme}, where Docker Desktop’s theme is ${what}`, async () => {
        const { page, tab, close } = await openTab(browser, desktop.url, {
          ...{ theme, viewport: { width: 1280, height: 800 } },
          before: (page) => page.addInitScript(giveTheme, given),
        });
        try {
          const name = `${what.replaceAll(" ", "-")}-${theme}`;
          await row(tab, "contrast-sick").getByText("Unhealthy").waitFor();
          await tab
            .getByRole("link", { name: /Containers/ })
            .getByRole("img")
            .waitFor();
          await row(tab, "contrast-created").click();
          expect(await unreadable(page)).toEqual([]);
          await page.keyboard.press("ContextMenu");
          await tab.getByRole("menu").waitFor();
          await screenshot(page, `screenshots/contrast-containers-${name}`);
          expect(await unreadable(page)).toEqual([]);
          await page.keyboard.press("Escape");
          await row(tab, "contrast-created").focus();
          await page.keyboard.press("Delete");
          await tab.getByRole("dialog").waitFor();
          expect(await unreadable(page)).toEqual([]);
          await page.keyboard.press("Escape");

          await row(tab, "contrast-logs").dblclick();
          await tab.getByRole("heading", { name: "contrast-logs", level: 1 }).waitFor();
          await tab.getByText("Health checks").waitFor();
          await screenshot(page, `screenshots/contrast-container-${name}`);
          expect(await unreadable(page)).toEqual([]);
          await tab.getByRole("button", { name: "Logs" }).click();
          await tab.locator(".le").getByText("colour 7").waitFor();
          await tab.locator(".le").first().click();
          await screenshot(page, `screenshots/contrast-logs-${name}`);
          expect(await unreadable(page)).toEqual([]);

          await tab.getByRole("link", { name: "Search" }).click();
          await tab.getByRole("heading", { name: "Search", exact: true }).waitFor();
          expect(await unreadable(page)).toEqual([]);
          await tab.getByRole("link", { name: "Stats" }).click();
          await tab.getByText("Top consumers").waitFor();
          await screenshot(page, `screenshots/contrast-stats-${name}`);
          expect(await unreadable(page)).toEqual([]);

          await tab.getByRole("link", { name: "Terminals" }).click();
          await tab.getByRole("button", { name: "New terminal" }).click();
          await tab.getByRole("dialog").getByText("contrast-sick").waitFor();
          expect(await unreadable(page)).toEqual([]);
          await page.keyboard.press("Escape");

          await tab.getByRole("link", { name: "Hosts" }).click();
          await tab.getByRole("article").first().waitFor();
          expect(await unreadable(page)).toEqual([]);
          await tab.getByRole("button", { name: "Add a host" }).click();
          await tab.getByLabel("Address").fill("tcp://127.0.0.1:1");
          await tab.getByRole("button", { name: "Test", exact: true }).hover();
          await tab.getByRole("button", { name: "Test", exact: true }).click();
          await tab.getByText(/stopped at step/).waitFor();
          await screenshot(page, `screenshots/contrast-hosts-${name}`);
          expect(await unreadable(page)).toEqual([]);
        } finally {
          await close();
        }
      });

  test("is seen whole in the badges of the navigation, where that has no room for words, too", async () => {
    const { page, tab, close } = await openTab(browser, desktop.url, { viewport: { width: 800, height: 600 } });
    const badge = tab.getByRole("link", { name: /Containers/ }).getByRole("img");
    await badge.waitFor();
    const [inner, outer] = [await badge.boundingBox(), await tab.getByRole("navigation").boundingBox()];
    if (inner === null || outer === null) throw new Error("Nothing is drawn.");
    expect(inner.x).toBeGreaterThanOrEqual(outer.x);
    expect(inner.x + inner.width).toBeLessThanOrEqual(outer.x + outer.width);
    await screenshot(page, "screenshots/desktop-containers-800-dark");
    expect(await unreadable(page)).toEqual([]);
    await close();
  });

  test("is that of the other mode at once when the system turns dark or light", async () => {
    const { page, tab, close } = await openTab(browser, desktop.url, { theme: "dark" });
    await row(tab, "contrast-created").waitFor();
    const background = () => tab.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
    expect(await background()).toBe("rgb(20, 25, 30)");
    await page.emulateMedia({ colorScheme: "light" });
    await tab.locator("body.vscode-light").waitFor();
    expect(await background()).toBe("rgb(255, 255, 255)");
    expect(await unreadable(page)).toEqual([]);
    await close();
  });
});
