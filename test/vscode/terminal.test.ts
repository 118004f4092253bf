import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { screenshot } from "../lab/browser.ts";
import { runContainer, runShellless } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import { choose, chooseFromMenu, dialog, nodeRow, openQuayside, openVsCode, type VsCode } from "./workbench.ts";

const { describe, test } = needs("engine", "vscode", "browser");

describe("a terminal in a container in VS Code", () => {
  let code: VsCode;
  let own: LabEngine;
  let shell: string;

  beforeAll(async () => {
    const lab = openLab();
    own = await lab.startEngine({ name: "own" });
    shell = await runContainer(own, { name: "term-shell" });
    await runShellless(own, "term-none");
    const script = 'while read -r line; do echo "main heard $line"; done';
    await runContainer(own, { name: "term-main", script, body: { Tty: true, OpenStdin: true } });
    code = await openVsCode({ env: { DOCKER_HOST: own.dockerHost } }, lab);
    await openQuayside(code.page);
    await nodeRow(code.page, "term-shell").waitFor();
  });

  afterAll(async () => {
    await code?.lab.close();
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await screenshot(code.page, `failed-terminal-${task.name.slice(0, 20)}`);
  });

  const rows = () => code.page.locator(".terminal-wrapper.active .xterm-rows");
  const seen = async (): Promise<string> => (await rows().innerText()).replaceAll("\u00a0", " ");
  const shows = async (text: string): Promise<void> => {
    try {
      await until(async () => (await seen()).includes(text), {
        what: `the terminal to show ${text}`,
        withinMs: 20_000,
      });
    } catch (error) {
      // Whether a key was lost, and which, or the whole line.
      throw new Error(`It shows ${JSON.stringify(await seen())}.`, { cause: error });
    }
  };
  /** A shell that can be typed into: its prompt may be drawn before the terminal takes the focus from the tree. */
  const ready = async (): Promise<void> => {
    await shows("/ #");
    await code.page.locator(".terminal-wrapper.active .xterm.focus").waitFor();
  };
  /** Into the terminal, which has the focus. */
  const enter = async (line: string): Promise<void> => {
    await code.page.keyboard.type(line);
    await code.page.keyboard.press("Enter");
  };
  const execs = async () =>
    (await own.api.json<{ ExecIDs: string[] | null }>("GET", `/containers/${shell}/json`)).ExecIDs?.length ?? 0;

  test("runs what is typed and keeps letters of several bytes whole", async () => {
    await chooseFromMenu(code.page, nodeRow(code.page, "term-shell"), "Open Terminal");
    await ready();
    await enter("echo $((6*7)) größe 日本 🐳");
    await shows("42 größe 日本 🐳");
    // A letter in two pieces, as a full buffer would cut it.
    await enter("printf 'cut=\\346'; sleep 0.5; printf '\\227\\245=\\n'");
    await shows("cut=日=");
    await screenshot(code.page, "screenshots/vscode-terminal");
  });

  test("has the size that is seen, and the new one when that changes", async () => {
    const size = async (marker: string): Promise<string> => {
      await enter(`echo ${marker}=$(stty size)=`);
      return until(
        async () =>
          new RegExp(`${marker}=(\\d+ \\d+)=`).exec((await rows().innerText()).replaceAll("\u00a0", " "))?.[1],
        { what: "the size" },
      );
    };
    const before = await size("before");
    expect(Number(before.split(" ")[1])).toBeGreaterThan(40);
    await code.page.setViewportSize({ width: 900, height: 800 });
    await until(async () => (await size("after")) !== before, { what: "the shell to know the new size", everyMs: 200 });
    await code.page.setViewportSize({ width: 1280, height: 800 });
  });

  test("shows the exit code of a shell that failed, and closes at the next key", async () => {
    await enter("exit 3");
    await shows("The shell ended with exit code 3.");
    await screenshot(code.page, "screenshots/vscode-terminal-exit");
    await code.page.keyboard.press("Enter");
    await until(async () => (await code.page.locator(".terminal-wrapper.active").count()) === 0, {
      what: "the terminal to close",
    });
  });

  test("ends the shell when it is closed", async () => {
    await until(async () => (await execs()) === 0, { what: "the first shell to end" });
    await chooseFromMenu(code.page, nodeRow(code.page, "term-shell"), "Open Terminal");
    await ready();
    expect(await execs()).toBe(1);
    await code.page.keyboard.press("F1");
    await code.page
      .locator(".quick-input-widget .quick-input-box input")
      .fill(">Terminal: Kill the Active Terminal Instance");
    await code.page.keyboard.press("Enter");
    await until(async () => (await execs()) === 0, { what: "the engine to end the shell" });
  });

  test("opens a command as another user in a directory of its own, and offers that the next time", async () => {
    const step = async (title: string, value: string): Promise<void> => {
      const box = code.page.locator(".quick-input-widget");
      await box.getByText(title).waitFor();
      await box.locator(".quick-input-box input").fill(value);
      await code.page.keyboard.press("Enter");
    };
    await chooseFromMenu(code.page, nodeRow(code.page, "term-shell"), "Open Terminal With…");
    await step("term-shell: the command (1 of 4)", "sh -c 'echo $(id -u):$(pwd):$WHO; exit 4'");
    await step("term-shell: the user (2 of 4)", "Another…");
    await step("term-shell: the user (2 of 4)", "1234");
    await step("term-shell: the directory (3 of 4)", "Another…");
    await step("term-shell: the directory (3 of 4)", "/etc");
    await step("term-shell: its environment (4 of 4)", "WHO='me too'");
    await shows("1234:/etc:me too");
    await shows("sh ended with exit code 4.");
    await code.page.locator(".tabs-list, .single-terminal-tab").getByText("term-shell: sh on").first().waitFor();
    await screenshot(code.page, "screenshots/vscode-terminal-command");
    await code.page.keyboard.press("Enter");
    await chooseFromMenu(code.page, nodeRow(code.page, "term-shell"), "Open Terminal With…");
    const input = code.page.locator(".quick-input-widget .quick-input-box input");
    await until(async () => (await input.inputValue()).includes("exit 4"), { what: "the command of last time" });
    await screenshot(code.page, "screenshots/vscode-terminal-with");
    await code.page.keyboard.press("Escape");
  });

  const tabs = () => code.page.locator(".terminal-tabs-entry", { hasText: "term-shell" });

  test("opens by VS Code’s own choice of profiles, and beside another by its usual key, in the same container", async () => {
    const { page } = code;
    await chooseFromMenu(page, nodeRow(page, "term-shell"), "Open Terminal");
    await ready();
    const profile = page.locator(".monaco-menu .action-label", { hasText: "Container (Quayside)" });
    // VS Code draws the button anew, and its menu goes, when it has found the shells of the machine.
    await until(
      async () => {
        await page.getByRole("button", { name: /^Launch Profile/ }).click();
        return await profile.hover({ timeout: 3_000 }).then(
          () => true,
          () => false,
        );
      },
      { what: "the profile to be offered", withinMs: 20_000 },
    );
    await page.keyboard.press("Enter");
    await choose(page, "term-shell");
    await until(async () => (await execs()) === 2, { what: "a second shell", withinMs: 20_000 });
    await ready();
    await page.keyboard.press("Control+Shift+5");
    await until(async () => (await execs()) === 3, { what: "a third shell", withinMs: 20_000 });
    await until(async () => (await tabs().count()) === 3, { what: "the tabs of all" });
    // The one at its left has the focus for some time longer.
    const beside = page.locator(".terminal-wrapper:visible").nth(1).locator(".xterm.focus .xterm-rows");
    await until(async () => (await beside.innerText()).includes("#"), { what: "the prompt beside the other" });
    await enter("echo beside-$((1+1))");
    await beside.getByText("beside-2").waitFor();
    await screenshot(page, "screenshots/vscode-terminal-split");
  });

  test("all of a host are ended after a question", async () => {
    const { page } = code;
    await chooseFromMenu(page, nodeRow(page, "local"), "End All Terminals…");
    await dialog(page).getByText("End 3 terminals on local?").waitFor();
    await dialog(page).getByRole("button", { name: "End All on local" }).click();
    await until(async () => (await execs()) === 0, { what: "the engine to end all shells" });
    await until(async () => (await page.locator(".terminal-wrapper").count()) === 0, {
      what: "all terminals to close",
    });
  });

  test("attaches to the main process, says how it is left, and leaves it by its keys", async () => {
    await chooseFromMenu(code.page, nodeRow(code.page, "term-main"), "Attach to Main Process…");
    await code.page.locator(".quick-input-widget").getByText("Attach to term-main: the keys that leave it").waitFor();
    await code.page.keyboard.press("Enter");
    await shows("Attached to the main process: ctrl-],ctrl-] leaves it running.");
    await code.page.locator(".terminal-wrapper.active .xterm.focus").waitFor();
    await enter("typed");
    await shows("main heard typed");
    await screenshot(code.page, "screenshots/vscode-terminal-attached");
    await code.page.keyboard.press("Control+]");
    await code.page.keyboard.press("Control+]");
    await until(async () => (await code.page.locator(".terminal-wrapper.active").count()) === 0, {
      what: "the terminal to close",
    });
    expect(await own.docker(["ps", "--format", "{{.Names}}"])).toContain("term-main");
  });

  test("says in a sentence that a container has no shell, and offers a debug shell beside it", async () => {
    await chooseFromMenu(code.page, nodeRow(code.page, "term-none"), "Open Terminal");
    await shows("term-none has no shell: neither bash nor ash nor sh is in its image.");
    await screenshot(code.page, "screenshots/vscode-terminal-no-shell");
    await code.page.locator(".notification-toast").getByRole("button", { name: "Open Debug Shell…" }).click();
    const box = code.page.locator(".quick-input-widget");
    await box.getByText("Debug shell beside term-none: its image").waitFor();
    await box.locator(".quick-input-box input").fill("busybox");
    await code.page.keyboard.press("Enter");
    const dialog = code.page.locator(".monaco-dialog-box");
    await dialog.getByText(/shares the processes, the network and the volumes of term-none/).waitFor();
    await screenshot(code.page, "screenshots/vscode-terminal-debug-question");
    await dialog.getByRole("button", { name: /^Create on/ }).click();
    await shows("Debug shell of");
    await code.page.locator(".terminal-wrapper.active .xterm.focus").waitFor();
    await enter("ls /proc/1/root/bin");
    await shows("sleep");
    await screenshot(code.page, "screenshots/vscode-terminal-debug");
    expect(await nodeRow(code.page, "term-none").count()).toBe(1);
    await enter("exit");
    await until(async () => (await own.docker(["ps", "-aq", "--filter", "label=dev.quayside.debug-shell"])) === "", {
      what: "its container to go",
    });
  });
});
