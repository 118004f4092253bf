import { chmodSync } from "node:fs";
import { dirname } from "node:path";
import type { Browser, FrameLocator } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { screenshot } from "../lab/browser.ts";
import { runContainer } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { pressInRow } from "../lab/press-in-row.ts";
import { annPassword, type SshServer } from "../lab/ssh-server.ts";
import { openTab, row, type SimulatedDesktop, startBareDesktop, type Tab } from "./simulated-desktop.ts";

const { describe, test } = needs("engine", "ssh", "browser");

describe("hosts in the tab of the simulated Docker Desktop", () => {
  let lab: Lab;
  let browser: Browser;
  let engine: LabEngine;
  let server: SshServer;
  let desktop: SimulatedDesktop;
  let opened: Tab;
  let tab: FrameLocator;

  beforeAll(async () => {
    lab = openLab();
    engine = await lab.startEngine({ name: "far" });
    // Ann may open the engine's socket, as a member of the group docker may.
    for (const folder of [lab.folder, dirname(engine.socket)]) chmodSync(folder, 0o711);
    chmodSync(engine.socket, 0o666);
    server = await lab.startSshServer({
      ...{ name: "far-ssh", network: engine.network, env: { DOCKER_HOST: engine.dockerHost } },
    });
    const HostConfig = { PortBindings: { "80/tcp": [{ HostPort: "8080" }] } };
    const script = "mkdir /tmp/w; echo ahoy > /tmp/w/index.html; exec httpd -f -p 80 -h /tmp/w";
    const body = { HostConfig, ExposedPorts: { "80/tcp": {} }, StopSignal: "KILL" };
    await runContainer(engine, { name: "far-web", script, body });
    browser = await lab.startBrowser();
    desktop = await startBareDesktop(lab);
    opened = await openTab(browser, desktop.url);
    tab = opened.tab;
  });

  afterAll(async () => {
    await opened?.close();
    await desktop?.close();
    await lab?.close();
  });

  const button = (name: string) => tab.getByRole("button", { name, exact: true });
  const card = (name: string) => tab.getByRole("article", { name, exact: true });

  test("are added over SSH by the form: an unknown key and a password are asked for, and each step is shown", async () => {
    await tab.getByRole("link", { name: "Hosts" }).click();
    // What can't be reached says so, and the rest goes on.
    await card("local").getByText("Docker is not running on local").waitFor();
    await button("Add a host").click();
    await tab.getByLabel("Address").fill(`ssh://ann@${server.address}`);
    await tab.getByLabel("Name", { exact: true }).fill("far");
    await button("Test").click();

    const asked = tab.getByRole("dialog", { name: "Is this far?" });
    await asked.getByText(server.fingerprint.trim()).waitFor();
    await asked.getByLabel("with Quayside alone").check();
    await asked.getByRole("button", { name: "Trust this key" }).click();

    const secret = tab.getByRole("dialog", { name: "Password for far" });
    await secret.getByLabel("Password", { exact: true }).fill("wrong horse");
    await secret.getByLabel("Password", { exact: true }).press("Enter");
    await secret.getByText("That was not right. Try again.").waitFor();
    await screenshot(opened.page, "screenshots/desktop-hosts-password");
    await secret.getByLabel("Password", { exact: true }).fill(annPassword);
    await secret.getByLabel("Keep it in the secret store").check();
    await secret.getByRole("button", { name: "Continue" }).click();

    await tab.getByText("all 6 steps passed").waitFor();
    expect(await tab.locator(".steps li", { hasText: "Version and access" }).innerText()).toContain("Docker 20.10");
    await screenshot(opened.page, "screenshots/desktop-hosts-added");
    await button("Save").click();

    // Without a question: what was given is the host's own now.
    await card("far").getByText("1 of 1 running").waitFor();
    expect(await tab.getByRole("dialog").count()).toBe(0);
    expect(await tab.locator("body").innerHTML()).not.toContain(annPassword);
    await tab.getByRole("link", { name: "Containers" }).click();
    await row(tab, "far-web").waitFor();
  });

  test("have their ports opened on their own machine, and terminals, of which Docker Desktop knows nothing", async () => {
    const shown = opened.page.context().waitForEvent("page");
    await row(tab, "far-web").getByTitle("Open port 8080").click();
    const browserTab = await shown;
    await browserTab.waitForURL(`http://${server.address}:8080/`);
    await browserTab.close();
    await pressInRow(row(tab, "far-web"), /^(Open a )?[Tt]erminal/);
    await tab.locator(".xterm-rows").getByText("#").first().waitFor();
    await opened.page.keyboard.type("echo far-$((1+1))\n");
    await tab.getByText("far-2").waitFor();
    await opened.page.keyboard.type("exit\n");
    await tab.getByText("No terminal is open").waitFor();
    await tab.getByRole("link", { name: "Containers" }).click();
  });

  test("are disabled, and stand dim in both panels until they are enabled again", async () => {
    await tab.getByRole("link", { name: "Hosts" }).click();
    await button("More for far").click();
    await tab.getByRole("menuitem", { name: "Disable" }).click();
    await card("far").getByText("Disabled: Quayside doesn’t connect to it.").waitFor();
    await tab.getByRole("link", { name: "Containers" }).click();
    await tab.locator(".gh.dim", { hasText: "far" }).getByText("disabled").waitFor();
    expect(await row(tab, "far-web").count()).toBe(0);
    await tab.getByRole("link", { name: "Hosts" }).click();
    await card("far").getByRole("button", { name: "Enable" }).click();
    await card("far").getByText("1 of 1 running").waitFor();
  });

  test("are counted in the navigation, as containers are, where they need a look", async () => {
    const badge = (place: string) => tab.getByRole("link", { name: place }).getByRole("img");
    expect(await badge("Hosts").getAttribute("aria-label")).toBe("1 needs a look");
    expect(await badge("Containers").count()).toBe(0);
    const id = await runContainer(engine, { name: "far-failed", script: "exit 3" });
    await badge("Containers").waitFor();
    expect(await badge("Containers").innerText()).toBe("1");
    await screenshot(opened.page, "screenshots/desktop-badges");
    await engine.docker(["rm", "-f", id]);
    await badge("Containers").waitFor({ state: "detached" });
  });

  test("say at the step what is wrong with a new one, and leave the others as they are", async () => {
    await button("Add a host").click();
    await tab.getByLabel("Address").fill(`ssh://ann@${server.address}:1`);
    await tab.getByLabel("Name", { exact: true }).fill("shut");
    await tab.getByLabel("Name", { exact: true }).press("Enter");
    await tab.getByText("stopped at step 2 of 6").waitFor();
    await tab.locator(".steps li", { hasText: "Port answers" }).getByText("shut takes no SSH connections").waitFor();
    await button("Cancel").click();
    expect(await card("shut").count()).toBe(0);
    await card("far").getByText("1 of 1 running").waitFor();
  });

  test("lead from the empty Containers panel to the form, and are removed after a question", async () => {
    await button("More for far").click();
    await tab.getByRole("menuitem", { name: "Remove…" }).click();
    await tab.getByRole("dialog", { name: "Remove far?" }).getByRole("button", { name: "Remove far" }).click();
    await card("far").waitFor({ state: "detached" });
    await tab.getByRole("link", { name: "Containers" }).click();
    await button("Add a host").click();
    await tab.getByRole("dialog", { name: "Add a host" }).waitFor();
    await opened.page.keyboard.press("Escape");
    await card("local").waitFor();
    expect(opened.complaints).toEqual([]);
  });
});
