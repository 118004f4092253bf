import { expect } from "vitest";
import { needs } from "../lab/needs.ts";
import { panelPages } from "./gallery/panel-page.ts";

const { describe, test } = needs("browser");

describe("what came of it is told to the panel’s home", () => {
  const pages = panelPages();

  test("when a container was stopped, when some of many were not, and when none was", async () => {
    const page = await pages.open({ panel: "containers" });
    const told = () => page.evaluate(() => window.gallery.core.told.splice(0));
    const stop = async (failing: number) => {
      await page.evaluate((fails) => {
        const error = { name: "Conflict", title: "Not now", sentence: "s", hint: "h", detail: "" } as const;
        window.gallery.core.answers["containers.stop"] = ({ refs }) =>
          refs.map((ref, index) => (index < fails ? { ref, error } : { ref }));
      }, failing);
      await page.getByRole("button", { name: "Stop", exact: true }).last().click();
      await page.waitForFunction(() => window.gallery.core.told.length > 0);
    };
    const pick = (name: string) =>
      page
        .locator(".gr", { hasText: name })
        .locator(".c-name")
        .click({ modifiers: ["ControlOrMeta"] });
    await pick("shop-web-1");
    await stop(0);
    expect(await told()).toEqual([{ level: "success", text: "shop-web-1 on laptop was stopped." }]);
    await pick("shop-cache-1");
    await stop(1);
    expect(await told()).toEqual([
      { level: "warning", text: expect.stringMatching(/^1 of 2 not stopped: shop-[a-z]+-1 on laptop\. Not now\.$/) },
    ]);
    await stop(2);
    expect(await told()).toEqual([
      { level: "error", text: expect.stringMatching(/^2 of 2 not stopped: shop-[a-z]+-1 on laptop\. Not now\.$/) },
    ]);
  });

  test("when a host was removed, and when that failed", async () => {
    const page = await pages.open({ panel: "hosts" });
    const remove = async () => {
      await page.getByRole("button", { name: "More for nas" }).click();
      await page.getByRole("menuitem", { name: "Remove…" }).click();
      await page
        .getByRole("dialog")
        .getByRole("button", { name: /^Remove/ })
        .click();
      await page.waitForFunction(() => window.gallery.core.told.length > 0);
      return await page.evaluate(() => window.gallery.core.told.splice(0));
    };
    expect(await remove()).toEqual([
      { level: "success", text: "nas was removed from Quayside. Nothing was changed on it." },
    ]);
    await page.evaluate(() => {
      window.gallery.core.answers["hosts.remove"] = () => Promise.reject(new Error("the file is read-only"));
    });
    expect(await remove()).toEqual([{ level: "error", text: expect.stringMatching(/^Remove.* did not work\. /) }]);
    pages.takeProblems();
  });
});
