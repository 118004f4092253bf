import type { QuaysideEvent } from "@quayside/core/model/event.ts";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import { panelPages } from "./gallery/panel-page.ts";

const { describe, test } = needs("browser");

describe("the Events panel in a browser", () => {
  const pages = panelPages();
  let page: Page;

  const open = async (state = "default"): Promise<void> => {
    page = await pages.open({ panel: "events", state });
  };
  const row = (text: string) => page.locator(".ev", { hasText: text });
  const calls = async (method: string) => {
    await page.evaluate(() => window.gallery.settled());
    const all = await page.evaluate(() => window.gallery.core.calls);
    return all.filter((call) => call.method === method).map(({ input }) => input);
  };
  const followed = () => page.evaluate(() => window.gallery.core.followed);
  const push = (events: readonly QuaysideEvent[]) =>
    page.evaluate((given) => window.gallery.core.events(given), events);

  test("opens an event, and leads to the logs of its container at that moment, and to the container", async () => {
    await open();
    await row("Stopped from VS Code").click();
    const item = page.locator(".ev-item.open");
    await item.getByText("docker stop --time 10 shop-web-1").waitFor();
    await item.getByText("10.3 s").first().waitFor();
    await item.getByRole("button", { name: "Logs at 14:28" }).click();
    await item.getByRole("button", { name: "Open container" }).click();
    const { host, id } = await page.evaluate(() => {
      const { inventory } = window.gallery;
      return inventory.containers.find(({ name }) => name === "shop-web-1") ?? { host: "", id: "" };
    });
    const time = await page.evaluate(() => new Date(window.gallery.inventory.NOW - 242_000).toISOString());
    const at = { timestamp: time.replace("Z", "000000Z"), stream: "stdout", nth: 1 };
    expect(await calls("home.openLogs")).toEqual([{ ref: { host, id }, at }]);
    expect(await calls("home.openContainer")).toEqual([{ ref: { host, id } }]);
  });

  test("says of a container that is gone that its logs went with it", async () => {
    await open();
    await row("nightly-backup").click();
    await page.getByText("This container is gone").waitFor();
    expect(await page.locator(".ev-more").getByRole("button").allTextContents()).toEqual(["Copy as JSON"]);
  });

  test("asks core for what is filled in, and remembers it", async () => {
    await open();
    await page.getByRole("button", { name: "Host: All hosts" }).click();
    await page.getByRole("menuitemcheckbox", { name: "build-vm" }).click();
    await page.getByRole("button", { name: "Kind: All kinds" }).click();
    await page.getByRole("menuitemcheckbox", { name: "Engines" }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Level: All levels" }).click();
    await page.getByRole("menuitemcheckbox", { name: "Errors" }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Time: Any time" }).click();
    await page.getByRole("menuitemcheckbox", { name: "Last 24 h" }).click();
    await page.getByLabel("Search in events").fill("memory");
    const since = (await page.evaluate(() => window.gallery.inventory.NOW)) - 86_400_000;
    const asked = { text: "memory", host: "buildvm", kinds: ["engine"], levels: ["error"], since, limit: 500 };
    await until(async () => (await followed()).at(-1)?.text === "memory", { what: "the text to be asked for" });
    expect((await followed()).at(-1)).toEqual(asked);
    await push([]);
    await page.getByText("No event is like that").waitFor();
    expect(await page.evaluate(() => window.gallery.remembered)).toMatchObject({
      form: { text: "memory", host: "buildvm", range: "day" },
    });
    await page.getByRole("button", { name: "Show all events" }).click();
    await until(async () => (await followed()).at(-1)?.text === undefined, { what: "all to be asked for" });
  });

  test("shows what happens now, on top; what is read meanwhile stays where it is", async () => {
    await open("10000");
    const list = page.locator(".events-list");
    await list.evaluate((element) => element.scrollTo(0, 5000));
    const seen = page.locator(".ev", { hasText: "job-" }).nth(14);
    const text = await seen.textContent();
    const place = () =>
      page
        .locator(".ev")
        .filter({ hasText: text ?? "" })
        .first()
        .boundingBox();
    const before = await place();
    const fresh = {
      id: "new",
      time: Date.now() + 1e12,
      host: "laptop",
      kind: "engine",
      type: "start",
      level: "info",
    } as const;
    await push([
      { ...fresh, subject: { type: "container", id: "n", name: "newcomer" }, message: "newcomer started on laptop" },
    ]);
    await page.getByText("10,001 events").or(page.getByText("the newest 10,001")).waitFor();
    expect((await place())?.y).toBe(before?.y);
    await list.evaluate((element) => element.scrollTo(0, 0));
    await row("newcomer").getByText("Started").waitFor();
    expect(await page.locator(".ev").count()).toBeLessThan(80);
  });

  test("folds what happens again and again into one row, and opens it", async () => {
    await open();
    await row("Started 3 times, ended 3 times in 3 min").click();
    expect(await page.locator(".ev-item.nested").count()).toBe(6);
  });

  test("is gone through by the keyboard", async () => {
    await open();
    await page.keyboard.press("/");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator(".ev-item.open", { hasText: "docker stop" }).waitFor();
    await page.keyboard.press("ArrowLeft");
    await page.locator(".ev-item.open").waitFor({ state: "detached" });
  });

  test("reads older ones when asked, and hands out all of them as a file", async () => {
    await open();
    const some = await page.evaluate(() => window.gallery.events.many(1200));
    await page.evaluate((all) => {
      window.gallery.core.answers["events.query"] = ({ query }) =>
        all.filter(({ time }) => time <= (query.until ?? Number.POSITIVE_INFINITY)).slice(0, query.limit);
    }, some);
    await page.getByRole("button", { name: "Level: All levels" }).click();
    await page.getByRole("menuitemcheckbox", { name: "Errors" }).click();
    await page.keyboard.press("Escape");
    await until(async () => (await followed()).length === 2, { what: "it to be asked for" });
    await push(some.slice(0, 500));
    await page.getByText("the newest 500").waitFor();
    await page.locator(".events-list").evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await page.getByRole("button", { name: "Show older events" }).click();
    await page.getByText("the newest 999").waitFor();
    await page.getByRole("button", { name: "Export…" }).click();
    await page.getByRole("menuitem", { name: "Export as CSV…" }).click();
    await until(async () => (await calls("home.saveText")).length === 1, { what: "the file" });
    const [saved] = (await calls("home.saveText")) as { name: string; text: string }[];
    expect(saved?.name).toBe("quayside-events.csv");
    expect(saved?.text.split("\r\n")).toHaveLength(1202);
  });

  test("takes nothing of what strangers wrote for markup", async () => {
    await open("hostile");
    await row("Ended with exit code 1").click();
    await page.locator(".ev-more").waitFor();
    expect(await page.locator(".events-list img").count()).toBe(0);
    await page.locator(".ev-more", { hasText: "<img src=x" }).waitFor();
  });

  test("says what keeps it from showing them, and tries again", async () => {
    await open("error");
    await page.getByRole("button", { name: "Try again" }).click();
    await until(async () => (await followed()).length === 2, { what: "another try" });
  });
});
