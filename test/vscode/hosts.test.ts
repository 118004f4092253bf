import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { screenshot } from "../lab/browser.ts";
import { runContainer } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until } from "../lab/waiting.ts";
import { Made } from "./made.ts";
import {
  addHost,
  answerInput,
  choose,
  chooseFromMenu,
  closeMenu,
  dialog,
  nodeRow,
  openMenu,
  openQuayside,
  openVsCode,
  quickPickRow,
  runCommand,
  treeRow,
  type VsCode,
} from "./workbench.ts";

const { describe, test } = needs("engine", "vscode", "browser");

describe("hosts in VS Code, on a machine without Docker and with a proxy that is dead", () => {
  const made = new Made();
  let code: VsCode;
  let page: Page;
  let north: EngineAccess;
  let own: LabEngine;

  beforeAll(async () => {
    [north] = sharedEngines();
    await made.add(north, runContainer(north, { name: "hosts-north" }));
    code = await openVsCode({
      env: { DOCKER_HOST: "unix:///nonexistent/docker.sock" },
      settings: { "http.proxy": "http://127.0.0.1:9", "http.proxySupport": "override" },
    });
    ({ page } = code);
    own = await code.lab.startEngine({ name: "own" });
    await runContainer(own, { name: "hosts-own" });
  });

  afterAll(async () => {
    await code?.lab.close();
    await made.removeAll();
  });

  const hostsFile = () => join(code.server.userDataFolder, "User/globalStorage/quayside.quayside/hosts.json");

  /** As `docker context create` writes it. */
  const keepContext = (name: string, address: string): void => {
    const id = createHash("sha256").update(name).digest("hex");
    const folder = join(code.server.homeFolder, ".docker/contexts/meta", id);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "meta.json"), JSON.stringify({ Name: name, Endpoints: { docker: { Host: address } } }));
  };

  test("welcomes a newcomer with one button, which asks for a host", async () => {
    await openQuayside(page);
    const welcome = page.locator(".sidebar .welcome-view-content");
    await welcome.getByText("No Docker engine was found on this computer").waitFor();
    expect(await welcome.locator("a.monaco-button").count()).toBe(1);
    await screenshot(page, "screenshots/vscode-welcome");
    await welcome.getByRole("button", { name: "Add a Host" }).click();
    await quickPickRow(page, "Enter an address").waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  });

  test("refuses an address that it can’t dial, and says how one begins", async () => {
    await runCommand(page, "Quayside: Add Host");
    await choose(page, "Enter an address");
    await answerInput(page, "its address", "http://example.org");
    await page.locator(".quick-input-message", { hasText: "unix:///" }).waitFor();
    await page.keyboard.press("Escape");
  });

  test("offers the docker contexts that it finds, and adds a second host by its address, whatever the proxy", async () => {
    keepContext("own", own.dockerHost);
    await runCommand(page, "Quayside: Add Host");
    await quickPickRow(page, "Enter an address").waitFor();
    await screenshot(page, "screenshots/vscode-add-host");
    await quickPickRow(page, "own").click();
    await answerInput(page, "its name", "own");
    await nodeRow(page, "hosts-own").waitFor();
    await addHost(page, north.dockerHost, "north");
    await nodeRow(page, "hosts-north").waitFor();
  });

  test("names a docker context that is broken, and says why it can’t be added", async () => {
    keepContext("torn", "");
    await runCommand(page, "Quayside: Add Host");
    await quickPickRow(page, "torn").getByText("can’t be used").waitFor();
    await quickPickRow(page, "torn").click();
    await page
      .locator(".notification-toast", { hasText: "“torn” can’t be used" })
      .getByText("names no engine")
      .waitFor();
  });

  test("refuses an address or a name that a host has already", async () => {
    await runCommand(page, "Quayside: Add Host");
    await choose(page, "Enter an address");
    await answerInput(page, "its address", own.dockerHost);
    await page.locator(".quick-input-message", { hasText: "own has this address already" }).waitFor();
    await page.keyboard.press("Escape");
  });

  test("shows at its place why one fails, keeps what was last known, and lets the other live", async () => {
    await own.kill();
    await treeRow(page, "Docker is not running on own").waitFor();
    await nodeRow(page, "own").filter({ hasText: "unreachable" }).waitFor();
    await nodeRow(page, "hosts-own").filter({ hasText: "last known: running" }).waitFor();
    await screenshot(page, "screenshots/vscode-unreachable");
    const items = await openMenu(page, nodeRow(page, "hosts-own"));
    expect((await items.allTextContents()).filter((item) => item !== "")).toEqual([
      ...["Open Container", "Copy Name", "Copy ID"],
    ]);
    await closeMenu(page);
    await made.add(north, runContainer(north, { name: "hosts-alive" }));
    await nodeRow(page, "hosts-alive").locator(".codicon-circle-filled").waitFor();
  });

  test("recovers when the engine is back, at once when it is asked to", async () => {
    await own.start();
    // It may have come back by itself in the meantime: then the palette has nothing to try.
    if ((await treeRow(page, "Docker is not running on own").count()) > 0) {
      await runCommand(page, "Quayside: Refresh");
    }
    await until(async () => (await treeRow(page, "is not running on own").count()) === 0, {
      what: "own to recover",
      withinMs: 30_000,
    });
    await nodeRow(page, "hosts-own").filter({ hasNotText: "last known" }).waitFor();
  });

  test("renames a host", async () => {
    await chooseFromMenu(page, nodeRow(page, "own"), "Rename Host…");
    await answerInput(page, "Rename the host own", "north");
    await page.locator(".quick-input-message", { hasText: "of this name already" }).waitFor();
    await answerInput(page, "Rename the host own", "renamed");
    await nodeRow(page, "renamed").waitFor();
    expect(readFileSync(hostsFile(), "utf8")).toContain('"renamed"');
  });

  test("removes a host after a question that names it", async () => {
    await chooseFromMenu(page, nodeRow(page, "renamed"), "Remove Host…");
    await dialog(page).getByText("Remove the host renamed from Quayside?").waitFor();
    await dialog(page).getByText("Remove Host").click();
    await until(async () => (await nodeRow(page, "renamed").count()) === 0, { what: "the host to go" });
    expect((await own.api.call("GET", "/containers/json?all=1")).text).toContain("hosts-own");
  });

  test("removes all that Quayside keeps, and goes on as on the first day", async () => {
    expect(existsSync(hostsFile())).toBe(true);
    await runCommand(page, "Quayside: Remove All Quayside Data");
    await dialog(page).getByText("Remove All Data").click();
    await page.locator(".sidebar .welcome-view-content").getByRole("button", { name: "Add a Host" }).waitFor();
    expect(existsSync(hostsFile())).toBe(false);
    await addHost(page, north.dockerHost, "again");
    await nodeRow(page, "hosts-north").waitFor();
  });
});
