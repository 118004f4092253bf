import type { Page } from "playwright-core";
import { expect } from "vitest";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import { panelPages } from "./gallery/panel-page.ts";

const { describe, test } = needs("browser");

describe("what containers use, in the table", () => {
  const pages = panelPages();
  let page: Page;

  const open = async (state = "default", width = 1200): Promise<void> => {
    page = await pages.open({ panel: "containers", state, width });
  };
  const row = (name: string) =>
    page.locator(".vrow.gr", { has: page.locator(".c-name", { hasText: new RegExp(`^${name}$`) }) });
  const cell = (name: string, column: "cpu" | "memory") => row(name).locator(`.c-${column}`);
  /** Each asking so far: how many containers, and whether it was let go. */
  const watched = () =>
    page.evaluate(() =>
      window.gallery.core.watched.map(({ refs, signal, beside }) => ({
        ...{ ids: refs.map(({ id }) => id), over: signal.aborted, beside },
      })),
    );
  const going = async () => (await watched()).filter(({ over }) => !over).length;
  const becomes = (count: number) =>
    until(async () => (await going()) === count, { what: `${count} streams that go on` });
  const idOf = (name: string) =>
    page.evaluate(
      (wanted) => window.gallery.inventory.snapshot.containers.find((one) => one.name === wanted)?.id ?? "",
      name,
    );
  const names = () => page.locator(".rows .c-name").allTextContents();

  test("has a value to read and a line of the last minute to look at", async () => {
    await open();
    await cell("shop-api-1", "cpu").getByText("38.1 %").waitFor();
    expect(await cell("ci-runner-1", "cpu").innerText()).toBe("291 %");
    expect(await cell("shop-api-1", "memory").innerText()).toBe("486 MB");
    expect(await cell("shop-api-1", "memory").getAttribute("title")).toBe("486 MB of 16 GB");
    const line = cell("shop-api-1", "cpu").locator(".spark-line");
    expect((await line.getAttribute("d"))?.split(/[ML]/).slice(1)).toHaveLength(60);
    // The picture says nothing to who can't see it; the value is all of the cell's text.
    expect(await row("shop-api-1").getByRole("gridcell", { name: "38.1 %", exact: true }).count()).toBe(1);
    expect(await page.getByRole("columnheader", { name: "CPU" }).count()).toBe(1);
  });

  test("is empty for one that doesn’t run, and said not to be known for one that does", async () => {
    await open("bare");
    await becomes(1);
    expect(await cell("shop-migrate-1", "cpu").innerText()).toBe("");
    expect(await row("shop-web-1").getByRole("gridcell", { name: "Not known" }).count()).toBe(2);
    const ref = { host: "laptop", id: await idOf("shop-web-1") };
    const tell = (sample: { time: number; cpuPercent?: number; memory?: { used: number } } | null) =>
      page.evaluate(([to, what]) => window.gallery.core.stats([{ ref: to, sample: what }]), [ref, sample] as const);
    await tell({ time: 1, memory: { used: 5e6 } });
    await cell("shop-web-1", "memory").getByText("5 MB").waitFor();
    expect(await cell("shop-web-1", "cpu").innerText()).toContain("Not known");
    await tell({ time: 1001, cpuPercent: 7, memory: { used: 5e6 } });
    await cell("shop-web-1", "cpu").getByText("7.0 %").waitFor();
    await tell(null);
    await row("shop-web-1").getByRole("gridcell", { name: "Not known" }).nth(1).waitFor();
  });

  test("is asked for of the rows that are seen, and let go of those that were, without a moment between", async () => {
    await open("10000");
    await becomes(1);
    const [first] = await watched();
    expect(first?.ids.length).toBeGreaterThan(20);
    expect(first?.ids.length).toBeLessThan(60);
    await page.locator(".scroll").evaluate((element) => {
      element.scrollTop = 50_000;
    });
    await until(async () => (await watched()).length > 1, { what: "another asking" });
    await becomes(1);
    const last = (await watched()).at(-1);
    expect(last?.beside).toBe(1);
    expect(last?.ids.some((id) => first?.ids.includes(id))).toBe(false);
  });

  test("is let go while the panel is too narrow, its page is hidden, or there is no table", async () => {
    await open();
    await becomes(1);
    await page.setViewportSize({ width: 500, height: 760 });
    await becomes(0);
    expect(await cell("shop-api-1", "cpu").isVisible()).toBe(false);
    await page.setViewportSize({ width: 700, height: 760 });
    await becomes(1);
    expect(await cell("shop-api-1", "cpu").isVisible()).toBe(true);
    expect(await cell("shop-api-1", "cpu").locator(".spark").isVisible()).toBe(false);
    const show = (state: string) =>
      page.evaluate((visibility) => {
        Object.defineProperty(document, "visibilityState", { value: visibility, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
      }, state);
    await show("hidden");
    await becomes(0);
    await show("visible");
    await becomes(1);
    await page.evaluate(() => window.gallery.core.snapshot({ hosts: [], containers: [], listed: [] }));
    await becomes(0);
  });

  test("sorts the rows: the most first, and the other way round", async () => {
    await open();
    await cell("shop-api-1", "cpu").getByText("38.1 %").waitFor();
    await page.getByRole("button", { name: "None", exact: true }).click();
    await page.getByRole("button", { name: "CPU" }).click();
    await until(async () => (await names())[0] === "ci-runner-1build-vm", { what: "the busiest at the top" });
    expect((await names()).slice(0, 3)).toEqual(["ci-runner-1build-vm", "shop-api-1laptop", "ci-runner-2build-vm"]);
    await page.getByRole("button", { name: "Memory" }).click();
    expect((await names()).slice(0, 2)).toEqual(["ci-runner-1build-vm", "ci-runner-2build-vm"]);
    await page.getByRole("button", { name: "Memory" }).click();
    expect((await names()).at(-1)).toBe("ci-runner-1build-vm");
  });

  test("lets the view stay where it is while rows that are sorted by it change places", async () => {
    await open("10000");
    await page.getByRole("button", { name: "None", exact: true }).click();
    await page.getByRole("button", { name: "CPU" }).click();
    await until(async () => (await watched()).at(-1)?.ids.length === 200, { what: "two hundred" });
    await page.locator(".scroll").evaluate((element) => {
      element.scrollTop = 2200;
    });
    const first = page.locator(".rows .vrow").nth(12);
    await until(async () => (await first.getAttribute("aria-rowindex")) !== "14", { what: "the rows further down" });
    await becomes(1);
    const key = (await first.getAttribute("data-key")) ?? "";
    await page.evaluate(
      ([host = "", id = ""]) => window.gallery.core.stats([{ ref: { host, id }, sample: { time: 1, cpuPercent: 90 } }]),
      key.split("/"),
    );
    await until(async () => (await first.getAttribute("data-key")) !== key, { what: "the row to go to the top" });
    expect(await page.locator(".scroll").evaluate(({ scrollTop }) => scrollTop)).toBe(2200);
  });

  test("is asked for of as many as may be, and no more, where ten thousand are sorted by it", async () => {
    await open("10000");
    await becomes(1);
    await page.getByRole("button", { name: "CPU" }).click();
    await until(async () => (await watched()).at(-1)?.ids.length === 200, { what: "two hundred" });
    await becomes(1);
  });
});
