import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { packageExtension } from "../../vscode-extension/package-extension.ts";
import { openWorkbench, screenshot } from "../lab/browser.ts";
import type { CodeServer } from "../lab/code-server.ts";
import { runContainer, runStackService } from "../lab/containers.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { pseudo, pseudoTexts } from "./pseudo-locale.ts";
import { closeMenu, nodeRow, openMenu, openQuayside } from "./workbench.ts";

const { describe, test } = needs("engine", "vscode", "browser");

const extension = fileURLToPath(new URL("../../vscode-extension", import.meta.url));
const texts = (file: string) => JSON.parse(readFileSync(`${extension}/${file}`, "utf8")) as Record<string, string>;

const pseudoLanguage = () => ({
  "package.nls.qps-ploc.json": JSON.stringify(pseudoTexts(texts("package.nls.json"))),
  "l10n/bundle.l10n.qps-ploc.json": JSON.stringify(pseudoTexts(texts("l10n/bundle.l10n.json"))),
});

/** VS Code only speaks a language that it has a pack for: here it gets one in which every word of its own is missing. */
function installLanguage({ userDataFolder }: CodeServer): void {
  const vscode = join(userDataFolder, "pseudo.json");
  writeFileSync(vscode, JSON.stringify({ version: "1.0.0", contents: {} }));
  const extensions = [{ extensionIdentifier: { id: "quayside.quayside" }, version: "0.1.0" }];
  const pack = { hash: "pseudo", extensions, translations: { vscode }, label: "Pseudo" };
  writeFileSync(join(userDataFolder, "languagepacks.json"), JSON.stringify({ "qps-ploc": pack }));
}

describe("Quayside in another language of VS Code", () => {
  let lab: Lab;
  let page: Page;

  beforeAll(async () => {
    lab = openLab();
    const own = await lab.startEngine({ name: "own" });
    await Promise.all([runContainer(own, { name: "lang-one" }), runStackService(own, "lang-stack", "a")]);
    const vsix = await packageExtension(lab.folder, { name: "pseudo", extra: pseudoLanguage() });
    const server = await lab.startCodeServer({ vsix, locale: "qps-ploc", env: { DOCKER_HOST: own.dockerHost } });
    installLanguage(server);
    page = await openWorkbench(await lab.startBrowser(), server.url);
  });

  afterAll(async () => {
    await lab?.close();
  });

  test("has every word of the tree, its menus and its commands from there", async () => {
    await openQuayside(page);
    await nodeRow(page, "lang-one").waitFor();
    await screenshot(page, "screenshots/vscode-pseudo-locale");
    expect(await nodeRow(page, "lang-stack").textContent()).toContain(
      pseudo("{0} of {1} running").replace("{0}", "1").replace("{1}", "1"),
    );
    expect(await nodeRow(page, "lang-one").getAttribute("aria-label")).toContain(pseudo("running"));
    for (const row of ["lang-one", "lang-stack"]) {
      const items = (await (await openMenu(page, nodeRow(page, row))).allTextContents()).filter((item) => item !== "");
      expect(items.length).toBeGreaterThan(1);
      for (const item of items) expect(item).toMatch(/^⟦.*⟧$/);
      await closeMenu(page);
    }
    const buttons = page.locator(
      '.sidebar .title-actions .action-label[aria-label*="Q"], .sidebar .title-actions .action-label',
    );
    const labels = (
      await buttons.evaluateAll((elements) => elements.map((element) => element.getAttribute("aria-label") ?? ""))
    ).filter((label) => label !== "");
    expect(labels.filter((label) => label.startsWith("⟦")).length).toBeGreaterThanOrEqual(4);
  });
});
