import type { Page } from "playwright-core";
import { expect } from "vitest";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import { panelPages } from "./gallery/panel-page.ts";

const { describe, test } = needs("browser");

describe("the Logs panel, filtered and expanded,", () => {
  const pages = panelPages();
  let page: Page;

  const open = async (state = "understood"): Promise<void> => {
    page = await pages.open({ panel: "logs", state });
    await page.locator(".le:not(.waiting)").first().waitFor();
  };
  const frames = () =>
    page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const push = (...texts: string[]) =>
    page.evaluate((all) => {
      const { core, logs } = window.gallery;
      core.lines(all.map((text) => logs.line("2026-07-01T15:00:00.000000000Z", text)));
    }, texts);
  const texts = () => page.locator(".le .ms").allTextContents();
  const field = () => page.getByLabel("Filter the lines");
  const row = (text: string) => page.locator(".le", { hasText: text });
  const hidden = (count: string) => page.locator(".status").getByText(`${count} hidden`).waitFor();
  const copied = () => page.evaluate(() => (window.gallery.core.calls.at(-1)?.input as { text: string }).text);
  const pickLevel = async (label: string): Promise<void> => {
    await page.getByRole("button", { name: "Level" }).click();
    await page.getByRole("menuitemcheckbox", { name: label }).click();
    await page.keyboard.press("Escape");
  };
  /** What the rows take, and what the list thinks that they take. */
  const room = () =>
    page.evaluate(() => ({
      thought: document.querySelector<HTMLElement>(".log-space")?.offsetHeight ?? 0,
      rows: document.querySelector<HTMLElement>(".log-block")?.offsetHeight ?? 0,
    }));

  test("names the level of each line in a word, and of a trace once", async () => {
    await open();
    expect(await page.locator(".le .lv").allTextContents()).toEqual([
      "info",
      "debug",
      "warn",
      "error",
      "error",
      "",
      "",
      "",
      "info",
      "",
      "info",
    ]);
    expect(await page.locator(".le.lvl-bad").count()).toBe(4);
    expect(await row("stderr without a level").getAttribute("class")).not.toContain("lvl-");
  });

  test("says at which place a query is wrong, and goes on when it is mended", async () => {
    await open();
    await field().fill("charge (timeout OR");
    await page.getByRole("alert").getByText("Something is missing here.").waitFor();
    expect(await page.locator(".wrong-place mark").innerText()).toBe("OR");
    expect(await page.locator(".status").getByText("hidden").count()).toBe(0);
    await field().fill("charge (timeout OR refused)");
    await page.getByRole("alert").waitFor({ state: "detached" });
    // The line that failed, and the three of the trace: words may be in different lines of one.
    await hidden("7");
    expect(await texts()).toHaveLength(4);
  });

  test("marks what passes and hides nothing, where that is asked for", async () => {
    await open();
    await field().fill("level:error -place.ts");
    await page.locator(".le", { hasText: "GET /healthz" }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Mark the lines that pass, hide none" }).click();
    await page.locator(".le", { hasText: "GET /healthz" }).waitFor();
    expect(await page.locator(".le.marked").count()).toBe(1);
    await page.locator(".status").getByText("1 marked").waitFor();
  });

  test("takes a value out of the lines by its details, where the search is marked as well", async () => {
    await open();
    await page.getByLabel("Search in the logs").fill("4bf92f");
    await row("charge failed").hover();
    await page.locator(".le:hover .tw").click();
    await page.locator(".lx mark", { hasText: "4bf92f" }).waitFor();
    await page.locator(".lx").getByRole("button", { name: "Hide lines with this trace_id" }).click();
    await hidden("1");
    await page.locator(".field-values .tag", { hasText: "trace_id ≠ 4bf92f3577b34da6" }).click();
    await row("charge failed").waitFor();
  });

  test("filters by level, with the number of lines of each, and says how many are hidden", async () => {
    await open();
    await page.getByRole("button", { name: "Level" }).click();
    expect(await page.getByRole("menuitemcheckbox").allTextContents()).toEqual([
      "All levels",
      "fatal (0)",
      "error (4)",
      "warn (1)",
      "info (3)",
      "debug (1)",
      "trace (0)",
      "no level (2)",
    ]);
    await page.getByRole("menuitemcheckbox", { name: "error" }).click();
    await hidden("7");
    await page.getByRole("menuitemcheckbox", { name: "warn" }).click();
    await hidden("6");
    await page.keyboard.press("Escape");
    expect(await texts()).toHaveLength(5);
    await page.getByRole("button", { name: "Level" }).click();
    await page.getByRole("menuitemcheckbox", { name: "All levels" }).click();
    await page.locator(".status").getByText("hidden").waitFor({ state: "detached" });
  });

  test("filters by stream and by words, all at once", async () => {
    await open();
    await field().fill("timeout -slow");
    await hidden("7");
    await page.getByRole("button", { name: "Stream" }).click();
    await page.getByRole("menuitemcheckbox", { name: "stdout" }).click();
    await page.getByRole("heading", { name: "No line passes the filter" }).waitFor();
  });

  test("says in place that an expression is wrong, and goes on", async () => {
    await open();
    await page.getByRole("button", { name: "Regular expression" }).click();
    await field().fill("order (\\d+");
    await page.getByRole("alert").getByText("This is no regular expression").waitFor();
    expect(await texts()).toHaveLength(11);
    await field().fill("order (\\d+)\\)");
    await hidden("8");
    expect(await page.getByRole("alert").count()).toBe(0);
    await field().fill("(?=x)");
    await page.getByRole("alert").getByText("can’t be used here").waitFor();
  });

  test("isn’t held up by the worst of expressions", async () => {
    await open();
    await push(`${"a".repeat(10_000)}!`, "aaa");
    await page.getByRole("button", { name: "Regular expression" }).click();
    await field().fill("^(a+)+$");
    await hidden("12");
    expect(await texts()).toEqual(["aaa"]);
  });

  test("has words of its own where nothing passes, and a button that shows all again", async () => {
    await open();
    await field().fill("nowhere");
    await page.getByRole("heading", { name: "No line passes the filter" }).waitFor();
    await page.getByText("11 lines are hidden.").waitFor();
    await push("here and nowhere");
    await page.locator(".le").waitFor();
    await field().fill("not even there");
    await page.getByRole("button", { name: "Show all lines" }).click();
    await page.locator(".le").nth(11).waitFor();
    expect(await field().inputValue()).toBe("");
  });

  test("follows, lets go and counts new lines by what passes", async () => {
    await open("10000");
    await field().fill("failed");
    await hidden("9,910");
    await frames();
    expect((await texts()).at(-1)).toContain("request 9899 failed");
    await push("one failed", "one passed");
    await hidden("9,911");
    await frames();
    expect((await texts()).at(-1)).toBe("one failed");
    await page.locator(".log").evaluate((element) => element.scrollTo(0, 300));
    await page.locator(".pill").waitFor();
    await push("two failed", "two passed", "three passed");
    await page.getByText("1 new line", { exact: true }).waitFor();
    const first = await page.locator(".log").evaluate((element) => element.scrollTop);
    expect(first).toBe(300);
    await page.locator(".pill").click();
    await frames();
    expect((await texts()).at(-1)).toBe("two failed");
  });

  test("stays at the line that is read when the filter is taken away", async () => {
    await open("10000");
    await field().fill("failed");
    await hidden("9,910");
    await page.locator(".log").evaluate((element) => element.scrollTo(0, 400));
    await page.locator(".pill").waitFor();
    await frames();
    const top = () =>
      page.evaluate(() => {
        const box = document.querySelector(".log")?.getBoundingClientRect() ?? new DOMRect();
        return document
          .elementFromPoint(box.left + 250, box.top + 12)
          ?.closest(".le")
          ?.querySelector(".ms")?.textContent;
      });
    const before = await top();
    expect(before).toContain("failed");
    for (const text of ["", "request 4242", "failed -nothing", ""]) {
      await field().fill(text);
      await page
        .locator(".status")
        .getByText("hidden")
        .waitFor({ state: text === "" ? "detached" : "visible" });
      await frames();
      if (text !== "request 4242") expect([text, await top()]).toEqual([text, before]);
    }
  });

  test("searches in what passes, and picks and copies what is shown", async () => {
    await open();
    await page.getByLabel("Search in the logs").fill("timeout");
    await page.getByText("1/4").waitFor();
    await pickLevel("error");
    await page.getByText("1/3").waitFor();
    await push("ERROR timeout again", "INFO timeout again");
    await page.getByText("1/4").waitFor();
    await page.locator(".log").focus();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.press("ControlOrMeta+c");
    await page.getByText("Copied 5 lines").waitFor();
    expect(await copied()).not.toContain("INFO");
    await page.keyboard.press("Escape");
    await row("charge failed")
      .locator(".ms")
      .click({ position: { x: 5, y: 5 } });
    await row("ERROR timeout again").click({ modifiers: ["Shift"] });
    await page.getByRole("button", { name: "Copy 5 lines" }).click();
    expect((await copied()).split("\n")).toHaveLength(6);
    expect(await copied()).not.toContain("GET /checkout");
  });

  test("expands a line to its time, level, message and fields, and the room is right", async () => {
    await open();
    await row("charge failed").hover();
    await row("charge failed").getByRole("button", { name: "Show the line’s details" }).click();
    const details = page.locator(".lx");
    await details.getByText("gw.acquirer.example").waitFor();
    expect(await details.locator("dt").allTextContents()).toEqual([
      "Time",
      "Level",
      "Message",
      "level",
      "msg",
      "trace_id",
      "order",
      "acquirer.host",
      "acquirer.timeout_ms",
      "retry",
      "__proto__",
    ]);
    expect(await details.locator("b").count()).toBe(0);
    expect(await details.locator("dd").last().textContent()).toBe('"<b>x</b><U+202E>"');
    await frames();
    const { thought, rows } = await room();
    expect(rows).toBeGreaterThan(20 * 21);
    expect(thought).toBe(rows + 2);
    await page.getByRole("button", { name: "Wrap lines" }).click();
    await frames();
    const wrapped = await room();
    expect(wrapped.thought).toBe(wrapped.rows + 2);
    await row("charge failed").getByRole("button", { name: "Hide the line’s details" }).click();
    await details.waitFor({ state: "detached" });
    await frames();
    const closed = await room();
    expect(closed.thought).toBe(closed.rows + 2);
    expect(await page.locator(".le.picked").count()).toBe(0);
  });

  test("brings the details of the last line into view, and what is read stays there while lines come", async () => {
    await open();
    await page.evaluate(() => window.gallery.core.lines(window.gallery.logs.manyLines(199)));
    const last = page.locator(".le", { hasText: "request 198 done" });
    await last.hover();
    await last.locator(".tw").click();
    const inView = () =>
      last.evaluate((line) => {
        const view = line.closest(".log")?.getBoundingClientRect() ?? new DOMRect();
        return Math.round(line.getBoundingClientRect().bottom - view.bottom);
      });
    await until(async () => (await inView()) <= 0, { what: "the details to be in view" });
    await page.evaluate(() => window.gallery.core.lines(window.gallery.logs.manyLines(50, 199)));
    await page.locator(".pill").getByText("50 new lines").waitFor();
    expect(await inView()).toBeGreaterThan(-8);
    expect(await inView()).toBeLessThanOrEqual(0);
  });

  test("expands the picked line on Enter, and the topmost where none is picked", async () => {
    await open();
    await row("retry 1 of 3").click();
    await page.locator(".log").focus();
    await page.keyboard.press("Enter");
    await row("retry 1 of 3").locator(".lx").waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".lx").waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    await page.keyboard.press("Enter");
    await row("order 58213 accepted").locator(".lx").waitFor();
  });

  test("takes a field’s value into the filter at a click, and out of it at another", async () => {
    await open();
    await row("charge failed").hover();
    await row("charge failed").getByRole("button", { name: "Show the line’s details" }).click();
    await page.locator(".lx").getByRole("button", { name: "58213" }).click();
    await hidden("8");
    expect((await texts()).every((text) => text.includes("58213"))).toBe(true);
    await page.locator(".lx").getByRole("button", { name: "<b>x</b>" }).click();
    await hidden("10");
    await page.getByRole("button", { name: "Take __proto__ = <b>x</b><U+202E> out of the filter" }).click();
    await hidden("8");
    await page.getByRole("button", { name: "Take order = 58213 out of the filter" }).click();
    await page.locator(".status").getByText("hidden").waitFor({ state: "detached" });
  });

  test("remembers the filter for the container by its name, and for no other", async () => {
    await open();
    await pickLevel("error");
    await field().fill("order");
    await page.waitForFunction(() => JSON.stringify(window.gallery.remembered).includes('"text":"order"'));
    const remembered = await page.evaluate(() => window.gallery.remembered);
    expect(remembered).toMatchObject({
      views: [
        { of: JSON.stringify({ host: "laptop", name: "shop-web-1" }), filter: { levels: ["error"], text: "order" } },
      ],
    });
    await field().fill("");
    await pickLevel("All levels");
    await page.waitForFunction(() => !JSON.stringify(window.gallery.remembered).includes("filter"));
  });

  test("filters anew what comes after the view was cleared", async () => {
    await open();
    await field().fill("timeout");
    await hidden("6");
    await page.getByRole("button", { name: "Clear the view" }).click();
    await page.getByText("The view is clear").waitFor();
    expect(await page.locator(".status").textContent()).not.toContain("hidden");
    await push("a timeout", "b");
    await hidden("1");
    expect(await texts()).toEqual(["a timeout"]);
  });
});
