import type { Page } from "playwright-core";
import { expect } from "vitest";
import { needs } from "../lab/needs.ts";
import { panelPages } from "./gallery/panel-page.ts";

const { describe, test } = needs("browser");

describe("stack traces in the Logs panel", () => {
  const pages = panelPages();
  let page: Page;
  const opened = async () => {
    await page.evaluate(() => window.gallery.settled());
    return page.evaluate(() => window.gallery.core.calls);
  };

  test("lead to the source, from the line and from its details; what is no place of a file doesn’t", async () => {
    page = await pages.open({ panel: "logs", state: "traces" });
    await page.locator(".le .ms .place").first().waitFor();
    expect(await page.locator(".le .ms .place").allInnerTexts()).toEqual([
      "/app/src/payments/charge.ts:118:17",
      "/app/src/orders/place.ts:64:5",
      "/app/src/http/router.ts:31:12",
      'File "/srv/app/billing/tax.py", line 41',
      "Tax.java:87",
    ]);
    await page.getByRole("button", { name: "Tax.java:87" }).click();
    expect(await opened()).toEqual([
      {
        method: "home.openSource",
        input: { selector: { host: "laptop", name: "shop-web-1" }, path: "com/acme/billing/Tax.java", line: 87 },
      },
    ]);
    await page.locator(".le", { hasText: "chargeOrder" }).hover();
    await page.locator(".le:hover .tw").click();
    await page.locator(".lx .place").focus();
    await page.keyboard.press("Enter");
    expect((await opened()).at(-1)?.input).toMatchObject({
      path: "/app/src/payments/charge.ts",
      line: 118,
      column: 17,
    });
  });

  test("fold the frames of packages until somebody looks, or a hit is in them", async () => {
    page = await pages.open({ panel: "logs", state: "traces" });
    const fold = () => page.getByRole("button", { name: "+ 6 frames in node_modules" });
    await fold().waitFor();
    expect(await page.getByText("express/lib").count()).toBe(0);
    await fold().click();
    expect(await page.getByText("express/lib").count()).toBe(6);
    page = await pages.open({ panel: "logs", state: "traces" });
    await fold().waitFor();
    await page.getByLabel("Search in the logs").fill("index.js:346");
    await page.keyboard.press("Enter");
    await page.locator("mark.now", { hasText: "index.js:346" }).waitFor();
  });
});
