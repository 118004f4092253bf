import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { makeKey, trustingSshConfig } from "../core/ssh-host.ts";
import { screenshot } from "../lab/browser.ts";
import { run } from "../lab/commands.ts";
import { runContainer } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import type { SshServer } from "../lab/ssh-server.ts";
import { until } from "../lab/waiting.ts";
import {
  answerInput,
  chooseFromMenu,
  closeMenu,
  nodeRow,
  notification,
  openMenu,
  openQuayside,
  openVsCode,
  quickPickRow,
  runCommand,
  type VsCode,
} from "./workbench.ts";

const { describe, test } = needs("engine", "ssh", "vscode", "browser");

describe("a host that is reached by SSH in VS Code", () => {
  let code: VsCode;
  let page: Page;
  let engine: LabEngine;
  let server: SshServer;

  beforeAll(async () => {
    const lab = openLab();
    engine = await lab.startEngine({ name: "far" });
    server = await lab.startSshServer({
      ...{ name: "far-ssh", network: engine.network, env: { DOCKER_HOST: engine.dockerHost } },
    });
    const key = await makeKey(lab.folder, "id_far");
    server.authorize(`${key}.pub`);
    const script = "mkdir /tmp/w; echo ahoy > /tmp/w/index.html; exec httpd -f -p 8425 -h /tmp/w";
    await runContainer(engine, {
      name: "far-web",
      script,
      body: {
        ...{ ExposedPorts: { "8425/tcp": {} }, StopSignal: "KILL" },
        HostConfig: { PortBindings: { "8425/tcp": [{ HostPort: "18425" }] } },
      },
    });
    const configFile = trustingSshConfig(mkdtempSync(join(lab.folder, "person-")), [{ name: "nas", server }], key);
    const settings = { "quayside.sshConfigFile": configFile };
    code = await openVsCode({ settings, env: { DOCKER_HOST: engine.dockerHost } }, lab);
    page = code.page;
    await openQuayside(page);
    await runCommand(page, "Quayside: Add Host");
    await quickPickRow(page, "nas").first().click();
    await answerInput(page, "its name", "nas");
    await until(async () => (await nodeRow(page, "far-web").count()) === 2, { what: "the containers of both hosts" });
  });
  afterAll(async () => code?.lab.close());

  const rows = () => page.locator(".terminal-wrapper.active .xterm-rows");
  const shown = async () => (await rows().innerText()).replaceAll("\u00a0", " ");
  const shows = (text: string) =>
    until(async () => (await shown()).includes(text), {
      what: `the terminal to show ${text}`,
      withinMs: 20_000,
    }).catch(async (error: unknown) => {
      throw new Error(`the terminal shows ${JSON.stringify(await shown())}`, { cause: error });
    });
  const enter = async (line: string): Promise<void> => {
    await page.keyboard.type(line);
    await page.keyboard.press("Enter");
  };
  const prompts = async (): Promise<void> => {
    // sshd's own greeting comes first.
    await until(async () => /[#$]$/.test((await shown()).trim()), { what: "the prompt", withinMs: 20_000 });
    // What is typed before goes to the tree.
    await page.locator(".terminal-wrapper.active .xterm.focus").waitFor();
  };
  /** The row of the container on the SSH host, which is the last. */
  const web = () => nodeRow(page, "far-web").last();
  const get = async (port: number): Promise<string | undefined> => {
    const answer = fetch(`http://127.0.0.1:${port}/`, { headers: { connection: "close" } });
    return await answer.then((got) => got.text()).catch(() => undefined);
  };

  test("opens a shell on it in a terminal of its name, with the size that is seen", async () => {
    await chooseFromMenu(page, nodeRow(page, "nas"), "Open Shell on Host");
    await prompts();
    // What is on no key comes to a terminal by another way, which loses it between two keys.
    await enter("echo $((6*7))-$LAB-$(printf 'gr\\303\\266\\303\\237e')");
    await shows("42-1-größe");
    await page.locator(".tabs-list, .single-terminal-tab", { hasText: "nas" }).first().waitFor();
    await screenshot(page, "screenshots/vscode-host-shell");
    const size = async (marker: string): Promise<string> => {
      await enter(`echo ${marker}=$(stty size)=`);
      return until(async () => new RegExp(`${marker}=(\\d+ \\d+)=`).exec(await shown())?.[1], { what: "the size" });
    };
    const before = await size("before");
    await page.setViewportSize({ width: 900, height: 800 });
    await until(async () => (await size("after")) !== before, { what: "the shell to know the new size", everyMs: 200 });
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  test("says that the connection was lost, and closes at the next key", async () => {
    await server.kill();
    await shows("The connection to nas broke");
    await shows("Press any key to close the terminal.");
    await screenshot(page, "screenshots/vscode-host-shell-lost");
    await page.keyboard.press("Enter");
    await until(async () => (await page.locator(".terminal-wrapper.active").count()) === 0, {
      what: "the terminal to close",
    });
    await server.start();
    await chooseFromMenu(page, nodeRow(page, "nas"), "Try Again Now");
    await until(async () => (await nodeRow(page, "nas").filter({ hasText: "unreachable" }).count()) === 0, {
      what: "nas to be back",
      withinMs: 30_000,
    });
  });

  test("asks from the palette on which host, and ends the shell when its terminal is closed", async () => {
    await runCommand(page, "Quayside: Open Shell on Host");
    const offered = quickPickRow(page, "nas").first();
    await offered.waitFor();
    expect(await quickPickRow(page, "local").filter({ visible: true }).count()).toBe(0);
    await offered.click();
    await prompts();
    await enter("exec sleep 48171");
    // The lab's hosts share this machine's processes.
    const sleeps = async () => (await run("ps", ["-eo", "args"])).includes("sleep 48171");
    await until(sleeps, { what: "the sleep" });
    await runCommand(page, "Terminal: Kill the Active Terminal Instance");
    await until(async () => !(await sleeps()), { what: "the shell to end" });
  });

  test("opens a port of its container here, marks it in the tree, and closes it from the list", async () => {
    await chooseFromMenu(page, web(), "Open Port Locally…");
    await quickPickRow(page, "8425").waitFor();
    await screenshot(page, "screenshots/vscode-open-port-locally");
    await page.keyboard.press("Enter");
    const told = notification(page, "Port 8425 of far-web on nas is open at localhost:8425.");
    await told.waitFor();
    expect(await get(8425)).toBe("ahoy\n");
    await web().filter({ hasText: "localhost:8425" }).waitFor();
    await screenshot(page, "screenshots/vscode-port-open");
    await told.getByText("Copy Address").click();

    await runCommand(page, "Quayside: Show Open Ports");
    const row = quickPickRow(page, "localhost:8425");
    await row.filter({ hasText: "far-web · port 8425 · nas" }).waitFor();
    await row.hover();
    await screenshot(page, "screenshots/vscode-open-ports");
    await row.locator(".codicon-close").click();
    await until(async () => (await get(8425)) === undefined, { what: "the port to close" });
    await until(async () => (await web().filter({ hasText: "localhost:" }).count()) === 0, { what: "the mark to go" });
    await runCommand(page, "Quayside: Show Open Ports");
    await notification(page, "No port is open here.").waitFor();
  });

  test("shows a port that its container publishes there by the same way: on this machine it is none", async () => {
    const opened = page.context().waitForEvent("page");
    await chooseFromMenu(page, web(), "Open Port in Browser");
    const browserTab = await opened;
    // code-server's own way to a port of the machine that it runs on.
    await until(() => /\b8425\b/.test(browserTab.url()), { what: "the port in the new tab’s address" });
    expect(browserTab.url()).not.toContain("18425");
    expect(await get(8425)).toBe("ahoy\n");
    await browserTab.close();
    await runCommand(page, "Quayside: Show Open Ports");
    await quickPickRow(page, "localhost:8425").hover();
    await quickPickRow(page, "localhost:8425").locator(".codicon-close").click();
    await until(async () => (await get(8425)) === undefined, { what: "the port to close" });
  });

  test("tells in words that nobody listens at a port that was typed", async () => {
    await chooseFromMenu(page, web(), "Open Port Locally…");
    await quickPickRow(page, "8425").waitFor();
    await page.keyboard.type("81");
    await quickPickRow(page, "81").first().waitFor();
    await until(async () => (await quickPickRow(page, "8425").filter({ visible: true }).count()) === 0, {
      what: "the list to follow",
    });
    await page.keyboard.press("Enter");
    await notification(page, "Nobody listens at port 81 in far-web.").waitFor();
    await screenshot(page, "screenshots/vscode-port-refused");
  });

  test("offers no shell where less is allowed on the host, and no port where it may only be looked at", async () => {
    const offered = async (row: Locator): Promise<string[]> => {
      const items = await openMenu(page, row);
      const texts = await items.allTextContents();
      await closeMenu(page);
      return texts;
    };
    const set = async (level: string): Promise<void> => {
      await chooseFromMenu(page, nodeRow(page, "nas"), "Set Access Level…");
      await quickPickRow(page, level).click();
      await nodeRow(page, "nas").filter({ hasText: level }).waitFor();
    };
    expect(await offered(nodeRow(page, "nas"))).toContain("Open Shell on Host");
    await set("operate");
    expect(await offered(nodeRow(page, "nas"))).not.toContain("Open Shell on Host");
    expect(await offered(web())).toContain("Open Port Locally…");
    await set("view only");
    expect(await offered(web())).not.toContain("Open Port Locally…");
    await runCommand(page, "Quayside: Open Shell on Host");
    await notification(page, "No host that is reached by SSH is online with everything allowed on it.").waitFor();
  });
});
