import type { Page } from "playwright-core";
import { expect } from "vitest";
import { needs } from "../lab/needs.ts";
import { panelPages } from "./gallery/panel-page.ts";

const { describe, test } = needs("browser");

describe("the Logs panel, opened at a line,", () => {
  const pages = panelPages();
  let page: Page;

  test("shows that line, marked, among what is around it, whatever span of time was chosen before, and doesn’t follow", async () => {
    page = await pages.open({ panel: "logs", state: "jump" });
    await page.locator(".le.picked").getByText("charge 58213 failed").waitFor();
    expect(await page.locator(".le.picked").count()).toBe(1);
    await page.locator(".status").getByText("Follow let go").waitFor();
    await page.locator(".le").getByText("acquirer slow").waitFor();
    expect(await page.getByRole("button", { name: "Time: Latest lines" }).count()).toBe(1);
  });

  test("reads the lines around one that is older than all that is followed, says so, and goes back to the newest", async () => {
    page = await pages.open({ panel: "logs", state: "jump-far" });
    await page.getByText("These are lines of the past").waitFor();
    await page.locator(".le.picked").getByText("request 7 ").waitFor();
    await page.evaluate(() => window.gallery.settled());
    const asked = await page.evaluate(() => window.gallery.core.calls.map(({ method }) => method));
    expect(asked).toContain("logs.around");
    await page.evaluate(() => {
      const { core, logs } = window.gallery;
      core.lines(logs.manyLines(3, 70_000));
    });
    await page.getByRole("button", { name: "Show the newest lines" }).click();
    await page.locator(".le").getByText("request 70002 ").waitFor();
    expect(await page.getByText("These are lines of the past").count()).toBe(0);
  });

  test("says why the lines around one could not be read", async () => {
    page = await pages.open({ panel: "logs", state: "jump-lost" });
    await page.getByText("its log is gone").waitFor();
    await page.getByRole("button", { name: "Try again" }).waitFor();
    // Whoever serves the panel says there what was no error of ours.
    expect(pages.takeProblems()).toEqual([expect.stringContaining("its log is gone")]);
  });
});
