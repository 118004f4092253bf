import { afterAll, beforeAll, expect } from "vitest";
import { type EngineProxy, startEngineProxy } from "../core/engine-proxy.ts";
import { screenshot } from "../lab/browser.ts";
import { runContainer, runLogger } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { pressInRow } from "../lab/press-in-row.ts";
import { until } from "../lab/waiting.ts";
import {
  chooseFromMenu,
  nodeRow,
  openQuayside,
  openVsCode,
  panelFrame,
  reloadWindow,
  runCommand,
  type VsCode,
} from "./workbench.ts";

const { describe, test } = needs("engine", "vscode", "browser");

describe("the panels in VS Code", () => {
  let code: VsCode;
  let own: LabEngine;
  let proxy: EngineProxy;

  beforeAll(async () => {
    const lab = openLab();
    own = await lab.startEngine({ name: "own" });
    await runLogger(own, "panel-log", 5);
    await runContainer(own, { name: "panel-idle" });
    proxy = await startEngineProxy(own.socket);
    code = await openVsCode({ env: { DOCKER_HOST: `unix://${proxy.socket}` } }, lab);
    await openQuayside(code.page);
    await nodeRow(code.page, "panel-log").waitFor();
  });

  afterAll(async () => {
    await code?.lab.close();
    await proxy?.close();
  });

  const tab = (title: string) => code.page.locator(".tab", { hasText: title });
  const panelShows = (text: string | RegExp) => panelFrame(code.page).getByText(text).first().waitFor();
  const lastLine = async () =>
    Math.max(
      ...((await panelFrame(code.page).locator("body").innerText()).match(/line \d+/g) ?? ["line 0"]).map((line) =>
        Number(line.slice(5)),
      ),
    );

  test("shows the lines of a container, and those that come", async () => {
    await chooseFromMenu(code.page, nodeRow(code.page, "panel-log"), "Show Logs");
    await tab("Logs: panel-log").waitFor();
    await panelShows(/^line \d+$/);
    const before = await lastLine();
    await until(async () => (await lastLine()) > before, { what: "new lines" });
    await screenshot(code.page, "screenshots/vscode-logs");
  });

  test("brings the same panel to the front when it is asked for again", async () => {
    await runCommand(code.page, "Quayside: Show Containers Panel");
    await tab("Containers").waitFor();
    await panelShows("panel-idle");
    await chooseFromMenu(code.page, nodeRow(code.page, "panel-log"), "Show Logs");
    await panelShows(/^line \d+$/);
    expect(await tab("Logs: panel-log").count()).toBe(1);
  });

  test("reads anew when a hidden one is seen again", async () => {
    await tab("Containers").click();
    await panelShows("panel-idle");
    const id = await runContainer(own, { name: "panel-late" });
    await panelShows("panel-late");
    await tab("Logs: panel-log").click();
    await panelShows(/^line \d+$/);
    await own.api.json("DELETE", `/containers/${id}?force=1`);
    await tab("Containers").click();
    await panelShows("panel-idle");
    await until(async () => (await panelFrame(code.page).getByText("panel-late").count()) === 0, {
      what: "panel-late to be gone",
    });
  });

  test("keeps what was searched for while a panel is hidden", async () => {
    await tab("Logs: panel-log").click();
    await panelShows(/^line \d+$/);
    const search = panelFrame(code.page).getByLabel("Search in the logs");
    await search.fill("line 1");
    await tab("Containers").click();
    await panelShows("panel-idle");
    await tab("Logs: panel-log").click();
    await until(async () => (await search.inputValue()) === "line 1", { what: "the search to be there again" });
    await panelFrame(code.page)
      .getByText(/^\d+\/\d+$/)
      .waitFor();
    await search.fill("");
    await tab("Containers").click();
    await panelShows("panel-idle");
  });

  test("lets go of the engine’s stream when a panel of logs is hidden", async () => {
    const followed = () => proxy.latest.filter((request) => /\/logs\?.*follow=true/.test(request)).length;
    await tab("Logs: panel-log").click();
    await panelShows(/^line \d+$/);
    await until(() => followed() === 1, { what: "the log to be followed" });
    await tab("Containers").click();
    await panelShows("panel-idle");
    await until(() => followed() === 0, { what: "the stream to be closed" });
  });

  test("does what a row’s command says in VS Code itself", async () => {
    await pressInRow(panelFrame(code.page).getByRole("row", { name: /panel-idle/ }), /logs/i);
    await tab("Logs: panel-idle").waitFor();
  });

  test("tells in VS Code’s status bar what came of a command", async () => {
    await tab("Containers").click();
    await panelShows("panel-idle");
    const row = panelFrame(code.page).getByRole("row", { name: /panel-idle/ });
    await row.click();
    await row.press("ContextMenu");
    await panelFrame(code.page).getByRole("menuitem", { name: "Copy name" }).click();
    await code.page.locator(".statusbar").getByText("The name was copied.").waitFor();
  });

  test("keeps all but its own script and style out", async () => {
    await tab("Containers").click();
    await panelShows("panel-idle");
    const inserted = await panelFrame(code.page)
      .locator("body")
      .evaluate(async (body) => {
        const script = document.createElement("script");
        script.textContent = "document.body.dataset.broken = 'yes'";
        body.append(script);
        const image = document.createElement("img");
        const loaded = new Promise((resolve) => {
          image.onload = () => resolve("loaded");
          image.onerror = () => resolve("refused");
        });
        image.src = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";
        return { script: body.dataset.broken ?? "refused", image: await loaded };
      });
    expect(inserted).toEqual({ script: "refused", image: "refused" });
  });

  test("opens a container’s page from the tree, and has it again after the window was loaded anew", async () => {
    await chooseFromMenu(code.page, nodeRow(code.page, "panel-idle"), "Open Container");
    await tab("panel-idle").first().waitFor();
    const heading = panelFrame(code.page).getByRole("heading", { name: "panel-idle", level: 1 });
    await heading.waitFor();
    await panelFrame(code.page).getByRole("tab", { name: "Inspect" }).click();
    await reloadWindow(code.page);
    await heading.waitFor();
    await panelFrame(code.page).getByRole("tab", { name: "Inspect", selected: true }).waitFor();
  });

  test("is there again, with what it showed, after the window was loaded anew", async () => {
    await tab("Logs: panel-log").click();
    await panelShows(/^line \d+$/);
    await reloadWindow(code.page);
    await tab("Logs: panel-log").waitFor();
    await panelShows(/^line \d+$/);
    await tab("Containers").click();
    await panelShows("panel-idle");
  });
});
