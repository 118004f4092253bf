import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { FrameLocator, Locator, Page } from "playwright-core";
import { openWorkbench } from "../lab/browser.ts";
import type { CodeServer, CodeServerOptions } from "../lab/code-server.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { until } from "../lab/waiting.ts";

const top = fileURLToPath(new URL("../..", import.meta.url));

/** The packaged extension that `npm test` made before the tests. */
export function packagedExtension(): string {
  const { version } = JSON.parse(readFileSync(`${top}/vscode-extension/package.json`, "utf8")) as { version: string };
  return `${top}/dist/quayside-${version}.vsix`;
}

/** A click on Quayside's icon. */
export async function openQuayside(page: Page): Promise<void> {
  await page.locator('.activitybar .action-item a[aria-label^="Quayside"]').click();
}

/** The rows of the view that the sidebar shows now, whose text holds this. */
export function treeRow(page: Page, text: string): Locator {
  return page.locator(".sidebar .monaco-list-row", { hasText: text });
}

/** The row of a node: its label is exactly this. */
export function nodeRow(page: Page, label: string): Locator {
  const exactly = new RegExp(`^${label.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}$`);
  return page.locator(".sidebar .monaco-list-row").filter({ has: page.locator(".label-name", { hasText: exactly }) });
}

/** Unfolds the row, or folds it up. VS Code may do so itself at that moment, as it was before: then a click undoes it. */
export async function setOpen(row: Locator, open: boolean): Promise<void> {
  await row.waitFor();
  await until(
    async () => {
      if ((await row.getAttribute("aria-expanded")) === String(open)) return true;
      await row.locator(".monaco-tl-twistie").click();
      return false;
    },
    { what: `the row to be ${open ? "open" : "closed"}`, everyMs: 300 },
  );
}

/** Opens the row's menu; gives the menu's items. */
export async function openMenu(page: Page, row: Locator): Promise<Locator> {
  const items = page.locator(".monaco-menu .action-item .action-label");
  // Rows move while containers come and go: the one under the pointer may be another by the time of the click.
  await until(
    async () => {
      await row.click({ button: "right" });
      // A notification that comes up just then closes it again.
      if (!(await isThere(items.first()))) return false;
      if (await row.evaluate(({ classList }) => classList.contains("focused"))) return true;
      await closeMenu(page);
      return false;
    },
    { what: "the menu of the row" },
  );
  return items;
}

function isThere(element: Locator): Promise<boolean> {
  return element.waitFor({ timeout: 3_000 }).then(
    () => true,
    () => false,
  );
}

export async function chooseFromMenu(page: Page, row: Locator, item: string): Promise<void> {
  const items = page.locator(".monaco-menu .action-item .action-label");
  const chosen = items.filter({ hasText: new RegExp(`^${item.replace(/[.…]/g, "\\$&")}$`) });
  // A menu offers what the state was when it opened: what a stack or a host has got since needs another.
  await until(
    async () => {
      await openMenu(page, row);
      if (await isThere(chosen)) return true;
      await closeMenu(page);
      return false;
    },
    { what: `the menu to offer ${item}`, withinMs: 20_000 },
  );
  // By key: a click in the first moments of a menu may be taken for the end of the one that opened it.
  await until(
    async () => {
      await page.mouse.move(0, 0);
      await chosen.hover();
      return chosen.evaluate((label) => label.closest(".action-item")?.classList.contains("focused") === true);
    },
    { what: `${item} to be chosen` },
  );
  await page.keyboard.press("Enter");
  await items.first().waitFor({ state: "detached" });
}

export async function closeMenu(page: Page): Promise<void> {
  const items = page.locator(".monaco-menu .action-item .action-label");
  await until(
    async () => {
      await page.keyboard.press("Escape");
      return (await items.count()) === 0;
    },
    { what: "the menu to close", everyMs: 100 },
  );
}

