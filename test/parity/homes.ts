import { openTab, startDesktop } from "../desktop/simulated-desktop.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { openLab } from "../lab/lab.ts";
import { openQuayside, openVsCode, panelFrame, runCommand } from "../vscode/workbench.ts";
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
    },
    async leaveAndReturn(name) {
      await show(other(name));
      await show(name);
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
    },
    async leaveAndReturn(name) {
      await leave();
      await enter();
      await panel.getByRole("heading", { name, exact: true }).waitFor();
    },
    async close() {
      await desktop.close();
      await lab.close();
    },
  };
}
