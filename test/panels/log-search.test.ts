import type { Page } from "playwright-core";
import { expect } from "vitest";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import { panelPages } from "./gallery/panel-page.ts";

const { describe, test } = needs("browser");

describe("the Search panel in a browser", () => {
  const pages = panelPages();
  let page: Page;

  const open = async (state = "default"): Promise<void> => {
    page = await pages.open({ panel: "search", state });
  };
  const field = () => page.getByLabel("Search in all logs");
  const calls = async () => {
    await page.evaluate(() => window.gallery.settled());
    return page.evaluate(() => window.gallery.core.calls);
  };
  const asked = () => page.evaluate(() => window.gallery.core.searched.map(({ input }) => input));

  test("asks what was filled in, shows the hits as they come, and opens a hit in its log", async () => {
    await open("loading");
    await page.getByRole("button", { name: "Match case" }).click();
    await page.getByRole("button", { name: "Match whole words" }).click();
    await page.getByRole("button", { name: "Level: All levels" }).click();
    await page.getByRole("menuitemcheckbox", { name: "error" }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Time: Any time" }).click();
    await page.getByRole("menuitemcheckbox", { name: "Last hour" }).click();
    await page.keyboard.press("Escape");
    await field().press("Enter");
    await page.locator(".hit").nth(1).waitFor();
    const now = await page.evaluate(() => window.gallery.inventory.NOW);
    expect(await asked()).toEqual([
      {
        text: "timeout",
        matchCase: true,
        wholeWord: true,
        levels: ["error"],
        since: new Date(now - 3_600_000).toISOString(),
      },
    ]);
    expect(await page.getByRole("progressbar").getAttribute("aria-valuetext")).toBe("1 of 4 containers, 9 MB read");
    await page.evaluate(() => {
      const { core, search } = window.gallery;
      core.found({ ...search.whole, hits: search.hits.slice(2) });
      core.endSearch();
    });
    await page.getByText("Finished").waitFor();
    expect(await page.locator(".hg").allInnerTexts()).toEqual([
      expect.stringMatching(/shop-api-1\s+laptop\s+3/),
      expect.stringMatching(/shop-web-1\s+laptop\s+1/),
      expect.stringMatching(/ci-runner-1\s+build-vm\s+2/),
    ]);
    await page.getByText("Not searched: nas (nas does not answer).").waitFor();
    await page.getByText("ci-runner-2 on build-vm: configured logging driver does not support reading").waitFor();
    await page.locator(".hit", { hasText: "upstream" }).click();
    const [opened] = await calls();
    expect(opened).toMatchObject({ method: "home.openLogs", input: { at: { stream: "stderr", nth: 4 } } });
  });

  test("is moved in by keys alone: into the hits, through them, to the log of one, and on by F4", async () => {
    await open();
    await field().press("Enter");
    await page.locator(".hit").first().waitFor();
    await field().press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    const active = () => page.locator(".hits-list .active").innerText();
    expect(await active()).toContain("GET /healthz 503");
    expect(await active()).toContain("POST /v1/charges");
    await page.keyboard.press("Enter");
    await page.keyboard.press("F4");
    await page.keyboard.press("F4");
    await page.keyboard.press("F4");
    expect(await active()).toContain("upstream timeout");
    await page.keyboard.press("Shift+F4");
    expect(await active()).toContain("pool: waited");
    const nths = (await calls()).map(({ input }) => (input as { at: { nth: number } }).at.nth);
    expect(nths).toEqual([1, 2, 3, 4, 3]);
    await page.keyboard.press("ArrowLeft");
    expect(await active()).toContain("shop-api-1");
    await page.keyboard.press("ArrowLeft");
    expect(await page.locator(".hit").count()).toBe(3);
    const tree = page.getByRole("tree", { name: "Hits" });
    const id = await tree.getAttribute("aria-activedescendant");
    expect(await page.locator(`#${id}`).getAttribute("aria-expanded")).toBe("false");
    await page.keyboard.press("Enter");
    expect(await page.locator(".hit").count()).toBe(6);
  });

  test("is stopped, and core hears of it; what was found stays", async () => {
    await open("loading");
    await field().press("Enter");
    await page.locator(".hit").nth(1).waitFor();
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await until(() => page.evaluate(() => window.gallery.core.searched.every(({ signal }) => signal.aborted)), {
      what: "the end of the search in core",
    });
    expect(await page.locator(".hit").count()).toBe(2);
    await page.locator(".status").getByText("Stopped").waitFor();
    await page.getByRole("button", { name: "Search", exact: true }).waitFor();
  });

  test("goes on where it was cut, keeps few of ten thousand rows in the page, and shows them in time order", async () => {
    await open("10000");
    await field().press("Enter");
    await page.getByText("Only the first 10,000 hits are shown").waitFor();
    expect(await page.locator(".hit").count()).toBeLessThan(60);
    await page.getByRole("button", { name: "Order of the hits" }).click();
    await page.getByRole("menuitemcheckbox", { name: "In time order" }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("tree").focus();
    await page.keyboard.press("End");
    await page.locator(".hit.active", { hasText: "(9999)" }).waitFor();
    await page.getByRole("button", { name: "Search further" }).click();
    await until(async () => (await asked()).length === 2, { what: "the second search" });
    expect((await asked())[1]).toMatchObject({
      text: "timeout",
      rests: [{ before: "2026-07-01T12:00:00.000000000Z", lines: 9 }],
    });
  });

  test("is kept to hosts, stacks and containers, and remembers what was searched for", async () => {
    await open();
    await page.getByRole("button", { name: "All containers" }).click();
    const sheet = page.getByRole("dialog");
    await sheet.getByLabel("Find a host, stack or container").fill("shop laptop");
    expect(await sheet.getByRole("checkbox").count()).toBeGreaterThan(3);
    await sheet.getByRole("checkbox", { name: "shop stack on laptop" }).check();
    await sheet.getByLabel("Find a host, stack or container").fill("build-vm host");
    await sheet.getByRole("checkbox", { name: "build-vm host" }).check();
    await sheet.getByRole("button", { name: "Done" }).click();
    await page.getByRole("button", { name: "2 chosen" }).waitFor();
    await field().fill("needle");
    await field().press("Enter");
    await page.locator(".hit").first().waitFor();
    expect((await asked()).at(-1)).toEqual({
      text: "needle",
      hosts: ["buildvm"],
      stacks: [{ host: "laptop", name: "shop" }],
      containers: [],
    });
    await page.getByRole("button", { name: "Recent searches" }).click();
    expect(await page.getByRole("menuitem").allInnerTexts()).toEqual(["needle", "timeout", "refused", "Forget these"]);
    await page.getByRole("menuitem", { name: "refused" }).click();
    await until(async () => (await asked()).at(-1)?.text === "refused", { what: "the search from before" });
    expect(await page.evaluate(() => window.gallery.remembered)).toMatchObject({
      recent: ["refused", "needle", "timeout"],
    });
  });

  test("says that nothing was found, what failed, and that an answer of a stranger is only text", async () => {
    await open("empty");
    await field().press("Enter");
    await page.getByText("4 containers searched, 21 MB read.").waitFor();
    await open("error");
    await field().press("Enter");
    await page.getByRole("heading", { name: "Docker refused on laptop" }).waitFor();
    await open();
    await field().press("Enter");
    await page.locator(".hit", { hasText: "<U+202E>job <b>4698</b>:\\0 timeout" }).waitFor();
  });
});
