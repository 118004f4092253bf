import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { screenshot } from "../lab/browser.ts";
import { runContainer } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import {
  answerFileDialog,
  answerInput,
  chooseFromMenu,
  closeMenu,
  dialog,
  nodeRow,
  notification,
  openMenu,
  openQuayside,
  openVsCode,
  runCommand,
  setOpen,
  treeRow,
  type VsCode,
} from "./workbench.ts";

const { describe, test } = needs("engine", "vscode", "browser");

describe("files in VS Code’s tree", () => {
  let code: VsCode;
  let own: LabEngine;
  let id: string;
  let desk: string;

  const inside = (script: string) => own.docker(["exec", id, "sh", "-c", script]);
  const editor = () => code.page.locator(".editor-instance .view-lines").first();
  const row = (name: string) => nodeRow(code.page, name);

  /** Down to `/srv/app` of the container. */
  const openApp = async () => {
    for (const name of ["tree-web", "Files", "srv", "app"]) await setOpen(row(name).first(), true);
    await row("config.txt").waitFor();
  };
  /** By the mouse. A view that isn't shown comes up while something is held over its icon. */
  const drag = async (from: Locator, to: Locator, icon?: Locator) => {
    const { mouse } = code.page;
    const over = async (target: Locator) => {
      const box = await target.boundingBox();
      if (box === null) throw new Error("it is not to be seen");
      await mouse.move(box.x + box.width / 3, box.y + box.height / 2, { steps: 8 });
    };
    await over(from);
    await mouse.down();
    if (icon !== undefined) {
      // It waits half a second for something that is still held over it.
      await until(
        async () => {
          await over(icon);
          return await to.isVisible();
        },
        { what: "the view to come up", everyMs: 200 },
      );
    }
    await over(to);
    // A second move, as playwright asks for: the first may not be told to the page as a `dragover`.
    await over(to);
    await mouse.up();
  };

  /** The letter that VS Code draws at its end. */
  const markOf = (name: string) =>
    row(name)
      .locator("[class*=monaco-decoration-itemBadge]")
      .first()
      .evaluate((label) => getComputedStyle(label, "::after").content.replaceAll('"', ""));

  beforeAll(async () => {
    const lab = openLab();
    own = await lab.startEngine({ name: "own" });
    id = await runContainer(own, { name: "tree-web" });
    await inside(
      "mkdir -p /srv/app/sub /srv/many && cd /srv/app && echo first > config.txt && ln -s config.txt link && ln -s nowhere dead && cd /srv/many && seq 1 1200 | sed 's/^/f/' | xargs touch",
    );
    desk = join(lab.folder, "desk");
    await mkdir(join(desk, "site", "css"), { recursive: true });
    await writeFile(join(desk, "up.txt"), "from the disk\n");
    await writeFile(join(desk, "site", "css", "a.css"), "a{}\n");
    await symlink("..", join(desk, "site", "up"));
    code = await openVsCode({ env: { DOCKER_HOST: own.dockerHost }, folder: desk }, lab);
    await openQuayside(code.page);
    await row("tree-web").waitFor();
  });

  afterAll(async () => {
    await code?.lab.close();
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await screenshot(code.page, `failed-tree-files-${task.name.slice(0, 20)}`);
  });

  test("open below their container, are told apart, and open in an editor", async () => {
    await openApp();
    expect(await row("link").innerText()).toContain("→ config.txt");
    expect(await row("dead").innerText()).toContain("which leads nowhere");
    await until(async () => (await markOf("config.txt")) === "A", { what: "the mark of what was added" });
    await row("config.txt").click();
    await until(async () => (await editor().innerText()).includes("first"), { what: "the file" });
    await screenshot(code.page, "screenshots/vscode-tree-files");
  });

  test("of a large directory come page by page", async () => {
    await setOpen(row("app"), false);
    await setOpen(row("many"), true);
    const { keyboard } = code.page;
    await treeRow(code.page, "f1").first().waitFor();
    for (const shown of ["500 of 1200", "1000 of 1200"]) {
      await row("many").click({ button: "right" });
      await closeMenu(code.page);
      for (let pages = 0; (await treeRow(code.page, shown).count()) === 0; pages += 1) {
        expect(pages).toBeLessThan(100);
        await keyboard.press("PageDown");
      }
      await treeRow(code.page, shown).click();
      await treeRow(code.page, shown).waitFor({ state: "detached" });
      await keyboard.press("Home");
    }
    await row("many").waitFor();
    await setOpen(row("many"), false);
  });

  test("are made, renamed and deleted", async () => {
    const { page } = code;
    await openApp();
    await chooseFromMenu(page, row("app"), "New Folder…");
    await answerInput(page, "New folder in /srv/app of tree-web", "made");
    await row("made").waitFor();
    await chooseFromMenu(page, row("made"), "New File…");
    await answerInput(page, "New file in /srv/app/made", "new one.txt");
    await until(async () => (await inside("ls /srv/app/made")) === "new one.txt\n", { what: "the file" });
    await setOpen(row("made"), true);
    await chooseFromMenu(page, row("new one.txt").first(), "Rename…");
    await answerInput(page, "Rename /srv/app/made/new one.txt", "two.txt");
    await row("two.txt").first().waitFor();
    expect(await inside("ls /srv/app/made")).toBe("two.txt\n");
    await row("two.txt").first().click();
    await page.keyboard.press("Delete");
    await dialog(page).getByText("two.txt").first().waitFor();
    await dialog(page).getByRole("button", { name: "Delete" }).click();
    await until(async () => (await inside("ls /srv/app/made")) === "", { what: "the file to be gone" });
    await treeRow(page, "Nothing in it").waitFor();
  });

  test("are sent by a dialog", async () => {
    const { page } = code;
    await openApp();
    await chooseFromMenu(page, row("sub"), "Upload Into…");
    await answerFileDialog(page, "Upload to /srv/app/sub", join(desk, "up.txt"));
    await until(async () => (await inside("cat /srv/app/sub/up.txt 2>/dev/null || true")) === "from the disk\n", {
      what: "it to be there",
    });
    await setOpen(row("sub"), true);
    await row("up.txt").waitFor();
  });

  test("come with all that is in a folder, where one of the explorer is dropped", async () => {
    const { page } = code;
    await openApp();
    await page.locator('.activitybar .action-item a[aria-label^="Explorer"]').click();
    await row("site").waitFor();
    await drag(row("site"), row("sub"), page.locator('.activitybar .action-item a[aria-label^="Quayside"]'));
    await until(async () => (await inside("cat /srv/app/sub/site/css/a.css 2>/dev/null || true")) === "a{}\n", {
      what: "the folder to be there",
    });
    await row("site").waitFor();
    await notification(page, "Left out: site/up (a link that leads to no file), 1 in all.").waitFor();
    await screenshot(page, "screenshots/vscode-tree-files-dropped");
  });

  test("open in an editor where they are dropped", async () => {
    const { page } = code;
    await openApp();
    await runCommand(page, "View: Close All Editors");
    await page.locator(".editor-instance").first().waitFor({ state: "detached" });
    await drag(row("config.txt"), page.locator(".editor-group-container").first());
    await until(async () => (await editor().innerText()).includes("first"), { what: "the file in an editor" });
    await runCommand(page, "View: Close All Editors");
  });

  test("are moved by dropping them on another folder, after a question", async () => {
    const { page } = code;
    await openApp();
    await drag(row("config.txt"), row("sub"));
    await dialog(page).getByText("Move “config.txt” to /srv/app/sub").waitFor();
    await screenshot(page, "screenshots/vscode-tree-files-move");
    await dialog(page).getByRole("button", { name: "Move" }).click();
    await until(async () => (await inside("cat /srv/app/sub/config.txt 2>/dev/null || true")) === "first\n", {
      what: "it to be moved",
    });
    await treeRow(page, "config.txt").first().waitFor();
  });

  test("of a stopped container can be looked at, and neither renamed nor deleted", async () => {
    const { page } = code;
    await own.docker(["stop", "-t", "0", "tree-web"]);
    // Its files are read another way from then on: what was open is read anew.
    await until(async () => (await row("tree-web").innerHTML()).includes("circle-outline"), {
      what: "it to be stopped",
    });
    await setOpen(row("Files").first(), true);
    await setOpen(row("srv"), true);
    await setOpen(row("app"), true);
    await row("sub").waitFor();
    const items = await openMenu(page, row("sub"));
    const offered = await items.allInnerTexts();
    expect(offered).toContain("Download…");
    expect(offered).not.toContain("Rename…");
    expect(offered).not.toContain("Delete…");
    await closeMenu(page);
  });
});
