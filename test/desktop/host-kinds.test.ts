import { chmodSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Browser, FrameLocator } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { makeKey } from "../core/ssh-host.ts";
import { screenshot } from "../lab/browser.ts";
import { makeAuthority, tlsArguments } from "../lab/certificates.ts";
import { runContainer } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { makeOneTimeCodes, type OneTimeCodes } from "../lab/one-time-codes.ts";
import type { LabPodman } from "../lab/podman.ts";
import type { SshServer } from "../lab/ssh-server.ts";
import { openTab, row, type SimulatedDesktop, startBareDesktop, type Tab } from "./simulated-desktop.ts";

const { describe, test } = needs("engine", "podman", "ssh", "browser");

describe("hosts of each kind, added in Docker Desktop’s tab with nothing but what is pasted there", () => {
  let lab: Lab;
  let engine: LabEngine;
  let podman: LabPodman;
  let outer: SshServer;
  let inner: SshServer;
  let withCodes: SshServer;
  let nas: SshServer;
  let codes: OneTimeCodes;
  let key: string;
  let lockedKey: string;
  let certificates: string;
  let browser: Browser;
  let desktop: SimulatedDesktop;
  let opened: Tab;
  let tab: FrameLocator;

  beforeAll(async () => {
    lab = openLab();
    const authority = await makeAuthority(join(lab.folder, "authority"));
    certificates = await authority.issue(join(lab.folder, "client"), { names: "DNS:ann", for: "client" });
    engine = await lab.startEngine({
      name: "far",
      args: async () =>
        tlsArguments(await authority.issue(join(lab.folder, "server"), { names: "DNS:vault.lab", for: "server" })),
    });
    for (const folder of [lab.folder, dirname(engine.socket)]) chmodSync(folder, 0o711);
    const { network, dockerHost } = engine;
    const env = { DOCKER_HOST: dockerHost };
    codes = makeOneTimeCodes(join(lab.folder, "totp"));
    outer = await lab.startSshServer({ name: "outer", network, env });
    inner = await lab.startSshServer({ name: "inner", network, env, listen: { address: "127.0.0.1", port: 2222 } });
    withCodes = await lab.startSshServer({
      ...{ name: "codes", network, env, pam: codes.pam, listen: { address: network.address, port: 2223 } },
      config: ["PermitRootLogin yes", "AuthenticationMethods publickey,keyboard-interactive:pam"],
    });
    podman = await lab.startPodman({ name: "nas" });
    nas = await lab.startSshServer({ name: "nas-ssh", network: podman.network, runFolder: podman.runFolder });
    key = await makeKey(lab.folder, "id_ann");
    lockedKey = await makeKey(lab.folder, "id_locked", ["-N", "open sesame"]);
    for (const server of [outer, inner, withCodes, nas])
      for (const file of [key, lockedKey]) server.authorize(`${file}.pub`);
    await runContainer(engine, { name: "far-web" });
    await runContainer(podman, { name: "nas-web" });
    browser = await lab.startBrowser();
    desktop = await startBareDesktop(lab);
    opened = await openTab(browser, desktop.url);
    tab = opened.tab;
    await tab.getByRole("link", { name: "Hosts" }).click();
  });

  afterAll(async () => {
    await opened?.close();
    await desktop?.close();
    await lab?.close();
  });

  const button = (name: string) => tab.getByRole("button", { name, exact: true });
  const card = (name: string) => tab.getByRole("article", { name, exact: true });
  const asked = (name: string | RegExp) => tab.getByRole("dialog", { name });
  const read = (path: string) => readFileSync(path, "utf8");

  async function fillIn(address: string, name: string): Promise<void> {
    await button("Add a host").click();
    await tab.getByLabel("Address").fill(address);
    await tab.getByLabel("Name", { exact: true }).fill(name);
  }

  async function pasteKey(file: string): Promise<void> {
    if (!(await tab.getByLabel("Jump hosts").isVisible())) await button("SSH settings").click();
    await tab.getByLabel("The only key to log in with").fill(read(file));
  }

  async function trust(name: string | RegExp, { fingerprint }: SshServer): Promise<void> {
    await asked(name).getByText(fingerprint.trim()).waitFor();
    // ssh’s own files in the container are gone at its next update.
    expect(await asked(name).getByRole("radio").count()).toBe(2);
    await asked(name).getByRole("button", { name: "Trust this key" }).click();
  }

  async function save(name: string): Promise<void> {
    await tab.getByText(/^all \d steps passed$/).waitFor();
    await button("Save").click();
    await card(name).getByText("1 of 1 running").waitFor();
  }

  const step = (name: string) => tab.locator(".steps li", { hasText: name });

  test("over TLS: what is lacking is told at its step, until all of it is right", async () => {
    await fillIn(`tcp://${engine.network.address}:2376`, "vault");
    await button("Test").click();
    await step("Certificate is trusted").getByText("The certificate of vault is not trusted").waitFor();
    await tab.getByLabel("CA: who may sign").fill(read(join(certificates, "ca.pem")));
    await tab.getByLabel("Name in the engine’s certificate").fill("vault.lab");
    await button("Test").click();
    await step("Certificate is trusted").getByText("vault doesn’t accept your certificate").waitFor();
    await tab.getByLabel("Your certificate").fill(read(join(certificates, "cert.pem")));
    await tab.getByLabel("Your key").fill(read(join(certificates, "key.pem")));
    await button("Test").click();
    await save("vault");
    await card("vault").getByText("TLS verified").waitFor();
    const secret = read(join(certificates, "key.pem")).split("\n")[1] ?? "nothing";
    expect(await tab.locator("html").innerHTML()).not.toContain(secret);
  });

  test("over SSH behind a jump host, with one key that was pasted for both", async () => {
    await fillIn("ssh://root@127.0.0.1:2222", "inner");
    await pasteKey(key);
    await tab.getByLabel("Jump hosts").fill(`root@${outer.address}`);
    await button("Test").click();
    await trust(`Is this ${outer.address} (on the way to inner)?`, outer);
    await trust("Is this inner?", inner);
    await step("Logged in").getByText("as root, pasted key").waitFor();
    await screenshot(opened.page, "screenshots/desktop-hosts-jump");
    await save("inner");
    await card("inner").getByText(`through root@${outer.address}`).waitFor();
    expect(await inner.connections()).toBe(1);
  });

  test("over SSH to podman, with a key that is locked", async () => {
    await fillIn(`ssh://root@${nas.address}`, "nas");
    await pasteKey(lockedKey);
    await button("Test").click();
    await trust("Is this nas?", nas);
    for (const passphrase of ["wrong", "open sesame"]) {
      const question = asked("Passphrase of the key for nas");
      await question.getByLabel("Passphrase", { exact: true }).fill(passphrase);
      await question.getByRole("button", { name: "Continue" }).click();
      if (passphrase === "wrong") await question.getByText("That was not right. Try again.").waitFor();
    }
    await step("Engine answers").getByText("/run/podman/podman.sock").waitFor();
    await save("nas");
    await card("nas").getByText("Podman 4").waitFor();
  });

  test("over SSH with a second factor, which is asked for once", async () => {
    await fillIn(`ssh://root@${withCodes.address}:${withCodes.port}`, "codes");
    await pasteKey(key);
    await button("Test").click();
    await trust("Is this codes?", withCodes);
    const question = asked("codes asks");
    await question.getByText("Verification code:").waitFor();
    await question.getByLabel("Answer").fill(codes.code());
    await question.getByRole("button", { name: "Continue" }).click();
    await save("codes");
    expect(await tab.getByRole("dialog").count()).toBe(0);
    await screenshot(opened.page, "screenshots/desktop-hosts-kinds");
    await tab.getByRole("link", { name: "Containers" }).click();
    await row(tab, "nas-web").waitFor();
    await tab.getByRole("link", { name: "Hosts" }).click();
  });

  test("whose jump host was set up anew: its old key is forgotten when the person says so, and the others go on", async () => {
    await outer.changeHostKey();
    await card("inner").getByText(`The key of ${outer.address} has changed`).waitFor();
    await card("inner").getByRole("button", { name: "Forget the old key…" }).click();
    const question = asked("Forget the old key of inner?");
    await question.getByText(outer.fingerprint.trim()).waitFor();
    await question.getByRole("button", { name: "Forget the old key" }).click();
    await trust(`Is this ${outer.address} (on the way to inner)?`, outer);
    await card("inner").getByText("connected since").waitFor();
    for (const name of ["vault", "nas", "codes"]) await card(name).getByText("1 of 1 running").waitFor();
    expect(opened.complaints).toEqual([]);
  });
});
