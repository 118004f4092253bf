import { chmodSync } from "node:fs";
import { dirname } from "node:path";
import type { Browser, FrameLocator } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { screenshot } from "../lab/browser.ts";
import type { LabEngine } from "../lab/engine.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { fillBuildVm, fillLaptop } from "../lab/pictured-engines.ts";
import { pressInRow } from "../lab/press-in-row.ts";
import { annPassword, type SshServer } from "../lab/ssh-server.ts";
import { until } from "../lab/waiting.ts";
import { buildExtensionImage, installDesktop } from "./installed-desktop.ts";
import { openTab, row, type SimulatedDesktop, type Tab } from "./simulated-desktop.ts";

const { describe, test } = needs("engine", "ssh", "browser");

/** Docker’s marketplace asks for pictures of 2400 × 1600: the tab without the frame around it, each pixel twice. */
const picture = { width: 1200, height: 800 };
const frame = { width: 52, height: 44 };
const viewport = { width: picture.width + frame.width, height: picture.height + frame.height };

describe("pictures of the installed extension, on real engines", () => {
  let lab: Lab;
  let browser: Browser;
  let laptop: LabEngine;
  let server: SshServer;
  let desktop: SimulatedDesktop;

  beforeAll(async () => {
    lab = openLab();
    const [own, buildVm] = await Promise.all(["laptop", "build-vm"].map((name) => lab.startEngine({ name })));
    if (own === undefined || buildVm === undefined) throw new Error("no engines");
    laptop = own;
    await Promise.all([fillLaptop(laptop), fillBuildVm(buildVm), buildExtensionImage(lab, laptop)]);
    for (const folder of [lab.folder, dirname(buildVm.socket)]) chmodSync(folder, 0o711);
    chmodSync(buildVm.socket, 0o666);
    // At an address that a container of the laptop reaches.
    server = await lab.startSshServer({
      ...{ name: "build-ssh", network: laptop.network, env: { DOCKER_HOST: buildVm.dockerHost } },
    });
    browser = await lab.startBrowser();
    desktop = await installDesktop(lab, laptop);
    const opened = await openTab(browser, desktop.url);
    await addBuildVm(opened);
    await opened.close();
  });
  afterAll(async () => {
    await desktop?.close();
    await lab?.close();
  });

  async function addBuildVm({ tab }: Tab): Promise<void> {
    const button = (name: string) => tab.getByRole("button", { name, exact: true });
    await tab.getByRole("link", { name: "Hosts" }).click();
    await button("Add a host").click();
    await tab.getByLabel("Address").fill(`ssh://ann@${server.address}`);
    await tab.getByLabel("Name", { exact: true }).fill("build-vm");
    await button("Test").click();
    const asked = tab.getByRole("dialog", { name: "Is this build-vm?" });
    await asked.getByLabel("with Quayside alone").check();
    await asked.getByRole("button", { name: "Trust this key" }).click();
    const secret = tab.getByRole("dialog", { name: "Password for build-vm" });
    await secret.getByLabel("Password", { exact: true }).fill(annPassword);
    await secret.getByLabel("Keep it in the secret store").check();
    await secret.getByRole("button", { name: "Continue" }).click();
    await tab.getByText("all 6 steps passed").waitFor({ timeout: 60_000 });
    await button("Save").click();
    await tab
      .getByRole("article", { name: "build-vm" })
      .getByText(/Docker \d/)
      .first()
      .waitFor();
  }

  /** Each of the charts has a value. */
  const told = (tab: FrameLocator) =>
    until(async () => (await tab.locator(".use-value").getByText("Not known").count()) === 0, { what: "the values" });

  for (const theme of ["dark", "light"] as const)
    test(`every panel works, and can be shown, in ${theme}`, async () => {
      const { tab, page, complaints, close } = await openTab(browser, desktop.url, { theme, viewport, scale: 2 });
      const shoot = async (name: string) => {
        await page.mouse.move(0, 0);
        await screenshot(page.locator("iframe"), `screenshots/desktop-pictured-${name}-${theme}`);
      };
      expect(await page.locator("iframe").boundingBox()).toMatchObject(picture);
      await row(tab, "shop-api-1").getByText("Unhealthy").waitFor();
      for (const name of ["pg-scratch", "ci-runner-1"]) await row(tab, name).getByText(/\d %$/).waitFor();
      await shoot("containers");

      await pressInRow(row(tab, "shop-web-1"), /^Logs/);
      await tab
        .getByText(/charge \d+ failed/)
        .last()
        .waitFor();
      await shoot("logs");

      await tab.getByRole("link", { name: "Containers" }).click();
      await pressInRow(row(tab, "ci-registry-1"), /^(Open a )?[Tt]erminal/);
      await tab.locator(".xterm.focus .xterm-rows").getByText("#").first().waitFor();
      await page.keyboard.type("clear; ls -l / | head -12; df -h / | tail -1\n");
      await tab.locator(".xterm-rows").getByText("overlay").first().waitFor();
      await shoot("terminals");

      await tab.getByRole("link", { name: "Containers" }).click();
      await row(tab, "shop-api-1").locator(".c-name").dblclick();
      await tab.getByRole("heading", { name: "shop-api-1", level: 1 }).waitFor();
      await tab.locator("canvas").first().waitFor();
      await told(tab);
      await shoot("container");

      await tab.getByRole("tab", { name: "Files" }).click();
      await tab.getByRole("button", { name: "etc", exact: true }).click();
      await tab.locator(".fr.row", { hasText: "resolv.conf" }).waitFor();
      await shoot("files");

      await tab.getByRole("link", { name: "Stats" }).click();
      await tab.getByRole("heading", { name: "Top consumers" }).waitFor();
      await told(tab);
      await shoot("stats");

      await tab.getByRole("link", { name: "Search" }).click();
      await tab.getByLabel("Search in all logs").fill("acquirer timeout");
      await page.keyboard.press("Enter");
      await tab.locator(".hit").first().waitFor();
      await shoot("search");

      await tab.getByRole("link", { name: "Hosts" }).click();
      await tab
        .getByRole("article", { name: "build-vm" })
        .getByText(/Docker \d/)
        .first()
        .waitFor();
      await shoot("hosts");
      expect(complaints).toEqual([]);
      await close();
    });
});
