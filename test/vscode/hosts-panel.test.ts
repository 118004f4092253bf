import { afterAll, beforeAll, expect } from "vitest";
import { screenshot } from "../lab/browser.ts";
import { runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until } from "../lab/waiting.ts";
import { Made } from "./made.ts";
import { nodeRow, openQuayside, openVsCode, panelFrame, reloadWindow, runCommand, type VsCode } from "./workbench.ts";

const { describe, test } = needs("engine", "vscode", "browser");

describe("the Hosts panel in VS Code", () => {
  const made = new Made();
  let code: VsCode;
  let engine: EngineAccess;

  beforeAll(async () => {
    [engine] = sharedEngines();
    await made.add(engine, runContainer(engine, { name: "hosts-panel-web" }));
    code = await openVsCode({ env: { DOCKER_HOST: "unix:///nowhere/docker.sock" } });
    await openQuayside(code.page);
  });

  afterAll(async () => {
    await code?.lab.close();
    await made.removeAll();
  });

  const panel = () => panelFrame(code.page);
  const button = (name: string) => panel().getByRole("button", { name, exact: true });
  const card = (name: string) => panel().getByRole("article", { name, exact: true });

  test("adds a host by its form, which the tree then has too", async () => {
    await runCommand(code.page, "Quayside: Show Hosts Panel");
    await code.page.locator(".tab", { hasText: "Hosts" }).waitFor();
    await card("local").getByText("Docker is not running on local").waitFor();
    await button("Add a host").click();
    await panel().getByLabel("Address").fill(engine.dockerHost);
    await panel().getByLabel("Name", { exact: true }).fill("bench");
    await button("Group, tags and colour").click();
    await panel().getByLabel("Tags").fill("lab, ci");
    await panel().getByLabel("Purple").check();
    await button("Test").click();
    await panel().getByText("all 3 steps passed").waitFor();
    await screenshot(code.page, "screenshots/vscode-hosts-adding");
    await button("Save").click();
    await card("bench")
      .getByText(/running/)
      .waitFor();
    expect(await card("bench").locator(".tags .tag").allInnerTexts()).toEqual(["lab", "ci"]);
    await nodeRow(code.page, "bench").waitFor();
    await nodeRow(code.page, "hosts-panel-web").waitFor();
    await screenshot(code.page, "screenshots/vscode-hosts");
  });

  test("has what was typed again after its tab was hidden", async () => {
    await button("Add a host").click();
    await panel().getByLabel("Address").fill("ssh://somewhere");
    await runCommand(code.page, "Quayside: Show Containers Panel");
    await panel().getByText("hosts-panel-web").waitFor();
    await runCommand(code.page, "Quayside: Show Hosts Panel");
    await until(async () => (await panel().getByLabel("Address").inputValue()) === "ssh://somewhere", {
      what: "the address that was typed",
    });
    await button("Cancel").click();
    await panel().getByRole("dialog").waitFor({ state: "detached" });
  });

  test("is there again after the window was loaded anew, and disables and removes hosts", async () => {
    await reloadWindow(code.page);
    await card("bench")
      .getByText(/running/)
      .waitFor();
    await button("More for bench").click();
    await panel().getByRole("menuitem", { name: "Disable" }).click();
    await card("bench").getByRole("button", { name: "Enable" }).click();
    await card("bench")
      .getByText(/running/)
      .waitFor();
    await button("More for bench").click();
    await panel().getByRole("menuitem", { name: "Remove…" }).click();
    await panel().getByRole("dialog", { name: "Remove bench?" }).getByRole("button", { name: "Remove bench" }).click();
    await card("bench").waitFor({ state: "detached" });
    await nodeRow(code.page, "bench").waitFor({ state: "detached" });
  });
});
