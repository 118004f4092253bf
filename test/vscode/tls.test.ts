import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { screenshot } from "../lab/browser.ts";
import { makeAuthority, tlsArguments } from "../lab/certificates.ts";
import { run } from "../lab/commands.ts";
import { runContainer } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import {
  answerFileDialog,
  answerInput,
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

  beforeAll(async () => {
    const lab = openLab();
    const authority = await makeAuthority(join(lab.folder, "authority"));
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
    await openQuayside(page);
  });

  afterAll(async () => code?.lab.close());

  const address = () => `tcp://${engine.network.address}:2376`;

  /** By the docker command line itself, as somebody has it. */
  const createContext = (name: string, docker: string) =>
    run("/usr/bin/docker", ["context", "create", name, "--docker", docker], {
      env: { ...process.env, DOCKER_CONFIG: join(code.server.homeFolder, ".docker"), DOCKER_HOST: undefined },
    });

  async function addByAddress(): Promise<void> {
    await runCommand(page, "Quayside: Add Host");
    await quickPickRow(page, "Enter an address").click();
    await answerInput(page, "its address", address());
  }

  async function chooseFolder(folder: string): Promise<void> {
    await answerFileDialog(page, "the folder with its ca.pem", `${folder}/`);
  }

  test("is added by its address and the folder with its certificates; one without any is asked for again", async () => {
    await addByAddress();
    await chooseFolder(code.server.homeFolder);
    await dialog(page).getByText("There is no ca.pem, cert.pem or key.pem").waitFor();
    await dialog(page).getByText("Choose Another Folder").click();
    await chooseFolder(client);
    await answerInput(page, "its name", "typed");
    await nodeRow(page, "typed").waitFor();
    await nodeRow(page, "tls-web").waitFor();
  });

  test("is offered as the docker context that it is, added, and live", async () => {
    const files = ["ca", "cert", "key"].map((file) => `${file}=${join(client, `${file}.pem`)}`);
    await createContext("vault", `host=${address()},${files.join(",")}`);
    await runCommand(page, "Quayside: Add Host");
    await quickPickRow(page, "vault").click();
    await answerInput(page, "its name", "vault");
    await nodeRow(page, "vault").waitFor();
    await until(async () => (await nodeRow(page, "tls-web").count()) === 2, { what: "its container below it" });
    expect(await nodeRow(page, "vault").textContent()).not.toContain("not verified");
    const kept = readFileSync(
      join(code.server.userDataFolder, "User/globalStorage/quayside.quayside/hosts.json"),
      "utf8",
    );
    expect(kept).not.toContain("PRIVATE KEY");
    await runContainer(engine, { name: "tls-live" });
    await until(async () => (await nodeRow(page, "tls-live").count()) === 2, { what: "the new container" });
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
