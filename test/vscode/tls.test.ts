import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { screenshot } from "../lab/browser.ts";
import { type Authority, makeAuthority, tlsArguments } from "../lab/certificates.ts";
import { run } from "../lab/commands.ts";
import { runContainer } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import {
  answerFileDialog,
  answerInput,
  chooseFromMenu,
  dialog,
  nodeRow,
  openQuayside,
  openVsCode,
  quickPickRow,
  runCommand,
  type VsCode,
} from "./workbench.ts";

const { describe, test } = needs("engine", "vscode", "browser");

describe("a host over TLS in VS Code, with a proxy that is dead", () => {
  let code: VsCode;
  let page: Page;
  let engine: LabEngine;
  let client: string;
  let authority: Authority;

  beforeAll(async () => {
    const lab = openLab();
    authority = await makeAuthority(join(lab.folder, "authority"));
    client = await authority.issue(join(lab.folder, "client"), { names: "DNS:quayside", for: "client" });
    engine = await lab.startEngine({
      name: "vault",
      args: async ({ address }) =>
        tlsArguments(
          await authority.issue(join(lab.folder, "server"), { names: `IP:${address},DNS:vault.lab`, for: "server" }),
        ),
    });
    await runContainer(engine, { name: "tls-web" });
    code = await openVsCode(
      {
        env: { DOCKER_HOST: "unix:///nonexistent/docker.sock" },
        settings: {
          ...{ "http.proxy": "http://127.0.0.1:9", "http.proxySupport": "override" },
          "files.simpleDialog.enable": true,
        },
      },
      lab,
    );
    ({ page } = code);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await openQuayside(page);
  });

  afterAll(async () => code?.lab.close());

  const hostsFile = () => join(code.server.userDataFolder, "User/globalStorage/quayside.quayside/hosts.json");
  const address = () => `tcp://${engine.network.address}:2376`;

  /** By the docker command line itself, as somebody has it. */
  const createContext = (name: string, docker: string) =>
    run("/usr/bin/docker", ["context", "create", name, "--docker", docker], {
      env: { ...process.env, DOCKER_CONFIG: join(code.server.homeFolder, ".docker"), DOCKER_HOST: undefined },
    });

  const quickInput = () => page.locator(".quick-input-widget");

  /** Once VS Code asks with this title. */
  async function choose(title: string, label: string): Promise<void> {
    await page.locator(".quick-input-titlebar", { hasText: title }).waitFor();
    await quickPickRow(page, label).first().click();
  }

  async function addByAddress(certificates: string): Promise<void> {
    await runCommand(page, "Quayside: Add Host");
    await quickPickRow(page, "Enter an address").click();
    await answerInput(page, "its address", address());
    await choose("its certificates", certificates);
  }

  const chooseFolder = (folder: string) => answerFileDialog(page, "the folder with its ca.pem", `${folder}/`);

  async function removeHost(name: string): Promise<void> {
    await chooseFromMenu(page, nodeRow(page, name), "Remove Host…");
    await dialog(page).getByText("Remove Host", { exact: true }).click();
    await nodeRow(page, name).waitFor({ state: "detached" });
  }

  const copy = (text: string) => page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  /** Nothing of a key is ever on the screen. */
  const screen = () => page.locator(".monaco-workbench").innerText();

  test("is added by its address and the folder with its certificates; one without any is asked for again", async () => {
    await addByAddress("A folder with ca.pem");
    await chooseFolder(code.server.homeFolder);
    await dialog(page).getByText("There is no ca.pem, cert.pem or key.pem").waitFor();
    await dialog(page).getByText("Choose Another Folder").click();
    await chooseFolder(client);
    await choose("is it the right engine", "Verify its certificate");
    await answerInput(page, "its name", "typed");
    await nodeRow(page, "typed").waitFor();
    await nodeRow(page, "tls-web").waitFor();
    await removeHost("typed");
  });

  test("is added by what is pasted: each is shown before it is taken, the key never, and lies in no file", async () => {
    const soon = await authority.issue(join(code.lab.folder, "soon"), { names: "DNS:ann", for: "client", days: 21 });
    const [ca, cert, key] = ["ca", "cert", "key"].map((file) => readFileSync(join(soon, `${file}.pem`), "utf8"));
    const secret = key?.split("\n")[2] ?? "nothing";
    await copy(ca ?? "");
    await addByAddress("Paste…");
    await choose("the authority", "Take it from the clipboard");
    await quickPickRow(page, "CN=lab authority").filter({ hasText: "It ends at " }).waitFor();
    await screenshot(page, "screenshots/vscode-tls-pasted");
    await choose("the authority", "Use this one");

    await copy(key ?? "");
    await choose("your certificate", "Take it from the clipboard");
    await quickInput().getByPlaceholder("There is no certificate on the clipboard").waitFor();
    await copy(`${key}${cert}`);
    await choose("your certificate", "Take it from the clipboard");
    await quickPickRow(page, "CN=lab").waitFor();
    await choose("your certificate", "Use this one");

    await copy(readFileSync(join(client, "key.pem"), "utf8"));
    await choose("the private key", "Take it from the clipboard");
    await quickInput().getByPlaceholder("doesn’t belong to your certificate").waitFor();
    await copy(key ?? "");
    await choose("the private key", "Take it from the clipboard");
    await quickPickRow(page, "it belongs to your certificate").waitFor();
    expect(await screen()).not.toContain(secret);
    await choose("the private key", "Use this one");
    await choose("is it the right engine", "Verify its certificate");
    await answerInput(page, "its name", "pasted");
    await nodeRow(page, "tls-web").waitFor();
    // It ends soon, which the tree tells.
    await nodeRow(page, "pasted").filter({ hasText: "certificate ends in 21 days" }).waitFor();
    await screenshot(page, "screenshots/vscode-tls-ending");
    // grep ends with 1 where it finds nothing.
    await expect(run("grep", ["-r", "-F", "-e", secret, code.server.userDataFolder])).rejects.toThrow();
    expect(readFileSync(hostsFile(), "utf8")).not.toContain("PRIVATE KEY");
    await removeHost("pasted");
  });

  test("is added by single files, and verified under the name that its certificate bears", async () => {
    await addByAddress("Single files…");
    await choose("the authority", "Choose its file…");
    await answerFileDialog(page, "the authority", join(client, "ca.pem"));
    await answerFileDialog(page, "your certificate", join(client, "cert.pem"));
    await answerFileDialog(page, "your private key", join(client, "key.pem"));
    await choose("is it the right engine", "under another name");
    await answerInput(page, "the name that its certificate bears", "other.lab");
    await answerInput(page, "its name", "named");
    await dialog(page).getByText("is for another name").waitFor();
    await page.keyboard.press("Escape");
    await dialog(page).waitFor({ state: "detached" });

    await addByAddress("Single files…");
    await choose("the authority", "Choose its file…");
    await answerFileDialog(page, "the authority", join(client, "ca.pem"));
    await answerFileDialog(page, "your certificate", join(client, "cert.pem"));
    await answerFileDialog(page, "your private key", join(client, "key.pem"));
    await choose("is it the right engine", "under another name");
    await answerInput(page, "the name that its certificate bears", "vault.lab");
    await answerInput(page, "its name", "named");
    await nodeRow(page, "tls-web").waitFor();
    expect(readFileSync(hostsFile(), "utf8")).toContain('"serverName": "vault.lab"');
    await removeHost("named");
  });

  test("is not verified only once the person has read what that means", async () => {
    await addByAddress("A folder with ca.pem");
    await chooseFolder(client);
    await choose("is it the right engine", "Do not verify");
    await dialog(page).getByText("Anybody on the way there could answer in its place").waitFor();
    await screenshot(page, "screenshots/vscode-tls-unsafe");
    await page.keyboard.press("Escape");
    await choose("is it the right engine", "Do not verify");
    await dialog(page).getByText("Do Not Verify").click();
    await answerInput(page, "its name", "unsafe");
    await nodeRow(page, "unsafe").filter({ hasText: "not verified" }).waitFor();

    await chooseFromMenu(page, nodeRow(page, "unsafe"), "Edit Host…");
    await choose("Edit the host", "Certificates");
    await choose("its certificates", "A folder with ca.pem");
    await chooseFolder(client);
    await choose("is it the right engine", "Verify its certificate");
    await nodeRow(page, "unsafe").filter({ hasNotText: "not verified" }).waitFor();
    await page.locator(".quick-input-titlebar", { hasText: "Edit the host" }).waitFor();
    await page.keyboard.press("Escape");
    await nodeRow(page, "tls-web").waitFor();
    await removeHost("unsafe");
  });

  test("is told what the engine says where no certificate is shown to it", async () => {
    await addByAddress("Without a client certificate");
    await choose("the authority", "Choose its file…");
    await answerFileDialog(page, "the authority", join(client, "ca.pem"));
    await choose("is it the right engine", "Verify its certificate");
    await answerInput(page, "its name", "bare");
    await dialog(page).getByText("bare doesn’t accept your certificate").waitFor();
    await dialog(page).getByText("✗ its key is trusted").waitFor();
    await page.keyboard.press("Escape");
    await dialog(page).waitFor({ state: "detached" });
  });

  test("is offered as the docker context that it is, added, and live", async () => {
    const files = ["ca", "cert", "key"].map((file) => `${file}=${join(client, `${file}.pem`)}`);
    await createContext("vault", `host=${address()},${files.join(",")}`);
    await runCommand(page, "Quayside: Add Host");
    await quickPickRow(page, "vault").click();
    await answerInput(page, "its name", "vault");
    await nodeRow(page, "vault").waitFor();
    await nodeRow(page, "tls-web").waitFor();
    expect(await nodeRow(page, "vault").textContent()).not.toContain("not verified");
    const kept = readFileSync(hostsFile(), "utf8");
    expect(kept).not.toContain("PRIVATE KEY");
    await runContainer(engine, { name: "tls-live" });
    await nodeRow(page, "tls-live").waitFor();
  });

  test("that is not to be verified is marked so", async () => {
    await createContext("lax", `host=${address()},skip-tls-verify=true,cert=${client}/cert.pem,key=${client}/key.pem`);
    await runCommand(page, "Quayside: Add Host");
    await quickPickRow(page, "lax").click();
    await answerInput(page, "its name", "lax");
    await nodeRow(page, "lax").filter({ hasText: "not verified" }).waitFor();
    await screenshot(page, "screenshots/vscode-tls");
  });
});
