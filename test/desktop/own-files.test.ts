import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { screenshot } from "../lab/browser.ts";
import { removeContainer, runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { startSmallDisk } from "../lab/small-disk.ts";
import { until } from "../lab/waiting.ts";
import { openTab, row, type SimulatedDesktop, startDesktop, type Tab } from "./simulated-desktop.ts";

const { describe, test } = needs("engine", "browser");

describe("Quayside’s own files in Docker Desktop’s volume", () => {
  let lab: Lab;
  let browser: Browser;
  let engine: EngineAccess;
  let container: string;
  const open: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    lab = openLab();
    [engine] = sharedEngines();
    container = await runContainer(engine, { name: "files-web" });
    browser = await lab.startBrowser();
  });
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close();
  });
  afterAll(async () => {
    if (container !== undefined) await removeContainer(engine, container);
    await lab?.close();
  });

  const start = async (folder: string): Promise<SimulatedDesktop> => {
    const desktop = await startDesktop({ dockerHost: engine.dockerHost, env: { QUAYSIDE_FOLDER: folder } });
    open.push(desktop);
    return desktop;
  };
  const visit = async ({ url }: SimulatedDesktop): Promise<Tab> => {
    const tab = await openTab(browser, url);
    open.push(tab);
    return tab;
  };
  const addHost = async ({ tab }: Tab, name: string) => {
    await tab.getByRole("link", { name: "Hosts" }).click();
    await tab.getByRole("button", { name: "Add a host" }).click();
    await tab.getByLabel("Address").fill(`unix:///nowhere/${name}.sock`);
    await tab.getByLabel("Name", { exact: true }).fill(name);
    await tab.getByRole("button", { name: "Save anyway" }).click();
  };

  test("on a volume that is full: what can't be kept says so, what is lost is told in every window until somebody has read it, and with space it goes on", async () => {
    const disk = await startSmallDisk(lab, "full", 256);
    const desktop = await start(disk.folder);
    const [opened, other] = [await visit(desktop), await visit(desktop)];
    const { tab } = opened;
    await row(tab, "files-web").waitFor();
    await disk.fill();
    await addHost(opened, "unkept");
    await tab.getByText(/hosts\.json can’t be written: the disk is full/).waitFor();
    await screenshot(opened.page, "screenshots/desktop-volume-full-form");
    await tab.getByRole("button", { name: "Cancel" }).click();
    await tab.getByRole("link", { name: "Containers" }).click();
    const told = /the disk is full\. Events are held in memory and written when it works again/;
    // What is left of the last page of the file has room for a few more.
    await until(
      async () => {
        await engine.docker(["restart", "--time", "0", container]);
        return await tab.getByText(told).isVisible();
      },
      { what: "the loss of events to be told", withinMs: 60_000 },
    );
    await screenshot(opened.page, "screenshots/desktop-volume-full");
    await other.tab.getByText(told).waitFor();
    await tab.locator(".problems").getByRole("button", { name: "Dismiss" }).click();
    await other.tab.getByText(told).waitFor({ state: "detached" });
    await disk.free();
    await addHost(opened, "kept");
    await tab.getByRole("article", { name: "kept" }).waitFor();
  });

  test("in a folder that can't be used: that is said, and when it can Quayside begins by itself", async () => {
    const folder = join(lab.folder, "unusable");
    await mkdir(folder);
    await writeFile(join(folder, "events"), "a file");
    const { tab, page } = await visit(await start(folder));
    await tab.getByText("Quayside’s own files can’t be used").first().waitFor();
    await tab.getByText(join(folder, "events")).first().waitFor();
    await screenshot(page, "screenshots/desktop-no-files");
    await rm(join(folder, "events"));
    await row(tab, "files-web").waitFor();
  });

  test("from a newer Quayside are shown and not touched, which is said at once", async () => {
    const folder = join(lab.folder, "newer");
    await mkdir(folder);
    const later = { version: 99, data: { hosts: [] }, more: "of tomorrow" };
    await writeFile(join(folder, "hosts.json"), JSON.stringify(later));
    const opened = await visit(await start(folder));
    const told = /hosts\.json was written by a newer Quayside \(format 99.*Update Quayside\./;
    await opened.tab.getByText(told).waitFor();
    await addHost(opened, "refused");
    await opened.tab.getByRole("dialog").getByText(told).waitFor();
    expect(JSON.parse(await readFile(join(folder, "hosts.json"), "utf8"))).toEqual(later);
  });

  test("that are torn are set aside, which is said, and nothing of theirs is markup", async () => {
    const folder = join(lab.folder, "torn <img src=x>");
    await mkdir(folder);
    await writeFile(join(folder, "hosts.json"), '{"version": 1, "data": {"ho');
    const { tab } = await visit(await start(folder));
    await tab
      .locator(".problems")
      .getByText(/torn <img src=x>\/hosts\.json .*set aside/)
      .waitFor();
    await row(tab, "files-web").waitFor();
  });
});