/** Through the command palette. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press("F1");
  const input = page.locator(".quick-input-widget .quick-input-box input");
  await input.fill(`>${title}`);
  // Enter takes the row that has the focus, which for a moment is one of the list as it was before the title was typed.
  await page.locator(".quick-input-widget .monaco-list-row.focused", { hasText: title }).waitFor();
  await page.keyboard.press("Enter");
}

export function quickPickRow(page: Page, text: string): Locator {
  return page.locator(".quick-input-widget .monaco-list-row", { hasText: text });
}

/** By keys: while what is offered is still looked for, the rows move under a pointer. */
export async function choose(page: Page, text: string): Promise<void> {
  await quickPickRow(page, text).first().waitFor();
  await page.locator(".quick-input-widget .quick-input-box input").fill(text);
  await page.locator(".quick-input-widget .monaco-list-row.focused", { hasText: text }).waitFor();
  await page.keyboard.press("Enter");
}

/** Waits until VS Code asks with this title, then types and presses Enter. */
export async function answerInput(page: Page, title: string, text: string): Promise<void> {
  await page.locator(".quick-input-titlebar", { hasText: title }).waitFor();
  await page.locator(".quick-input-widget .quick-input-box input").fill(text);
  await page.keyboard.press("Enter");
}

/** Types a path into VS Code's own file dialog, and takes it. */
export async function answerFileDialog(page: Page, title: string, path: string): Promise<void> {
  const bar = page.locator(".quick-input-titlebar", { hasText: title });
  await bar.waitFor();
  const field = page.locator(".quick-input-widget .quick-input-box input");
  // VS Code writes the folder that it begins with into the field when it has looked at it: over what is there.
  await until(
    async () => {
      if (!(await bar.isVisible())) return true;
      // The dialog may close at any moment: then there is nothing left to type into or to take.
      const patience = { timeout: 1_000 };
      const given = await field.inputValue(patience).catch(() => "");
      await (given === path ? field.press("Enter", patience) : field.fill(path, patience)).catch(() => {});
      return false;
    },
    { what: "the dialog to take the path", everyMs: 300, withinMs: 30_000 },
  );
}

/** As a new user adds one: command, address, name. */
export async function addHost(page: Page, address: string, name: string): Promise<void> {
  await runCommand(page, "Quayside: Add Host");
  await choose(page, "Enter an address");
  await answerInput(page, "its address", address);
  await answerInput(page, "its name", name);
  await nodeRow(page, name).waitFor();
}

export function dialog(page: Page): Locator {
  return page.locator(".monaco-dialog-box");
}

export function notification(page: Page, text: string | RegExp): Locator {
  return page.locator(".notification-list-item", { hasText: text });
}

/** The page of the panel that is seen: VS Code puts it two frames deep. */
export function panelFrame(page: Page): FrameLocator {
  return page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");
}

export interface VsCode {
  readonly lab: Lab;
  readonly server: CodeServer;
  readonly page: Page;
}

/** Terminals are painted on a canvas unless told otherwise; as elements they can be read. */
const readableTerminals = { "terminal.integrated.gpuAcceleration": "off" };

/** A real VS Code with Quayside in it; close its lab afterwards. */
export async function openVsCode(options: CodeServerOptions, lab: Lab = openLab()): Promise<VsCode> {
  try {
    const settings = { ...readableTerminals, ...options.settings };
    const server = await lab.startCodeServer({ vsix: packagedExtension(), ...options, settings });
    const page = await openWorkbench(await lab.startBrowser(), server.url);
    return { lab, server, page };
  } catch (error) {
    await lab.close();
    throw error;
  }
}

/** Types into a question that is open, without an answer yet. */
export async function answerFilter(page: Page, text: string): Promise<void> {
  await page.locator(".quick-input-titlebar", { hasText: "Filter" }).waitFor();
  await page.locator(".quick-input-widget .quick-input-box input").fill(text);
}

const themeClass: Readonly<Record<string, string>> = {
  "Default Dark Modern": "vs-dark",
  "Default Light Modern": "vs",
  "Default High Contrast": "hc-black",
};

/** By the settings file, which is read as the window is loaded anew. */
export async function setTheme({ page, server }: VsCode, theme: string): Promise<void> {
  const file = `${server.userDataFolder}/User/settings.json`;
  const settings = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...settings, "workbench.colorTheme": theme }, null, 2));
  await reloadWindow(page);
  await page.locator(`.monaco-workbench.${themeClass[theme]}`).waitFor();
}

/** The orderly way, in which VS Code writes down what is open; a browser's own reload comes too soon for that. */
export async function reloadWindow(page: Page): Promise<void> {
  const loaded = page.waitForEvent("load");
  await runCommand(page, "Developer: Reload Window");
  await loaded;
}
