import { chmodSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { makeKey, writeSshConfig } from "../core/ssh-host.ts";
import { screenshot } from "../lab/browser.ts";
import { runContainer } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { annPassword, type SshServer } from "../lab/ssh-server.ts";
import { until } from "../lab/waiting.ts";
import {
  answerInput,
  chooseFromMenu,
  closeMenu,
  dialog,
  nodeRow,
  notification,
  openMenu,
  openQuayside,
  openVsCode,
  quickPickRow,
  runCommand,
  treeRow,
  type VsCode,
} from "./workbench.ts";

const { describe, test } = needs("engine", "ssh", "vscode", "browser");

describe("a host over SSH in VS Code, with a proxy that is dead", () => {
  let code: VsCode;
  let page: Page;
  let engine: LabEngine;
  let server: SshServer;
  let person: string;

  beforeAll(async () => {
    const lab = openLab();
    engine = await lab.startEngine({ name: "far" });
    // Ann may open the engine's socket, as a member of the group docker may.
    for (const folder of [lab.folder, dirname(engine.socket)]) chmodSync(folder, 0o711);
    chmodSync(engine.socket, 0o666);
    server = await lab.startSshServer({
      ...{ name: "far-ssh", network: engine.network, env: { DOCKER_HOST: engine.dockerHost } },
    });
    await runContainer(engine, { name: "ssh-web" });
    person = join(lab.folder, "person");
    mkdirSync(person);
    const locked = await makeKey(person, "id_locked", ["-N", "open sesame"]);
    server.authorize(`${locked}.pub`);
    const configFile = writeSshConfig(person, {
      hosts: [
        { name: "by-key", server },
        { name: "by-password", server, lines: ["User ann", "PubkeyAuthentication no"] },
        { name: "gone", server: { address: engine.network.address, port: 1 } },
      ],
      knownHosts: join(person, "known_hosts"),
      keys: [locked],
    });
    const settings = {
      "http.proxy": "http://127.0.0.1:9",
      "http.proxySupport": "override",
      "quayside.sshConfigFile": configFile,
    };
    code = await openVsCode({ settings, env: { DOCKER_HOST: "unix:///nowhere/docker.sock" } }, lab);
    page = code.page;
    await openQuayside(page);
  });
  afterAll(async () => code?.lab.close());

  async function choose(name: string): Promise<void> {
    await runCommand(page, "Quayside: Add Host");
    await quickPickRow(page, name).first().click();
    await answerInput(page, "its name", name);
  }

  test("that fails shows how far the way leads, and is not added where the person gives up", async () => {
    await choose("gone");
    const asked = dialog(page);
    await asked.getByText("✗ its port answers").waitFor();
    const text = (await asked.textContent()) ?? "";
    expect(text).toContain("✓ its name is known");
    expect(text).toContain("– the engine answers");
    await screenshot(page, "screenshots/vscode-ssh-test");
    await asked.getByText("Cancel").click();
    await asked.waitFor({ state: "detached" });
    expect(await nodeRow(page, "gone").count()).toBe(0);
  });

  test("asks for trust with the fingerprint and for the passphrase, and is live", async () => {
    await choose("by-key");
    const asked = dialog(page);
    await asked.getByText(server.fingerprint).waitFor();
    await screenshot(page, "screenshots/vscode-ssh-key");
    await asked.getByText("Trust, Keep in SSH’s known_hosts").click();
    await answerInput(page, "Passphrase of the key for by-key", "wrong");
    await quickPickRow(page, "Forget it").click();
    await page.locator(".quick-input-widget", { hasText: "That was not right" }).waitFor();
    await answerInput(page, "Passphrase of the key for by-key", "open sesame");
    await quickPickRow(page, "Keep it").click();
    await nodeRow(page, "by-key").waitFor();
    await nodeRow(page, "ssh-web").waitFor();
    expect(readFileSync(join(person, "known_hosts"), "utf8")).toContain(server.hostKey);
    const id = await runContainer(engine, { name: "ssh-live" });
    await nodeRow(page, "ssh-live").waitFor();
    await engine.docker(["rm", "-f", id]);
    await screenshot(page, "screenshots/vscode-ssh");
  });

  test("asks for the password, and for it again when it has become wrong, at the person’s own time", async () => {
    await choose("by-password");
    await answerInput(page, "Password for by-password", annPassword);
    await quickPickRow(page, "Keep it").click();
    await nodeRow(page, "by-password").waitFor();
    await until(async () => (await nodeRow(page, "ssh-web").count()) === 2, { what: "its container" });
  });

  test("that hangs up is unreachable until it is back; the other goes on, and nobody is asked again", async () => {
    await server.kill();
    await treeRow(page, "by-key").filter({ hasText: "unreachable" }).first().waitFor();
    await screenshot(page, "screenshots/vscode-ssh-away");
    await server.start();
    await chooseFromMenu(page, nodeRow(page, "by-key"), "Try Again Now");
    await until(async () => (await treeRow(page, "unreachable").filter({ hasText: "by-" }).count()) === 0, {
      what: "both hosts to be back",
      withinMs: 60_000,
    });
  });

  test("on which only looking is allowed says so, offers nothing else, and says why where it is tried by key", async () => {
    await chooseFromMenu(page, nodeRow(page, "by-key"), "Set Access Level…");
    await quickPickRow(page, "view only").click();
    await nodeRow(page, "by-key").filter({ hasText: "view only" }).waitFor();
    const items = await openMenu(page, nodeRow(page, "ssh-web").first());
    const offered = await items.allTextContents();
    await closeMenu(page);
    expect(offered).toContain("Show Logs");
    for (const forbidden of ["Stop", "Open Terminal", "Kill…", "Rename…", "Remove…"])
      expect(offered).not.toContain(forbidden);
    await nodeRow(page, "ssh-web").first().click();
    await page.keyboard.press("Delete");
    await notification(page, /ssh-web: .*by-key/).waitFor();
    await screenshot(page, "screenshots/vscode-view-only");
    await chooseFromMenu(page, nodeRow(page, "by-key"), "Set Access Level…");
    await quickPickRow(page, "everything").click();
    await until(async () => (await nodeRow(page, "by-key").filter({ hasText: "view only" }).count()) === 0, {
      what: "the mark to go",
    });
  });

  test("leaves none of the secrets in a file of Quayside’s or in a log", async () => {
    const folder = join(code.server.userDataFolder, "User/globalStorage/quayside.quayside");
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const logs = readdirSync(join(code.server.userDataFolder, "logs"), { recursive: true, withFileTypes: true });
    const all = [...files, ...logs.filter((entry) => entry.isFile() && /Quayside/.test(entry.name))];
    expect(all.length).toBeGreaterThan(1);
    for (const { parentPath, name } of all) {
      const text = readFileSync(join(parentPath, name), "utf8");
      for (const secret of [annPassword, "open sesame"]) expect(text, name).not.toContain(secret);
    }
  });
});
