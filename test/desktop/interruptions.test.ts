import type { Browser, FrameLocator } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { InstalledExtension } from "../../docker-desktop-extension/preview/installed-extension.ts";
import { screenshot } from "../lab/browser.ts";
import { createContainer, removeContainer, runContainer, runLogger } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { pressInRow } from "../lab/press-in-row.ts";
import { until } from "../lab/waiting.ts";
import { buildExtensionImage, buildImage, extensionImage, installationIn, openInstalled } from "./installed-desktop.ts";
import { openTab, row, type SimulatedDesktop, type Tab } from "./simulated-desktop.ts";

const { describe, test } = needs("engine", "browser");

const nextImage = "quayside/docker-desktop-extension:0.1.1";

describe("the tab of the extension that is installed on a real engine", () => {
  let lab: Lab;
  let engine: LabEngine;
  let browser: Browser;
  let extension: InstalledExtension;
  let desktop: SimulatedDesktop;
  const tabs: Tab[] = [];

  beforeAll(async () => {
    lab = openLab();
    engine = await lab.startEngine({ name: "desktop" });
    const context = await buildExtensionImage(lab, engine);
    await buildImage(lab, engine, nextImage, context);
    await runContainer(engine, { name: "cut-web", body: { HostConfig: { RestartPolicy: { Name: "always" } } } });
    await runLogger(engine, "cut-logger", 50);
    browser = await lab.startBrowser();
    extension = await InstalledExtension.install(extensionImage, installationIn(lab, engine));
    desktop = await openInstalled(lab, engine, extension);
  });
  afterEach(async () => {
    for (const tab of tabs.splice(0)) await tab.close();
  });
  afterAll(async () => {
    await desktop?.close();
    await extension?.remove();
    await lab?.close();
  });

  const visit = async (): Promise<Tab> => {
    const tab = await openTab(browser, desktop.url);
    tabs.push(tab);
    return tab;
  };
  const showLogs = async (tab: FrameLocator) => {
    await pressInRow(row(tab, "cut-logger"), /^Logs/);
    await tab.locator(".p-logs .le").getByText("line ").first().waitFor();
  };
  const numbers = async (tab: FrameLocator): Promise<number[]> => {
    const lines = await tab.locator(".p-logs .le .ms").allInnerTexts();
    return lines.flatMap((text) => /^line (\d+)$/.exec(text.trim())?.[1] ?? []).map(Number);
  };
  const newest = async (tab: FrameLocator) => Math.max(0, ...(await numbers(tab)));
  const helpers = async (): Promise<number> =>
    (await engine.docker(["top", extension.container, "-o", "pid,args"]))
      .split("\n")
      .filter((line) => line.includes("attach.cjs")).length;

  test("is seen in two windows: each has what the other did, and goes on when the other is closed", async () => {
    const [one, other] = [await visit(), await visit()];
    await pressInRow(row(one.tab, "cut-web"), /^(Open a )?[Tt]erminal/);
    await one.tab.locator(".xterm.focus .xterm-rows").getByText("#").first().waitFor();
    await one.page.keyboard.type("echo one-$((1+1))\n");
    await one.tab.getByText("one-2").waitFor();
    await other.tab.getByRole("link", { name: "Terminals" }).click();
    await other.tab.getByText("one-2").waitFor();
    await other.page.keyboard.type("echo other-$((2+2))\n");
    await Promise.all([one, other].map(({ tab }) => tab.getByText("other-4").waitFor()));
    await one.close();
    await other.page.keyboard.type("exit\n");
    await other.tab.getByText("No terminal is open").waitFor();
    await other.tab.getByRole("link", { name: "Containers" }).click();
    await engine.docker(["pause", "cut-web"]);
    await row(other.tab, "cut-web").getByText("Paused").first().waitFor();
    await engine.docker(["unpause", "cut-web"]);
  });

  test("takes in one message of 10 MB whole", async () => {
    const id = await createContainer(engine, { name: "cut-huge", labels: { long: `${"é".repeat(5_000_000)}end` } });
    const { tab, page } = await visit();
    await row(tab, "cut-huge").click();
    await page.keyboard.press("i");
    const text = tab.getByRole("dialog", { name: "cut-huge" }).locator("pre");
    await text.waitFor();
    expect(await text.evaluate(({ textContent }) => /"long": "(é+)end"/.exec(textContent ?? "")?.[1]?.length)).toBe(
      5_000_000,
    );
    await removeContainer(engine, id);
    await row(tab, "cut-huge").waitFor({ state: "detached" });
  });

  test("leaves nothing running when it is left in the middle of a command that Docker Desktop runs for it", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    // Where requests are not held open, messages come as the output of a command in the backend's container.
    await page.route("**/dd/service", (route) =>
      /messages\?after/.test(route.request().postData() ?? "") ? route.abort() : route.continue(),
    );
    await page.goto(desktop.url);
    const tab = page.frameLocator("iframe");
    await row(tab, "cut-logger").waitFor({ timeout: 60_000 });
    await showLogs(tab);
    expect(await helpers()).toBe(1);
    // Docker Desktop kills its `docker exec`, of which what runs in the container hears nothing, and a page that is
    // torn away can't say goodbye: after a minute of silence its session ends, and with it the command.
    await page.getByRole("button", { name: "Another page of Docker Desktop" }).click();
    await until(async () => (await helpers()) === 0, { what: "its helper to be gone", withinMs: 100_000 });
    await context.close();
  });

  test("goes on with its logs, no line twice and in order, when the extension is updated under it", async () => {
    const { tab } = await visit();
    await row(tab, "cut-logger").waitFor();
    await showLogs(tab);
    const before = await newest(tab);
    await extension.update(nextImage);
    await until(async () => (await newest(tab)) > before + 50, { what: "newer lines", withinMs: 60_000 });
    const seen = await numbers(tab);
    expect(seen).toHaveLength(new Set(seen).size);
    // Every tenth goes to stderr, of which the engine itself does not keep the order beside stdout.
    const stdout = seen.filter((number) => number % 10 !== 0);
    expect(stdout).toEqual([...stdout].sort((a, b) => a - b));
  });

  test("says that the page and the backend are of different versions, when one was updated, and loads the new page", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    let old = true;
    // The page of a version that is no more.
    await page.route("**/dd/service", async (route) => {
      const body = route.request().postData() ?? "";
      await route.continue(old ? { postData: body.replaceAll(/(\\?"v\\?"):1\b/g, "$1:0") } : {});
    });
    await page.goto(desktop.url);
    const tab = page.frameLocator("iframe");
    await tab.getByRole("heading", { name: "Quayside was updated" }).waitFor();
    await screenshot(page, "screenshots/desktop-other-version");
    old = false;
    await tab.getByRole("button", { name: "Load the new page" }).click();
    await row(tab, "cut-web").waitFor();
    await context.close();
  });

  test("is there again, live, when the engine was restarted under it", async () => {
    const { tab } = await visit();
    await row(tab, "cut-web").waitFor();
    await engine.shutDown();
    await tab
      .getByText(/backend/)
      .first()
      .waitFor();
    await engine.start();
    await row(tab, "cut-web").getByText(/^Up /).waitFor({ timeout: 60_000 });
    await engine.docker(["pause", "cut-web"]);
    await row(tab, "cut-web").getByText("Paused").first().waitFor();
  });
});
