import type { Page } from "playwright-core";
import { expect } from "vitest";
import { needs } from "../lab/needs.ts";
import { panelPages } from "./gallery/panel-page.ts";

const { describe, test } = needs("browser");

describe("the Logs panel in a browser", () => {
  const pages = panelPages();
  let page: Page;

  const open = async (state = "10000"): Promise<void> => {
    page = await pages.open({ panel: "logs", state });
    await page.locator(".le:not(.waiting)").first().waitFor();
  };
  const frames = () =>
    page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const push = (count: number, from: number) =>
    page.evaluate(
      ([many, first]) => window.gallery.core.lines(window.gallery.logs.manyLines(many ?? 0, first)),
      [count, from],
    );
  /** The text of the line at the top and at the bottom of the view. */
  const seen = () =>
    page.evaluate(() => {
      const box = document.querySelector(".log")?.getBoundingClientRect() ?? new DOMRect();
      const at = (y: number) =>
        document
          .elementFromPoint(box.left + 200, y)
          ?.closest(".le")
          ?.querySelector(".ms")?.textContent ?? "";
      return { first: at(box.top + 12), last: at(box.bottom - 12) };
    });
  const status = () => page.locator(".status").textContent();
  const copied = () => page.evaluate(() => (window.gallery.core.calls.at(-1)?.input as { text: string }).text);

  test("follows the end, lets go when one scrolls up, stays there, and catches on at the end", async () => {
    await open();
    await push(500, 10_000);
    await page.getByText("10,500 lines").waitFor();
    await frames();
    expect((await seen()).last).toContain("request 10499 failed");
    await page.locator(".log").hover();
    await page.mouse.wheel(0, -3000);
    await page.locator(".pill").waitFor();
    await frames();
    const before = await seen();
    await push(7, 10_500);
    await page.getByText("7 new lines").waitFor();
    await push(1, 10_507);
    await page.getByText("8 new lines").waitFor();
    expect(await seen()).toEqual(before);
    expect(await status()).toContain("Follow let go at");
    await page.locator(".log").focus();
    await page.keyboard.press("End");
    await page.locator(".pill").waitFor({ state: "detached" });
    await push(2, 10_508);
    await page.getByText("10,510 lines").waitFor();
    await frames();
    expect((await seen()).last).toContain("request 10509");
  });

  test("the pill leads to the end", async () => {
    await open();
    await page.locator(".log").evaluate((element) => element.scrollTo(0, 5000));
    await page.locator(".pill").click();
    await page.locator(".pill").waitFor({ state: "detached" });
    await frames();
    expect((await seen()).last).toContain("long line 9999");
  });

  test("draws only the lines that are seen", async () => {
    await open();
    expect(await page.locator(".le").count()).toBeLessThan(80);
    await page.locator(".log").evaluate((element) => element.scrollTo(0, 60_000));
    await frames();
    expect(await page.locator(".le").count()).toBeLessThan(80);
    expect((await seen()).first).not.toBe("");
  });

  test("drops the oldest lines, says how many, and what is read stays where it is", async () => {
    await open();
    await push(89_000, 10_000);
    await page.getByText("99,000 lines").waitFor();
    await page.locator(".log").evaluate((element) => element.scrollTo(0, 500_000));
    await page.locator(".pill").waitFor();
    await frames();
    const before = await seen();
    await push(3000, 99_000);
    await page.getByText("2,000 older lines dropped").waitFor();
    await frames();
    expect(await seen()).toEqual(before);
    expect(await status()).toContain("100,000 lines");
  });

  test("searches: counts the hits and goes through them, round at the ends", async () => {
    await open("default");
    const field = page.getByLabel("Search in the logs");
    await field.fill("TIMEOUT");
    await page.getByText("1/4").waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("1/4").waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("2/4").waitFor();
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.press("Shift+Enter");
    await page.getByText("4/4").waitFor();
    await page.keyboard.press("F3");
    await page.getByText("1/4").waitFor();
    expect(await page.locator("mark.now").count()).toBe(1);
    await page.getByRole("button", { name: "Match case" }).click();
    await page.getByText("No hits").waitFor();
    await field.fill("timeout");
    await page.getByText("1/4").waitFor();
  });

  test("jumps to a hit that is far away, and finds what comes later too", async () => {
    await open();
    await page.getByLabel("Search in the logs").fill("request 42 done");
    await page.keyboard.press("Enter");
    await page.locator("mark.now").waitFor();
    expect(await page.locator("mark.now").textContent()).toBe("request 42 done");
    await page.locator(".pill").waitFor();
    await push(1, 42);
    await page.getByText("1/2").waitFor();
  });

  test("wraps long lines at their own height, and the end stays at the end", async () => {
    await open();
    await page.getByRole("button", { name: "Wrap lines" }).click();
    await frames();
    await frames();
    const { height, below } = await page.evaluate(() => {
      const rows = [...document.querySelectorAll(".le")];
      const long = rows.at(-1)?.getBoundingClientRect() ?? new DOMRect();
      return {
        height: long.height,
        below: (document.querySelector(".log")?.getBoundingClientRect().bottom ?? 0) - long.bottom,
      };
    });
    expect(height).toBeGreaterThan(60);
    expect(height % 20).toBe(0);
    expect(Math.abs(below)).toBeLessThan(4);
    expect(await page.evaluate(() => window.gallery.remembered)).toMatchObject({ wrap: true });
  });

  test("measures what wraps in another way than was guessed", async () => {
    await open("default");
    await page.evaluate(() => {
      const { core, logs } = window.gallery;
      core.lines([1, 2, 3].map((n) => logs.line("2026-07-01T14:31:58.000000000Z", `${"\t".repeat(60)}end ${n}`)));
    });
    await page.getByRole("button", { name: "Wrap lines" }).click();
    await page.getByText("end 3").waitFor();
    await frames();
    const { room, rows } = await page.evaluate(() => ({
      room: document.querySelector<HTMLElement>(".log-space")?.offsetHeight ?? 0,
      rows: document.querySelector<HTMLElement>(".log-block")?.offsetHeight ?? 0,
    }));
    expect(rows).toBeGreaterThan(28 * 20 + 3 * 20);
    expect(room).toBe(rows + 2);
  });

  test("copies the lines that are picked, else all of them", async () => {
    await open("default");
    await page.locator(".le", { hasText: "GET /cart 200" }).click();
    await page.locator(".le", { hasText: "order 58213 accepted" }).click({ modifiers: ["Shift"] });
    await page.keyboard.press("ControlOrMeta+c");
    await page.getByText("Copied 2 lines").waitFor();
    expect(await copied()).toBe("info GET /cart 200 41 ms\ninfo order 58213 accepted, 3 items, total 84.90 EUR\n");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Copy all lines" }).click();
    await page.getByText("Copied 25 lines").waitFor();
    expect((await copied()).split("\n")).toHaveLength(26);
    expect(await copied()).toContain("<U+202E>gnp.exe");
  });

  test("clears the view and goes on with what comes", async () => {
    await open("default");
    await page.getByRole("button", { name: "Clear the view" }).click();
    await page.getByText("The view is clear").waitFor();
    await push(2, 0);
    await page.getByText("2 lines").waitFor();
    expect(await page.locator(".le").count()).toBe(2);
  });

  test("says when the engine keeps no lines, and keeps the lines when the stream breaks", async () => {
    page = await pages.open({ panel: "logs", state: "loading" });
    await page.evaluate(() =>
      window.gallery.core.lines([{ notice: { kind: "unreadable", at: 0, reason: "The log driver is “none”." } }]),
    );
    await page.getByRole("heading", { name: "Logs can’t be read" }).waitFor();
    await page.getByText("The log driver is “none”.", { exact: true }).waitFor();
    await push(3, 0);
    await page.getByText("3 lines").waitFor();
    await page.evaluate(() =>
      window.gallery.core.fail({
        name: "HostUnreachable",
        title: "laptop does not answer",
        sentence: "No answer.",
        hint: "",
        detail: "",
      }),
    );
    await page.getByRole("alert").waitFor();
    expect(await page.locator(".le").count()).toBe(3);
  });

  test("keeps the lines and offers no second try where the connection is over", async () => {
    await open("default");
    await page.evaluate(() => window.gallery.disconnect());
    await page.getByRole("alert").getByText("This panel has lost Quayside").waitFor();
    expect(await page.getByRole("alert").textContent()).toContain("Close this page of Quayside and open it again.");
    expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(0);
    expect(await page.locator(".le").count()).toBeGreaterThan(10);
  });

  test("reads anew on Try again where the stream alone failed", async () => {
    page = await pages.open({ panel: "logs", state: "error" });
    await page.getByRole("heading", { name: "Docker refused on laptop" }).waitFor();
    await push(3, 0);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("3 lines").waitFor();
  });

  test("takes lines for text, whatever is in them", async () => {
    await open("default");
    await page.getByText("uploaded by <b onclick=alert(1)>mallory</b>").waitFor();
    expect(await page.locator(".ms b").count()).toBe(0);
    expect(await page.title()).toBe("Quayside");
  });
});
