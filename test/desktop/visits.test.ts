import type { Browser, FrameLocator } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { createContainer, removeContainer, runLogger } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { pressInRow } from "../lab/press-in-row.ts";
import { until } from "../lab/waiting.ts";
import { openTab, row, type SimulatedDesktop, type Tab, type TabOptions } from "./simulated-desktop.ts";
import { tiers } from "./tiers.ts";

const { describe, test } = needs("engine", "browser");

const many = 24;
const nameOf = (number: number): string => `visit-${String(number).padStart(2, "0")}`;
const topOf = (tab: FrameLocator, scroller: string) => tab.locator(scroller).evaluate((element) => element.scrollTop);
const scrollTo = (tab: FrameLocator, scroller: string, top: number) =>
  tab.locator(scroller).evaluate((element, to) => element.scrollTo(0, to), top);

/** Docker Desktop makes the page anew at each visit of the tab: what the person did there is there again. */
for (const [name, tier] of Object.entries(tiers))
  describe(`a visit of the tab after another one, ${name}`, () => {
    let lab: Lab;
    let browser: Browser;
    let engine: EngineAccess;
    let desktop: SimulatedDesktop;
    const made: string[] = [];
    const tabs: Tab[] = [];

    const open = async (options: TabOptions = {}) => {
      const tab = await openTab(browser, desktop.url, options);
      tabs.push(tab);
      return tab;
    };

    beforeAll(async () => {
      lab = openLab();
      engine = await tier.engine(lab);
      browser = await lab.startBrowser();
      desktop = await tier.desktop(lab, engine);
      for (let number = 0; number < many; number++) made.push(await createContainer(engine, { name: nameOf(number) }));
      made.push(await runLogger(engine, "visit-logger", 20));
    });

    afterEach(async () => {
      for (const tab of tabs.splice(0)) await tab.close();
    });

    afterAll(async () => {
      await desktop?.close();
      for (const id of made) await removeContainer(engine, id);
      await lab?.close();
    });

    test("finds the table at its row, with its order and what was selected", async () => {
      const { tab, leave, enter } = await open({ viewport: { width: 1000, height: 420 } });
      await tab.getByRole("textbox").fill("visit-");
      await tab.getByRole("columnheader", { name: "Name" }).getByRole("button").click();
      await row(tab, nameOf(many - 1)).click();
      await row(tab, nameOf(many - 2)).click({ modifiers: ["ControlOrMeta"] });
      const scroller = ".p-containers .scroll";
      await scrollTo(tab, scroller, 217);
      await row(tab, nameOf(8)).waitFor();
      const top = await topOf(tab, scroller);
      expect(top).toBe(217);
      await leave();
      await enter();
      await row(tab, nameOf(8)).waitFor();
      expect(await topOf(tab, scroller)).toBe(top);
      await tab.getByText("2 selected").waitFor();
      await scrollTo(tab, scroller, 0);
      await row(tab, nameOf(many - 1))
        .and(tab.locator("[aria-selected=true]"))
        .waitFor();
      expect(await tab.getByRole("columnheader", { name: "Name" }).getAttribute("aria-sort")).toBe("descending");
      // What was cleared stays so, and the top is the top.
      await tab.getByRole("button", { name: "Clear", exact: true }).click();
      await leave();
      await enter();
      await row(tab, nameOf(many - 1)).waitFor();
      expect(await topOf(tab, scroller)).toBe(0);
      expect(await tab.getByText(/\d selected/).count()).toBe(0);
    });

    test("finds the logs where they were let go, and follows again where they were followed", async () => {
      const { tab, leave, enter } = await open({ viewport: { width: 1000, height: 420 } });
      await tab.getByRole("textbox").fill("visit-logger");
      await pressInRow(row(tab, "visit-logger"), /^Logs/);
      const log = tab.getByRole("log");
      const seen = () =>
        log.evaluate((element) => {
          const { top } = element.getBoundingClientRect();
          const first = [...element.querySelectorAll(".le")].find(
            (line) => line.getBoundingClientRect().bottom > top + 3,
          );
          return `${first?.textContent} ${Math.round((first?.getBoundingClientRect().top ?? 0) - top)}`;
        });
      const count = async () =>
        Number(/^([\d,]+) line/.exec((await tab.locator(".status").innerText()).replace(",", ""))?.[1]);
      await until(async () => (await count()) > 60, { what: "more lines than fit", withinMs: 30_000 });
      await tab.getByText("Following").waitFor();
      await scrollTo(tab, ".log", 310);
      await tab.getByText("Follow let go at").waitFor();
      await log
        .locator(".le")
        .filter({ hasText: /line 2\d\b/ })
        .first()
        .click();
      await tab.getByText("1 selected").waitFor();
      const [before, letGo] = [await seen(), await tab.getByText("Follow let go at").innerText()];
      const picked = await log.locator(".le.picked").innerText();
      await leave();
      await enter();
      await tab.getByText(letGo).waitFor();
      expect(await seen()).toBe(before);
      expect(await log.locator(".le.picked").innerText()).toBe(picked);
      await tab.getByRole("button", { name: /new lines?$|Go to the end/ }).click();
      await tab.getByText("Following").waitFor();
      await leave();
      await enter();
      await tab.getByText("Following").waitFor();
      const last = async () => Number(/line (\d+)/.exec((await log.locator(".le").last().textContent()) ?? "")?.[1]);
      const first = await last();
      await until(async () => (await last()) > first + 10, { what: "the lines that come then", withinMs: 20_000 });
    });

    test("finds a half-filled form of a host, and none of its secrets was written down", async () => {
      const { page, tab, leave, enter } = await open({ viewport: { width: 800, height: 200 } });
      await tab.getByRole("link", { name: "Hosts" }).click();
      await tab.getByRole("article").first().waitFor();
      await scrollTo(tab, ".hosts-scroll", 40);
      await until(async () => (await topOf(tab, ".hosts-scroll")) === 40, { what: "the hosts to be scrolled" });
      await leave();
      await enter();
      await tab.getByRole("article").first().waitFor();
      expect(await topOf(tab, ".hosts-scroll")).toBe(40);

      await page.setViewportSize({ width: 1000, height: 800 });
      await tab.getByRole("button", { name: "Add a host" }).click();
      await tab.getByLabel("Address").fill("tcp://dev:hunter2@far.example:2376");
      await tab.getByLabel("Name", { exact: true }).fill("far-away");
      await tab.getByLabel("Address").fill("tcp://far.example:2376");
      await tab.getByRole("textbox", { name: "CA: who may sign the engine’s certificate" }).fill(planted("ca"));
      await tab.getByRole("textbox", { name: "Your key" }).fill(planted("key"));
      await leave();
      await enter();
      await tab.getByRole("dialog", { name: "Add far-away" }).waitFor();
      expect(await tab.getByLabel("Address").inputValue()).toBe("tcp://far.example:2376");
      await tab.getByLabel("Address").fill("ssh://dev:hunter2@far.example");
      await leave();
      const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }));
      expect(kept).toContain("far.example");
      for (const secret of ["hunter2", "planted-ca", "planted-key", "PRIVATE KEY"]) expect(kept).not.toContain(secret);
    });
  });

const planted = (where: string): string => `-----BEGIN PRIVATE KEY-----\nplanted-${where}\n-----END PRIVATE KEY-----`;
