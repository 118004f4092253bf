import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { screenshot } from "../lab/browser.ts";
import { runContainer } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import { chooseFromMenu, nodeRow, openQuayside, openVsCode, setOpen, treeRow, type VsCode } from "./workbench.ts";

const { describe, test } = needs("engine", "vscode", "browser");

describe("files of a container in VS Code", () => {
  let code: VsCode;
  let own: LabEngine;
  let id: string;

  const inside = (script: string) => own.docker(["exec", id, "sh", "-c", script]);
  const editor = () => code.page.locator(".editor-instance .view-lines");

  beforeAll(async () => {
    const lab = openLab();
    own = await lab.startEngine({ name: "own" });
    id = await runContainer(own, { name: "files-web" });
    await inside(
      "mkdir -p /srv/app && echo first > /srv/app/config.txt && chown 33:44 /srv/app/config.txt && chmod 640 /srv/app/config.txt",
    );
    code = await openVsCode({ env: { DOCKER_HOST: own.dockerHost } }, lab);
    // VS Code that goes from one folder to several starts its extensions anew, and on a busy machine hangs in between.
    const workspace = join(lab.folder, "shops.code-workspace");
    await writeFile(workspace, JSON.stringify({ folders: [{ path: "." }] }));
    await code.page.goto(`${code.server.url}?workspace=${encodeURIComponent(workspace)}`);
    await openQuayside(code.page);
    await nodeRow(code.page, "files-web").waitFor();
  });

  afterAll(async () => {
    await code?.lab.close();
  });

  test("are a folder of the workspace, whose files open, and are saved with owner and mode", async () => {
    const { page } = code;
    await chooseFromMenu(page, nodeRow(page, "files-web"), "Attach Files to Workspace");
    await treeRow(page, "srv").first().waitFor({ timeout: 60_000 });
    await setOpen(treeRow(page, "srv").first(), true);
    await setOpen(treeRow(page, "app").first(), true);
    await treeRow(page, "config.txt").first().click();
    await until(async () => (await editor().innerText()).includes("first"), { what: "the file" });
    await screenshot(page, "screenshots/vscode-files-explorer");
    await editor().click();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("edited ");
    await page.keyboard.press("Control+S");
    await until(async () => (await inside("cat /srv/app/config.txt")) === "edited first\n", { what: "it saved" });
    expect(await inside("stat -c '%u:%g %a' /srv/app/config.txt")).toBe("33:44 640\n");
  });

  test("show what was changed in the container, and ask before that is overwritten", async () => {
    const { page } = code;
    await inside("echo theirs > /srv/app/config.txt");
    await until(async () => (await editor().innerText()).includes("theirs"), {
      what: "the new content",
      withinMs: 30_000,
    });
    await editor().click();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("mine ");
    await inside("echo again > /srv/app/config.txt");
    await page.keyboard.press("Control+S");
    await page
      .locator(".notification-list-item, .monaco-dialog-box", { hasText: "content of the file is newer" })
      .waitFor();
    expect(await inside("cat /srv/app/config.txt")).toBe("again\n");
  });
});
