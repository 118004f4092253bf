import { afterAll, beforeAll, expect } from "vitest";
import { screenshot } from "../lab/browser.ts";
import { runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { Made } from "./made.ts";
import { openQuayside, openVsCode, panelFrame, reloadWindow, runCommand, type VsCode } from "./workbench.ts";

const { describe, test } = needs("engine", "vscode", "browser");

describe("the Terminals panel in VS Code", () => {
  const made = new Made();
  let code: VsCode;
  let engine: EngineAccess;

  beforeAll(async () => {
    [engine] = sharedEngines();
    await made.add(engine, runContainer(engine, { name: "terminals-panel-web" }));
    code = await openVsCode({ env: { DOCKER_HOST: engine.dockerHost } });
    await openQuayside(code.page);
  });

  afterAll(async () => {
    await code?.lab.close();
    await made.removeAll();
  });

  const panel = () => panelFrame(code.page);
  const rows = () => panel().locator(".xterm-rows");

  test("opens a terminal in a container, which goes on while another tab is shown", async () => {
    await runCommand(code.page, "Quayside: Show Terminals Panel");
    await panel().getByText("No terminal is open").waitFor();
    await panel().getByRole("button", { name: "New terminal" }).click();
    await panel().getByLabel("Find a container").fill("terminals-panel-web");
    await code.page.keyboard.press("Enter");
    await rows().getByText("#").first().waitFor();
    await panel().locator(".xterm.focus").waitFor();
    await code.page.keyboard.type("HERE=still-here; printf '\\033[32mgreen\\033[0m-%s\\n' $((6*7))\n");
    await rows().getByText("-42").waitFor();
    await screenshot(code.page, "screenshots/vscode-terminals");
    await runCommand(code.page, "Quayside: Show Containers Panel");
    await panel().getByRole("heading", { name: "Containers" }).waitFor();
    await runCommand(code.page, "Quayside: Show Terminals Panel");
    await rows().locator(".xterm-fg-2", { hasText: "green" }).waitFor();
    await code.page.keyboard.type("echo $HERE-$((1+1))\n");
    await rows().getByText("still-here-2").waitFor();
  });

  test("ends them with the window, and is there again when it was loaded anew", async () => {
    await reloadWindow(code.page);
    await panel().getByText("No terminal is open").waitFor();
    expect(await engine.docker(["exec", "terminals-panel-web", "ps", "-o", "args"])).not.toMatch(/^(ba)?sh$|\/sh$/m);
  });
});
