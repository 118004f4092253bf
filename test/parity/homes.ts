import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openTab, startDesktop } from "../desktop/simulated-desktop.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { openLab } from "../lab/lab.ts";
import { until } from "../lab/waiting.ts";
import { answerFileDialog, openQuayside, openVsCode, panelFrame, runCommand } from "../vscode/workbench.ts";
import type { Home, ShownPanel } from "./home.ts";

export async function openVsCodeHome(engine: EngineAccess): Promise<Home> {
  const { lab, page } = await openVsCode({ env: { DOCKER_HOST: engine.dockerHost } });
  await openQuayside(page);
  const panel = panelFrame(page);
  const show = async (name: ShownPanel): Promise<void> => {
    await runCommand(
      page,
      name === "Search" ? "Quayside: Search Logs of All Containers…" : `Quayside: Show ${name} Panel`,
    );
    await panel.getByRole("heading", { name, exact: true }).waitFor();
  };
  const other = (name: ShownPanel): ShownPanel => (name === "Hosts" ? "Containers" : "Hosts");
  return {
    name: "VS Code",
    page,
    panel,
    show,
    sees: {
      inspection: async (text) => void (await page.locator(".editor-instance").getByText(text).first().waitFor()),
      terminal: async () => {
        await page.locator(".terminal-wrapper.active .xterm-rows").getByText("#").first().waitFor();
        await page.locator(".terminal-wrapper.active .xterm.focus").waitFor();
      },
      terminalSays: async (text) =>
        void (await page.locator(".terminal-wrapper.active .xterm-rows").getByText(text).last().waitFor()),
      async saved() {
        const path = join(lab.folder, "saved.log");
        await answerFileDialog(page, "Save the logs", path);
        await until(() => existsSync(path) && readFileSync(path, "utf8") !== "", { what: "the file" });
        return readFileSync(path, "utf8");
      },
      async edited(file, before) {
        await page.getByRole("tab", { name: file }).waitFor();
        await page.locator(".editor-instance .view-lines").first().click();
        await page.keyboard.press("Control+Home");
        await page.keyboard.type(before);
        // The explorer counts what isn’t saved; a tab stands as clean as soon as its saving begins.
        const unsaved = page.locator(".activitybar .action-item:has(.codicon-explorer-view-icon) .badge-content");
        await unsaved.getByText("1").waitFor();
        await page.keyboard.press("Control+s");
        await unsaved.getByText("1").waitFor({ state: "hidden" });
      },
      async chosen(into, path, ask) {
        await ask();
        await answerFileDialog(page, `Upload to ${into}`, path);
      },
    },
    async leaveAndReturn(name) {
      await show(other(name));
      await show(name);
    },
    async backToLogs(of) {
      await page.getByRole("tab", { name: `Logs: ${of}` }).click();
      await panel.getByRole("heading", { name: "Logs", exact: true }).waitFor();
    },
    close: () => lab.close(),
  };
}

export async function openDesktopHome(engine: EngineAccess): Promise<Home> {
  const lab = openLab();
  const desktop = await startDesktop({ dockerHost: engine.dockerHost });
  const { page, tab: panel, leave, enter } = await openTab(await lab.startBrowser(), desktop.url);
  const show = async (name: ShownPanel): Promise<void> => {
    await panel.getByRole("navigation").getByRole("link", { name }).click();
    await panel.getByRole("heading", { name, exact: true }).waitFor();
  };
  return {
    name: "Docker Desktop",
    page,
    panel,
    show,
    sees: {
      async inspection(text) {
        const reader = panel.locator("dialog.reader");
        await reader.getByText(text).waitFor();
        await reader.getByRole("button", { name: "Close" }).click();
      },
      terminal: async () => void (await panel.locator(".xterm.focus .xterm-rows").getByText("#").first().waitFor()),
      terminalSays: async (text) => void (await panel.locator(".xterm-rows").getByText(text).last().waitFor()),
      saved: async () => readFileSync(await (await page.waitForEvent("download")).path(), "utf8"),
      async edited(file, before) {
        const text = panel.getByLabel(new RegExp(`${file}`)).and(panel.locator("textarea"));
        await text.focus();
        await page.keyboard.press("Control+Home");
        await page.keyboard.type(before);
        await panel.getByRole("button", { name: "Save", exact: true }).click();
        await panel.getByRole("heading", { name: file, exact: true }).waitFor();
        await panel.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
      },
      async chosen(_into, path, ask) {
        const chooser = page.waitForEvent("filechooser");
        await ask();
        await (await chooser).setFiles(path);
      },
    },
    async leaveAndReturn(name) {
      await leave();
      await enter();
      await panel.getByRole("heading", { name, exact: true }).waitFor();
    },
    async backToLogs() {
      await panel.getByRole("navigation").getByRole("link", { name: "Logs" }).click();
      await panel.getByRole("heading", { name: "Logs", exact: true }).waitFor();
    },
    async close() {
      await desktop.close();
      await lab.close();
    },
  };
}
