import type { Page } from "playwright-core";
import { expect } from "vitest";
import { needs } from "../lab/needs.ts";
import { panelPages } from "./gallery/panel-page.ts";

const { describe, test } = needs("browser");

describe("the name that is proposed for a new host", () => {
  const pages = panelPages();
  let page: Page;
  const name = () => page.getByLabel("Name", { exact: true });
  /** The address is typed, the person is in the field of the name, and only now it is known what the address means. */
  const begin = async () => {
    page = await pages.open({ panel: "hosts" });
    await page.evaluate(() => {
      const { core } = window.gallery;
      const parse = core.answers["hosts.parse"];
      const asked = new Promise<void>((resolve) => window.addEventListener("answer", () => resolve(), { once: true }));
      core.answers["hosts.parse"] = (input) => asked.then(() => parse(input));
    });
    await page.getByRole("button", { name: "Add a host" }).click();
    await page.getByLabel("Address").fill("ssh://ada@build.lan");
    await name().focus();
    await page.evaluate(async () => {
      window.dispatchEvent(new Event("answer"));
      await window.gallery.settled();
    });
    await page.getByRole("button", { name: "SSH settings" }).waitFor();
  };

  test("is not mixed with what is typed at that moment", async () => {
    await begin();
    await page.keyboard.type("half");
    expect(await name().inputValue()).toBe("half");
    await page.keyboard.press("Tab");
    expect(await name().inputValue()).toBe("half");
  });

  test("stands there when the field is left empty", async () => {
    await begin();
    expect(await name().inputValue()).toBe("");
    await page.keyboard.press("Tab");
    expect(await name().inputValue()).toBe("build.lan");
    expect(await page.getByText("A host needs a name.").count()).toBe(0);
  });

  test("is there too where the form is sent from the empty field", async () => {
    await begin();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Stop" }).waitFor();
    expect(await name().inputValue()).toBe("build.lan");
  });
});
