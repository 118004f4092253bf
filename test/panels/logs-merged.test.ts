import type { Page } from "playwright-core";
import { expect } from "vitest";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import { panelPages } from "./gallery/panel-page.ts";

const { describe, test } = needs("browser");

describe("the logs of several containers in a browser", () => {
  const pages = panelPages();
  let page: Page;

  const open = async (state = "merged"): Promise<void> => {
    page = await pages.open({ panel: "logs", state });
    await page.locator(".le:not(.waiting)").first().waitFor();
  };
  const texts = () => page.locator(".le .ms").allInnerTexts();
  const lastCall = async () => {
    await page.evaluate(() => window.gallery.settled());
    return page.evaluate(() => window.gallery.core.calls.at(-1));
  };

  test("have their names and colours, and the head tells of how many they are", async () => {
    await open();
    await page.getByText("merged from 3 containers on 2 hosts").waitFor();
    expect((await page.locator(".le .src").allInnerTexts()).slice(0, 2)).toEqual(["shop-web-1", "shop-api-1"]);
    const colour = (name: string) =>
      page
        .locator(".le .src", { hasText: name })
        .first()
        .locator(".src-mark")
        .evaluate((mark) => getComputedStyle(mark).backgroundColor);
    expect(new Set(await Promise.all(["shop-web-1", "shop-api-1", "staging-payments-1"].map(colour))).size).toBe(3);
    expect(await page.locator(".gapline").innerText()).toContain("staging-payments-1: The host was away for 2 s");
    const payments = page.locator(".chip-on", { hasText: "staging-payments-1" });
    expect(await payments.getAttribute("title")).toContain("3 h ahead of this machine’s");
  });

  test("have chips that count the lines as they come", async () => {
    await open();
    const count = async () =>
      Number(await page.locator(".chip-on", { hasText: "shop-web-1" }).locator(".num").innerText());
    const before = await count();
    await page.evaluate(() => {
      const { core, logs } = window.gallery;
      // The first source is shop-web-1.
      core.lines(logs.manyLines(3).map((item) => ({ ...item, source: 0 })));
    });
    await until(async () => (await count()) === before + 3, { what: "three more" });
  });

  test("are switched off and on by their chip; a trace stays together though others wrote in between", async () => {
    await open();
    const before = await texts();
    expect(before.findIndex((text) => text.includes("chargeOrder"))).toBe(
      before.findIndex((text) => text.includes("PaymentError")) + 2,
    );
    await page.locator(".chip-on", { hasText: "shop-web-1" }).click();
    await page.getByText("5 hidden").waitFor();
    expect(await page.locator(".le .src", { hasText: "shop-web-1" }).count()).toBe(0);
    await page.locator(".chip-on", { hasText: "shop-web-1" }).click();
    await page.getByText("5 hidden").waitFor({ state: "detached" });
    expect(await texts()).toEqual(before);
  });

  test("tell time and source of a trace once, and of one of its lines to the pointer", async () => {
    await open();
    const line = (text: string) => page.locator(".le").filter({ hasText: text }).first();
    const told = async (text: string) => [
      await line(text).locator(".tm").isVisible(),
      await line(text).locator(".src").isVisible(),
    ];
    await page.mouse.move(0, 0);
    // Another container wrote between the error and its first frame.
    expect(await told("PaymentError")).toEqual([true, true]);
    expect(await told("chargeOrder")).toEqual([true, true]);
    expect(await told("placeOrder")).toEqual([false, false]);
    await line("placeOrder").locator(".ms").hover();
    expect(await told("placeOrder")).toEqual([true, true]);
  });

  test("a line that comes late stands at its place, and what is read stays where it is", async () => {
    await open("10000");
    await page.locator(".log").evaluate((element) => element.scrollTo(0, 100_000));
    await page.locator(".pill").waitFor();
    const top = () =>
      page.evaluate(() => {
        const box = document.querySelector(".log")?.getBoundingClientRect() ?? new DOMRect();
        return document
          .elementFromPoint(box.left + 200, box.top + 12)
          ?.closest(".le")
          ?.querySelector(".ms")?.textContent;
      });
    const before = await top();
    await page.evaluate(() => {
      const { core, logs } = window.gallery;
      const [first, second] = logs.manyLines(2, 20);
      // Written between the lines 20 and 21 of before.
      for (const item of [first, second]) if (item !== undefined) core.lines([{ ...item, late: true }]);
    });
    await page.getByText("10,002 lines").waitFor();
    expect(await top()).toBe(before);
    await page.locator(".log").evaluate((element) => element.scrollTo(0, 0));
    await page.locator(".le .ms", { hasText: "request 22 done" }).waitFor();
    expect((await texts()).slice(19, 25).map((text) => /request (\d+)/.exec(text)?.[1])).toEqual([
      ...["19", "20", "20", "21", "21", "22"],
    ]);
  });

  test("a container, a stack and a host are added from the list, by pointer and by keys", async () => {
    await open();
    await page.getByRole("button", { name: "Add containers, stacks or hosts" }).click();
    await page.getByLabel("Find a container").fill("build-vm");
    await page.keyboard.press("Enter");
    expect(await lastCall()).toMatchObject({
      method: "logs.select",
      input: { selectors: [{ host: "laptop", name: "shop-web-1" }, { all: true }] },
    });
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toContain("Add containers");
  });

  test("from a line its container is gone to, and its lines alone are looked at", async () => {
    await open();
    const api = page.locator(".le .src", { hasText: "shop-api-1" }).first();
    await api.click();
    await page.getByRole("menu", { name: "What to do with shop-api-1 on laptop" }).waitFor();
    await page.getByRole("menuitem", { name: "Open", exact: true }).click();
    await until(async () => (await lastCall())?.method === "home.openContainer", {
      what: "the container to be opened",
    });
    expect(await page.locator(".le.picked").count()).toBe(0);
    await api.click();
    await page.getByRole("menuitem", { name: "Show its lines alone" }).click();
    await until(async () => (await page.locator(".le .src", { hasText: "payments" }).count()) === 0, {
      what: "the others to be hidden",
    });
    await page.locator(".chip-on", { hasText: "shop-api-1" }).focus();
    await page.keyboard.press("ContextMenu");
    await page.getByRole("menuitem", { name: "Show the lines of all" }).click();
    await page.locator(".le .src", { hasText: "shop-web-1" }).first().waitFor();
  });

  test("one is taken out, with its lines, and is not followed any more", async () => {
    await open();
    await page.locator(".chip", { hasText: "shop-api-1" }).hover();
    await page.getByRole("button", { name: "Take shop-api-1 out" }).click();
    await page.getByText("merged from 2 containers on 2 hosts").waitFor();
    expect(await page.locator(".le .src", { hasText: "shop-api-1" }).count()).toBe(0);
    expect((await lastCall())?.method).toBe("logs.select");
    expect(JSON.stringify(await page.evaluate(() => window.gallery.core.calls.at(-1)?.input))).not.toContain(
      "shop-api-1",
    );
  });

  test("what is switched off and the span of time are remembered", async () => {
    await open();
    await page.locator(".chip-on", { hasText: "shop-web-1" }).click();
    await page.getByText("5 hidden").waitFor();
    await page.getByRole("button", { name: "Time: Latest lines" }).click();
    await page.getByRole("menuitemcheckbox", { name: "Last 15 min" }).click();
    const kept = () => page.evaluate(() => JSON.stringify(window.gallery.remembered));
    await expect.poll(kept).toContain('"off":["laptop/shop-web-1"]');
    await expect.poll(kept).toContain('"range":{"kind":"last","minutes":15}');
  });

  test("what is shown is saved, all of a time is written by the home, and how far that is, is told", async () => {
    await open();
    const choose = async (name: string) => {
      await page.getByRole("button", { name: "Export" }).click();
      await page.getByRole("menuitem", { name }).click();
    };
    await page.locator(".chip-on", { hasText: "shop-web-1" }).click();
    await page.getByText("5 hidden").waitFor();
    await choose("Shown lines as JSON lines");
    const saved = (await lastCall()) as { input: { name: string; text: string } };
    const objects = saved.input.text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(saved.input.name).toBe("shop-web-1.jsonl");
    expect(new Set(objects.map(({ container }) => container))).toEqual(new Set(["shop-api-1", "staging-payments-1"]));
    await choose("Into a file while following, as text");
    expect(await lastCall()).toMatchObject({
      method: "home.exportLogs",
      input: { follow: true, format: "text", tail: 0, selectors: [{ host: "laptop", name: "shop-web-1" }] },
    });
    const one = { id: "1", file: "/tmp/<b>shop.log", follow: true, lines: 1204, bytes: 61_000 };
    await page.evaluate((facts) => window.gallery.core.exports([{ ...facts, state: { kind: "writing" } }]), one);
    await page.getByText("Writing /tmp/<b>shop.log").waitFor();
    await page.getByText("1,204 lines, 61 kB.").waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    expect(await lastCall()).toMatchObject({ method: "home.endExport", input: { id: "1" } });
  });

  test("a link to a line is copied, and one that was copied leads back", async () => {
    await open();
    await page.locator(".le", { hasText: "charge 58213 failed" }).hover();
    await page.locator(".le:hover .tw").click();
    await page.getByRole("button", { name: "Copy link to line" }).click();
    expect(await lastCall()).toMatchObject({
      method: "home.copyLink",
      input: { hostName: "build-vm", name: "staging-payments-1", mark: { stream: "stderr", nth: 1 } },
    });
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Go to a link to a line…" }).click();
    await page.getByLabel("Link", { exact: true }).fill("quayside://line?x");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await lastCall()).toMatchObject({ method: "home.openLine", input: { link: "quayside://line?x" } });
  });
});
