import type { Page } from "playwright-core";
import { expect } from "vitest";
import { needs } from "../lab/needs.ts";
import { panelPages } from "./gallery/panel-page.ts";

const { describe, test } = needs("browser");

describe("the page of a container in a browser", () => {
  const pages = panelPages();
  let page: Page;

  const open = async (state = "default"): Promise<void> => {
    page = await pages.open({ panel: "container", state });
  };
  const head = () => page.locator(".p-container > .head");
  const calls = () => page.evaluate(() => window.gallery.core.calls.map(({ method }) => method));

  test("says which it is, where it is and how it stands, and does what its buttons say", async () => {
    await open();
    expect(await head().innerText()).toMatch(/shop-api-1\s+laptop\s+shop\s+Unhealthy\s+up 2 h/);
    await page.getByRole("button", { name: "Logs" }).click();
    await page.getByRole("button", { name: "Terminal" }).click();
    await page.getByRole("button", { name: "Restart" }).click();
    await page.evaluate(() => window.gallery.settled());
    expect(await calls()).toEqual(["home.openLogs", "home.openTerminal", "containers.restart"]);
    await page.getByRole("button", { name: "More actions" }).click();
    const menu = page.getByRole("menu", { name: "Actions for shop-api-1" });
    expect(await menu.getByRole("menuitem", { name: "Open", exact: true }).count()).toBe(0);
    await menu.getByRole("menuitem", { name: "Remove…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  });

  test("follows its container by its name when it is created anew, and says so", async () => {
    await open();
    await page.evaluate(() => {
      const { core, container } = window.gallery;
      core.change({ removedContainers: [container.shown] });
    });
    await page.getByText("shop-api-1 is removed from laptop").waitFor();
    expect(await page.getByRole("button", { name: "Logs" }).getAttribute("title")).toBe("It is not there any more.");
    await page.evaluate(() => {
      const { core, container } = window.gallery;
      core.change({ containers: [{ ...container.shown, id: "f".repeat(64), image: "shop/api:newer" }] });
    });
    await page.getByText("It was created anew at 14:32").waitFor();
    await page.getByText("shop/api:newer").first().waitFor();
    expect(await page.getByText("is removed from").count()).toBe(0);
    await page.getByRole("button", { name: "Dismiss" }).click();
    expect(await page.getByText("It was created anew").count()).toBe(0);
  });

  test("goes on with the container that was renamed", async () => {
    await open();
    await page.evaluate(() => {
      const { core, container } = window.gallery;
      core.change({ containers: [{ ...container.shown, name: "shop-api-old" }] });
    });
    await page.getByRole("heading", { name: "shop-api-old" }).waitFor();
  });

  test("says since when its host does not answer, and shows what was known", async () => {
    await open();
    await page.evaluate(() => {
      const { core, inventory } = window.gallery;
      core.change({ hosts: [{ ...inventory.unreachableHost, id: "laptop", name: "laptop" }] });
    });
    await page.getByText("laptop does not answer. What stands here is as of 14:18.").waitFor();
    await page.getByText("shop/api:dev").first().waitFor();
    expect(await head().innerText()).toContain("Unhealthy, as of 14:18");
  });

  test("says that there is none of that name, and shows it as soon as there is", async () => {
    await open("empty");
    await page.getByRole("heading", { name: "There is no shop-api-7 on laptop" }).waitFor();
    await page.evaluate(() => {
      const { core, container } = window.gallery;
      core.change({ containers: [{ ...container.shown, id: "e".repeat(64), name: "shop-api-7" }] });
    });
    await page.getByText("shop/api:dev").first().waitFor();
  });
});
