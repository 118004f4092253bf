import { expect, it } from "vitest";
import { openWorkbench, screenshot } from "./browser.ts";
import { openLab } from "./lab.ts";
import { needs } from "./needs.ts";

const { describe } = needs("vscode", "browser");

describe("VS Code in the lab's browser", () => {
  it("shows its workbench with the settings that it was given", async () => {
    const lab = openLab("vscode-in-the-lab");
    try {
      const settings = { "workbench.colorTheme": "Default Dark Modern" };
      const server = await lab.startCodeServer({ settings });
      const page = await openWorkbench(await lab.startBrowser(), server.url);
      await page.locator(".monaco-workbench.vs-dark").waitFor();
      await screenshot(page, "lab/workbench");
      expect(await page.title()).toContain("workspace");
      await server.stop();
    } finally {
      await lab.close();
    }
  });
});
