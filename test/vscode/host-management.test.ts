import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { screenshot } from "../lab/browser.ts";
import { runContainer } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until } from "../lab/waiting.ts";
import { Made } from "./made.ts";
import {
  addHost,
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
  quickPickRow,
  runCommand,
  treeRow,
  type VsCode,
} from "./workbench.ts";

const { describe, test } = needs("engine", "vscode", "browser");

describe("the hosts of VS Code", () => {
  const made = new Made();
  let code: VsCode;
  let page: Page;
  let north: EngineAccess;
  let south: EngineAccess;

  beforeAll(async () => {
    [north, south] = sharedEngines();
    await made.add(north, runContainer(north, { name: "managed-north" }));
    await made.add(south, runContainer(south, { name: "managed-south" }));
    code = await openVsCode({ env: { DOCKER_HOST: "unix:///nonexistent/docker.sock" } });
    ({ page } = code);
    await openQuayside(page);
    await addHost(page, north.dockerHost, "north");
    await addHost(page, south.dockerHost, "south");
    await nodeRow(page, "managed-south").waitFor();
  });

  afterAll(async () => {
    await code?.lab.close();
    await made.removeAll();
  });

  interface KeptHost {
    readonly name: string;
    readonly tags?: readonly string[];
    readonly colour?: string;
    readonly group?: string;
    readonly connection: { readonly path: string };
  }
  const hostsFile = () => join(code.server.userDataFolder, "User/globalStorage/quayside.quayside/hosts.json");
  const kept = (): KeptHost[] =>
    (JSON.parse(readFileSync(hostsFile(), "utf8")) as { data: { hosts: KeptHost[] } }).data.hosts;
  const keeps = (fits: (hosts: readonly KeptHost[]) => boolean, what: string) => until(() => fits(kept()), { what });
  const order = async (): Promise<string[]> =>
    (await page.locator(".sidebar .monaco-list-row[aria-level='1'] .label-name").allTextContents()).map((name) =>
      name.trim(),
    );

  test("are counted in the status bar, which warns when one doesn’t answer", async () => {
    const item = page.locator(".statusbar-item", { has: page.locator(".codicon-server") });
    await item.filter({ hasText: /^\s*2\s*$/ }).waitFor();
    await runCommand(page, "Quayside: Add Host");
    await quickPickRow(page, "Enter an address").click();
    await answerInput(page, "its address", "unix:///nowhere/docker.sock");
    await answerInput(page, "its name", "gone");
    await dialog(page).getByText("Add It Anyway").click();
    await nodeRow(page, "gone").waitFor();
    await item.filter({ hasText: "2/3" }).waitFor();
    await screenshot(page, "screenshots/vscode-status-bar");
    expect(await item.getAttribute("aria-label")).toContain("2 of 3 hosts answer");
    await chooseFromMenu(page, nodeRow(page, "gone"), "Remove Host…");
    await dialog(page).getByText("Remove Host").click();
    await item.filter({ hasText: /^\s*2\s*$/ }).waitFor();
  });

  test("change in one place, one thing after another, and nothing of it breaks the connection", async () => {
    await chooseFromMenu(page, nodeRow(page, "north"), "Edit Host…");
    await quickPickRow(page, "Colour").waitFor();
    await screenshot(page, "screenshots/vscode-edit-host");
    await quickPickRow(page, "Tags").click();
    await answerInput(page, "The tags of north", "nas, backup,nas");
    await quickPickRow(page, "nas, backup").waitFor();
    await quickPickRow(page, "Colour").click();
    await quickPickRow(page, "Blue").click();
    await quickPickRow(page, "Group").click();
    await answerInput(page, "The group of north", "home");
    await quickPickRow(page, "home").waitFor();
    await page.keyboard.press("Escape");
    await nodeRow(page, "home").filter({ hasText: "1 of 1 online" }).waitFor();
    await screenshot(page, "screenshots/vscode-host-group");
    expect(kept()[0]).toMatchObject({ name: "north", tags: ["nas", "backup"], colour: "blue", group: "home" });
    await nodeRow(page, "managed-north").waitFor();
  });

  test("are tried at a new address before that is kept", async () => {
    await chooseFromMenu(page, nodeRow(page, "north"), "Edit Host…");
    await quickPickRow(page, "Group").click();
    await answerInput(page, "The group of north", "");
    await until(async () => (await nodeRow(page, "home").count()) === 0, {
      what: "the group to go with its last host",
    });
    await quickPickRow(page, "Address").click();
    await answerInput(page, "The address of north", "unix:///nowhere/docker.sock");
    await dialog(page).getByText("Docker is not running on north").waitFor();
    await dialog(page).getByRole("button", { name: "Cancel" }).click();
    await quickPickRow(page, "Address").click();
    await answerInput(page, "The address of north", south.dockerHost);
    await quickPickRow(page, south.dockerHost).waitFor();
    await page.keyboard.press("Escape");
    await until(async () => (await nodeRow(page, "managed-south").count()) === 2, {
      what: "the other engine's containers",
    });
    await keeps(([host]) => host?.connection.path === south.socket, "the new address in the file");
  });

  test("are moved by menu and by key, and one of them is the default", async () => {
    expect(await order()).toEqual(["north", "south"]);
    await chooseFromMenu(page, nodeRow(page, "north"), "Move Host Down");
    await until(async () => (await order()).join() === "south,north", { what: "the new order" });
    await nodeRow(page, "north").click();
    await page.keyboard.press("Alt+ArrowUp");
    await until(async () => (await order()).join() === "north,south", { what: "the old order" });
    await keeps((hosts) => hosts.map(({ name }) => name).join() === "north,south", "the order in the file");
    // The click has folded it up.
    await page.keyboard.press("ArrowRight");

    await chooseFromMenu(page, nodeRow(page, "south"), "Make Default Host");
    await nodeRow(page, "south").filter({ hasText: "default" }).waitFor();
    const items = await openMenu(page, nodeRow(page, "south"));
    expect(await items.allTextContents()).not.toContain("Make Default Host");
    await closeMenu(page);
  });

  test("are duplicated, disabled and enabled", async () => {
    await chooseFromMenu(page, nodeRow(page, "south"), "Duplicate Host");
    await nodeRow(page, "south copy").filter({ hasText: "disabled" }).waitFor();
    expect(await order()).toEqual(["north", "south", "south copy"]);
    await chooseFromMenu(page, nodeRow(page, "south copy"), "Enable Host");
    await until(async () => (await nodeRow(page, "managed-south").count()) === 3, {
      what: "the containers of the copy",
    });
    await chooseFromMenu(page, nodeRow(page, "south copy"), "Disable Host");
    await nodeRow(page, "south copy").filter({ hasText: "disabled" }).waitFor();
    await until(async () => (await nodeRow(page, "managed-south").count()) === 2, { what: "its containers to go" });
    await screenshot(page, "screenshots/vscode-disabled");
  });

  test("go to a file and come from one, and what is left out is named", async () => {
    const file = join(code.server.homeFolder, "hosts.json");
    await runCommand(page, "Quayside: Export Hosts");
    await answerFileDialog(page, "Export the hosts", file);
    await notification(page, "The hosts are in").waitFor();
    const text = readFileSync(file, "utf8");
    const { hosts } = JSON.parse(text) as { hosts: KeptHost[] };
    expect(hosts.map(({ name }) => name)).toEqual(["north", "south", "south copy"]);

    writeFileSync(
      file,
      JSON.stringify({ ...JSON.parse(text), hosts: [...hosts, { ...hosts[0], name: "[west](command:x)" }] }),
    );
    await runCommand(page, "Quayside: Import Hosts");
    await answerFileDialog(page, "Import hosts", file);
    await notification(page, /1 host was added\. Left out: north: There is a host of this name already\./).waitFor();
    await treeRow(page, "[west](command:x)").waitFor();
  });
});
