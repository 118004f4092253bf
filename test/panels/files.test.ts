import type { Page } from "playwright-core";
import { expect } from "vitest";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import { panelPages } from "./gallery/panel-page.ts";

const { describe, test } = needs("browser");

describe("the panel Files", () => {
  const pages = panelPages();
  let page: Page;

  const open = async (state = "default"): Promise<void> => {
    page = await pages.open({ panel: "files", state });
    await page.getByRole("grid").focus();
  };
  const chosen = () => page.locator(".fr.row[aria-selected=true] .f-name").innerText();
  const calls = (method: string) =>
    page.evaluate(
      (wanted) => window.gallery.core.calls.filter((call) => call.method === wanted).map(({ input }) => input),
      method,
    );
  const drop = (files: readonly { readonly name: string; readonly text: string }[]) =>
    page.locator(".files-view").evaluate((view, dropped) => {
      const dataTransfer = new DataTransfer();
      for (const { name, text } of dropped) dataTransfer.items.add(new File([text], name));
      view.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    }, files);

  test("is gone through by keys: into a directory, back to where one was, and to the ends", async () => {
    await open();
    expect(await chosen()).toBe("certs");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator(".crumbs [aria-current]", { hasText: "conf.d" }).waitFor();
    await page.getByRole("grid").focus();
    await page.keyboard.press("Backspace");
    await page.locator(".crumbs [aria-current]", { hasText: "config" }).waitFor();
    await until(async () => (await chosen()) === "conf.d", { what: "the directory that one came from" });
    await page.getByRole("grid").focus();
    await page.keyboard.press("End");
    expect(await chosen()).toBe("sudo-helper");
    const remembered = await page.evaluate(() => JSON.stringify(window.gallery.remembered));
    expect(remembered).toContain("/srv/shop/config");
  });

  test("renames in the row, and says what no name can be", async () => {
    await open();
    await page.locator(".fr.row", { hasText: "entrypoint.sh" }).click({ position: { x: 400, y: 10 } });
    await page.getByRole("grid").focus();
    await page.keyboard.press("F2");
    const field = page.getByLabel("New name of entrypoint.sh");
    await field.fill("a/b");
    await page.keyboard.press("Enter");
    await page.getByText("A name can’t hold a slash.").waitFor();
    await field.fill("start.sh");
    await page.keyboard.press("Enter");
    await field.waitFor({ state: "detached" });
    expect(await calls("files.rename")).toMatchObject([
      { path: "/srv/shop/config/entrypoint.sh", to: "/srv/shop/config/start.sh" },
    ]);
  });

  test("asks before what is there is replaced, and goes on with the next where the answer is no", async () => {
    await open();
    await drop([
      { name: "app.yaml", text: "mine" },
      { name: "fresh.txt", text: "new" },
      { name: "access.log", text: "log" },
    ]);
    await page.getByRole("dialog", { name: "Replace “app.yaml”?" }).waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("dialog", { name: "Replace “access.log”?" }).waitFor();
    await page.getByRole("button", { name: "Replace", exact: true }).click();
    await until(async () => (await calls("files.endUpload")).length === 2, { what: "two files" });
    expect(await calls("files.beginUpload")).toMatchObject([
      { path: "/srv/shop/config/fresh.txt", size: 3, expected: { kind: "new" } },
      { path: "/srv/shop/config/access.log", expected: { kind: "any" } },
    ]);
  });

  test("keeps what was typed in a file until it is saved, or given up by an answer", async () => {
    await open();
    await page.getByRole("button", { name: "app.yaml", exact: true }).click();
    await page.getByRole("textbox").pressSequentially("# mine\n");
    await page.keyboard.press("Escape");
    await page.getByText("What you typed is lost.").waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("heading", { name: "app.yaml", exact: true }).waitFor();
    expect(await calls("files.write")).toMatchObject([{ expected: { kind: "version", version: "1 1" } }]);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  test("neither renames nor deletes what only the engine reaches", async () => {
    await open("stopped");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("F2");
    await page.keyboard.press("Delete");
    await page.evaluate(() => window.gallery.settled());
    expect(await calls("files.confirmRemove")).toEqual([]);
    expect(await page.locator(".rename").count()).toBe(0);
  });
});
