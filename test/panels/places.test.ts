import type { Page } from "playwright-core";
import { expect } from "vitest";
import { needs } from "../lab/needs.ts";
import type { GalleryOptions } from "./gallery/open-gallery.ts";
import { panelPages } from "./gallery/panel-page.ts";

const { describe, test } = needs("browser");

describe("what stands where in a panel", () => {
  const pages = panelPages();
  let page: Page;

  const open = async (options: GalleryOptions): Promise<void> => {
    page = await pages.open(options);
  };
  const left = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => Math.round(element.getBoundingClientRect().left));

  for (const width of [1200, 700, 480]) {
    test(`skeletons of hosts, stacks, names and states lie where these come, ${width} pixels wide`, async () => {
      await open({ panel: "containers", state: "loading", width });
      const skeletons = {
        host: await left(".gh:not(.sub) .skel-name"),
        stack: await left(".gh.sub .skel-name"),
        name: await left(".gr .skel-name"),
        status: await left(".gr .skel-status"),
      };
      await page.evaluate(() => {
        const { core, inventory } = window.gallery;
        core.snapshot({ ...inventory.snapshot, listed: ["laptop"] });
      });
      await page.getByText("shop-api-1").waitFor();
      expect(skeletons).toEqual({
        host: await left(".gh:not(.sub) bdi"),
        stack: await left(".gh.sub bdi"),
        name: await left(".gr .c-name bdi"),
        status: await left(".gr .c-name + span"),
      });
    });

    test(`so do those of a host whose containers are read, ${width} pixels wide`, async () => {
      await open({ panel: "containers", state: "loading", width });
      await page.evaluate(() => {
        const { core, inventory } = window.gallery;
        const containers = inventory.containers.filter(({ host }) => host === "laptop");
        core.snapshot({ ...inventory.snapshot, containers, listed: ["laptop"] });
      });
      await page.getByText("shop-api-1").waitFor();
      expect(await left(".vrow .skel-name")).toBe(await left(".gr .c-name bdi"));
      expect(await left(".vrow .skel-status")).toBe(await left(".gr .c-name + span"));
    });
  }

  test("high contrast has no fills: a hovered row and the bar of the selection are as black as the page", async () => {
    await open({ panel: "containers", theme: "high-contrast" });
    await page.locator(".gr", { hasText: "shop-web-1" }).locator(".c-name").click();
    const hovered = page.locator(".vrow", { hasText: "shop-api-1" });
    await hovered.hover();
    const fills = await page.evaluate(() => {
      const fill = (selector: string) =>
        getComputedStyle(document.querySelector(selector) ?? document.body).backgroundColor;
      return [fill(".vrow:hover"), fill(".is-sel"), fill(".bulk"), fill(".panel"), fill(".vrow:hover .acts")];
    });
    const [row, selected, bulk, panel, acts] = fills;
    expect([row, selected]).toEqual(["rgba(0, 0, 0, 0)", "rgba(0, 0, 0, 0)"]);
    expect([bulk, acts]).toEqual([panel, panel]);
    expect(await hovered.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe("dashed");
  });

  test("a quiet line of the logs that is cut tells all of it in its tooltip", async () => {
    await open({ panel: "logs", width: 480 });
    const long = page.locator(".gapline .t", { hasText: "214 lines skipped here" });
    expect(await long.getAttribute("title")).toBe(await long.textContent());
  });
});
