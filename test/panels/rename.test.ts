import type { Page } from "playwright-core";
import { expect } from "vitest";
import { axeFinds } from "../lab/axe.ts";
import { screenshot } from "../lab/browser.ts";
import { needs } from "../lab/needs.ts";
import type { GalleryOptions } from "./gallery/open-gallery.ts";
import { panelPages } from "./gallery/panel-page.ts";

const { describe, test } = needs("browser");

describe("renaming in the Containers panel", () => {
  const pages = panelPages();
  let page: Page;

  const open = async (options: Partial<GalleryOptions> = {}): Promise<void> => {
    page = await pages.open({ panel: "containers", ...options });
  };
  const row = (name: string) =>
    page.locator(".vrow.gr", { has: page.locator(".c-name", { hasText: new RegExp(`^${name}$`) }) });
  const field = (name: string) => page.getByLabel(`New name of ${name}`);
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const begin = async (name: string) => {
    await row(name).focus();
    await press("F2");
    await field(name).waitFor();
  };
  /** The name in the row that has the focus itself. */
  const focusedRow = () =>
    page.evaluate(() => {
      const { activeElement } = document;
      return activeElement?.getAttribute("role") === "row"
        ? activeElement.querySelector(".c-name")?.textContent
        : undefined;
    });
  const renames = () =>
    page.evaluate(async () => {
      await window.gallery.settled();
      return window.gallery.core.calls.filter(({ method }) => method === "containers.rename").map(({ input }) => input);
    });

  test("opens by F2 with the name selected, Enter applies it, and the row has the focus again under its new name", async () => {
    await open();
    await page.evaluate(() => {
      const { core, inventory } = window.gallery;
      core.answers["containers.rename"] = ({ ref, name }) => {
        const before = inventory.containers.find(({ id }) => id === ref.id);
        if (before !== undefined) core.change({ containers: [{ ...before, name }] });
      };
    });
    await begin("shop-cache-1");
    const selected = await field("shop-cache-1").evaluate((input) =>
      input instanceof HTMLInputElement ? input.value.slice(input.selectionStart ?? 0, input.selectionEnd ?? 0) : "",
    );
    expect(selected).toBe("shop-cache-1");
    await page.keyboard.type("zz-cache");
    expect(await axeFinds(page)).toEqual([]);
    await press("Enter");
    await row("zz-cache").waitFor();
    expect(await focusedRow()).toBe("zz-cache");
    expect(await renames()).toEqual([{ ref: { host: "laptop", id: expect.any(String) }, name: "zz-cache" }]);
    await press("ArrowUp");
    expect(await focusedRow()).toBe("shop-web-1");
  });

  test("opens from the menu, which shows its key, and by that key in the menu", async () => {
    await open();
    await row("shop-db-1").hover();
    await row("shop-db-1").getByRole("button", { name: "More actions" }).click();
    const entry = page.getByRole("menuitem", { name: "Rename…" });
    expect(await entry.textContent()).toContain("F2");
    await entry.click();
    await field("shop-db-1").waitFor();
    await page.keyboard.type("typed");
    expect(await field("shop-db-1").inputValue()).toBe("typed");
    await press("Escape");
    expect(await focusedRow()).toBe("shop-db-1");
    await press("Shift+F10", "F2");
    await field("shop-db-1").waitFor();
    expect(await page.getByRole("menu").count()).toBe(0);
    await page.keyboard.type("again");
    expect(await field("shop-db-1").inputValue()).toBe("again");
    expect(await renames()).toEqual([]);
  });

  test("Escape and a click elsewhere leave the name as it is, and so does Enter on the same name", async () => {
    await open();
    await begin("shop-cache-1");
    await page.keyboard.type("other");
    await press("Escape");
    expect(await focusedRow()).toBe("shop-cache-1");
    await press("F2", "Enter");
    expect(await focusedRow()).toBe("shop-cache-1");
    await press("F2");
    await page.keyboard.type("other");
    await row("shop-db-1").locator(".c-name").click();
    expect(await page.locator(".rename").count()).toBe(0);
    expect(await focusedRow()).toBe("shop-db-1");
    expect(await renames()).toEqual([]);
  });

  test("keys and clicks in the field are the field's: no other command runs, nothing is picked, no logs open", async () => {
    await open();
    await begin("shop-cache-1");
    await page.keyboard.type("slrt /io");
    await press("Home", "ControlOrMeta+a", "End", "Delete", "ArrowLeft");
    await field("shop-cache-1").dblclick();
    expect(await field("shop-cache-1").inputValue()).toBe("slrt /io");
    expect(await page.locator(".is-sel").count()).toBe(0);
    expect(await page.evaluate(() => window.gallery.core.calls)).toEqual([]);
  });

  test("tells below the field what is wrong with a name, and does not send it", async () => {
    await open();
    await begin("shop-cache-1");
    await page.keyboard.type("no/such name");
    const message = page.getByRole("alert");
    expect(await message.textContent()).toContain("begins with a letter or digit");
    expect(await field("shop-cache-1").getAttribute("aria-invalid")).toBe("true");
    expect(await field("shop-cache-1").getAttribute("aria-describedby")).toBe(await message.getAttribute("id"));
    await press("Enter");
    await field("shop-cache-1").waitFor();
    expect(await axeFinds(page)).toEqual([]);
    await press("ControlOrMeta+a");
    await page.keyboard.type("x");
    await message.waitFor();
    await page.keyboard.type("y");
    await message.waitFor({ state: "detached" });
    await press("Enter");
    expect((await renames()).length).toBe(1);
  });

  for (const [theme, width] of [
    ["dark", 1200],
    ["light", 480],
    ["high-contrast", 480],
  ] as const) {
    test(`the message is seen whole, in ${theme}, ${width} pixels wide, at the end of the table too`, async () => {
      await open({ theme, width, height: 420 });
      await begin("shop-cache-1");
      await page.keyboard.type("no/such name");
      const seen = () =>
        page.evaluate(() => {
          const box = document.querySelector(".rename-problem")?.getBoundingClientRect() ?? new DOMRect();
          const table = document.querySelector(".scroll")?.getBoundingClientRect() ?? new DOMRect();
          return box.height > 0 && box.top >= table.top && box.bottom <= table.bottom && box.right <= table.right;
        });
      expect(await seen()).toBe(true);
      await screenshot(page, `screenshots/containers-rename-${theme}-${width}`);
      await press("Escape");
      for (let n = 0; n < 11; n++) await press("ArrowDown");
      expect(await focusedRow()).toBe("staging-caddy-1");
      await press("F2");
      await page.keyboard.type("no/such name");
      await page.getByRole("alert").waitFor();
      expect(await seen()).toBe(true);
    });
  }

  for (const moves of ["moves them", "takes them out and puts them in"] as const) {
    test(`stays open, with the focus and what is typed, while rows come, go and change places, in a browser that ${moves}`, async () => {
      await open({ height: 420 });
      if (moves !== "moves them") await page.evaluate(() => Reflect.deleteProperty(Element.prototype, "moveBefore"));
      await begin("shop-db-1");
      await page.keyboard.type("new-");
      await page.evaluate(async () => {
        const { core, inventory } = window.gallery;
        const own = inventory.containers.find(({ name }) => name === "shop-db-1");
        for (let n = 0; n < 30; n++) {
          core.change({ containers: [inventory.container("laptop", `a-new-${n}`, "new:1", { stack: "shop" })] });
          if (own !== undefined) core.change({ containers: [{ ...own, name: n % 2 === 0 ? "a-first" : "zz-last" }] });
          await new Promise(requestAnimationFrame);
        }
        core.change({ removedContainers: inventory.containers.filter(({ name }) => name === "shop-cache-1") });
      });
      await page.getByText("45 on 3 hosts").waitFor();
      await page.keyboard.type("name");
      expect(await field("shop-db-1").inputValue()).toBe("new-name");
      await press("Enter");
      expect((await renames()).length).toBe(1);
    });
  }

  test("closes when the container is removed meanwhile, and says so", async () => {
    await open();
    await begin("shop-cache-1");
    await page.keyboard.type("other");
    await page.evaluate(() => {
      const { core, inventory } = window.gallery;
      core.change({ removedContainers: inventory.containers.filter(({ name }) => name === "shop-cache-1") });
    });
    const notice = page.getByRole("alert");
    await notice.waitFor();
    expect(await notice.textContent()).toContain(
      "Not renamedshop-cache-1 on laptop Not found on laptop. It is not there any more.",
    );
    expect(await page.locator(".rename").count()).toBe(0);
    expect(await focusedRow()).toBe("shop-db-1");
    expect(await renames()).toEqual([]);
  });

  test("shows that it is under way, and the engine's refusal as other failures", async () => {
    await open();
    await page.evaluate(() => {
      window.gallery.core.answers["containers.rename"] = () =>
        new Promise((resolve) => Object.assign(window, { answer: resolve })).then(() => {
          throw new Error("The name is in use.");
        });
    });
    await begin("shop-cache-1");
    await page.keyboard.type("shop-db-1");
    await press("Enter");
    await row("shop-cache-1").getByText("Renaming…").waitFor();
    expect(await focusedRow()).toBe("shop-cache-1");
    await page.waitForFunction(() => "answer" in window);
    await page.evaluate(() => (window as unknown as { answer: () => void }).answer());
    const notice = page.getByRole("alert");
    await notice.waitFor();
    expect(await notice.textContent()).toContain("Not renamed");
    expect(await notice.textContent()).toContain("The name is in use.");
    expect(await row("shop-cache-1").getByText("Renaming…").count()).toBe(0);
    // The log of core has heard of what nobody foresaw; here that is the console.
    expect(pages.takeProblems().join()).toContain("The name is in use.");
  });

  test("can't be begun where the access level forbids it; the menu says why", async () => {
    await open();
    await row("shop-prod-web-1").focus();
    await press("F2");
    expect(await page.locator(".rename").count()).toBe(0);
    await press("Shift+F10");
    expect(await page.getByRole("menuitem", { name: "Rename…" }).textContent()).toContain(
      "On prod-eu-1 only looking is allowed.",
    );
  });
});
