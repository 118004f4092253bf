import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { screenshot } from "../lab/browser.ts";
import { createContainer, runContainer, runStackService } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import { stateOf } from "./made.ts";
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
  type VsCode,
} from "./workbench.ts";

const { describe, test } = needs("engine", "vscode", "browser");

describe("commands on containers in VS Code", () => {
  let code: VsCode;
  let own: LabEngine;
  let one: string;
  let two: string;
  let gone: string;
  let broken: string;

  const becomes = (id: string, state: string) =>
    until(async () => (await stateOf(own, id)) === state, { what: `${id} to be ${state}`, withinMs: 20_000 });

  beforeAll(async () => {
    // Its own engine: here rows are clicked, and must stay where they are.
    const lab = openLab();
    own = await lab.startEngine({ name: "own" });
    const body = { Cmd: ["[click](command:workbench.action.closeWindow)"] };
    [one, two, gone, broken] = await Promise.all([
      runContainer(own, { name: "act-one" }),
      runContainer(own, { name: "act-two" }),
      runContainer(own, { name: "act-gone" }),
      createContainer(own, { name: "act-broken", body }),
    ]);
    code = await openVsCode({ env: { DOCKER_HOST: own.dockerHost } }, lab);
    await code.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await openQuayside(code.page);
    await nodeRow(code.page, "act-one").waitFor();
  });

  afterAll(async () => {
    await code?.lab.close();
  });

  const menuOf = async (name: string): Promise<string[]> => {
    const items = await openMenu(code.page, nodeRow(code.page, name));
    const texts = await items.allTextContents();
    await closeMenu(code.page);
    return texts.filter((text) => text !== "");
  };

  test("offers for each state what makes sense in it", async () => {
    expect(await menuOf("act-one")).toEqual([
      ...["Open Container", "Show Logs", "Open Terminal", "Open Terminal With…", "Attach to Main Process…"],
      ...["Open Debug Shell…", "Show Files", "Attach Files to Workspace", "Open Port Locally…"],
      ...["Stop", "Restart", "Pause", "Inspect"],
      ...["Copy Name", "Copy ID"],
      ...["Rename…", "Kill…", "Remove…"],
    ]);
    expect(await menuOf("act-broken")).toEqual([
      ...["Open Container", "Show Logs", "Show Files", "Attach Files to Workspace", "Start", "Restart", "Inspect"],
      ...["Copy Name", "Copy ID", "Rename…", "Remove…"],
    ]);
  });

  test("stops one from its menu and starts it again", async () => {
    await chooseFromMenu(code.page, nodeRow(code.page, "act-one"), "Stop");
    await becomes(one, "exited");
    await nodeRow(code.page, "act-one").locator(".codicon-circle-outline").waitFor();
    await chooseFromMenu(code.page, nodeRow(code.page, "act-one"), "Start");
    await becomes(one, "running");
    await nodeRow(code.page, "act-one").locator(".codicon-circle-filled").waitFor();
  });

  test("has it on record where that was done", async () => {
    const storage = join(code.server.userDataFolder, "User", "globalStorage");
    const found = readdirSync(storage, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".jsonl"));
    const lines = found.flatMap((path) => readFileSync(join(storage, path), "utf8").split("\n"));
    expect(lines.find((line) => line.includes('"type":"stop"') && line.includes('"kind":"action"'))).toMatch(
      /"actor":"VS Code, window workspace"/,
    );
  });

  test("pauses and resumes", async () => {
    await chooseFromMenu(code.page, nodeRow(code.page, "act-one"), "Pause");
    await nodeRow(code.page, "act-one").locator(".codicon-debug-pause").waitFor();
    await chooseFromMenu(code.page, nodeRow(code.page, "act-one"), "Resume");
    await becomes(one, "running");
  });

  test("stops all that are selected", async () => {
    await nodeRow(code.page, "act-one").click();
    await nodeRow(code.page, "act-two").click({ modifiers: ["ControlOrMeta"] });
    await chooseFromMenu(code.page, nodeRow(code.page, "act-two"), "Stop");
    await Promise.all([becomes(one, "exited"), becomes(two, "exited")]);
    expect(await stateOf(own, gone)).toBe("running");
  });

  test("stops a whole stack", async () => {
    const ids = await Promise.all(["a", "b"].map((service) => runStackService(own, "act-stack", service)));
    await nodeRow(code.page, "act-stack").waitFor();
    await chooseFromMenu(code.page, nodeRow(code.page, "act-stack"), "Stop");
    await Promise.all(ids.map((id) => becomes(id, "exited")));
    await nodeRow(code.page, "act-stack").filter({ hasText: "0 of 2 running" }).waitFor();
  });

  test("asks from the palette which to start, and starts those that are ticked", async () => {
    await runCommand(code.page, "Quayside: Start");
    await quickPickRow(code.page, "act-one").getByRole("checkbox").click();
    await quickPickRow(code.page, "act-two").getByRole("checkbox").click();
    expect(await quickPickRow(code.page, "act-gone").count()).toBe(0);
    await screenshot(code.page, "screenshots/vscode-palette");
    await code.page.locator(".quick-input-widget").getByRole("button", { name: "OK" }).click();
    await Promise.all([becomes(one, "running"), becomes(two, "running")]);
  });

  test("removes only after a modal that names the container and the host", async () => {
    await chooseFromMenu(code.page, nodeRow(code.page, "act-gone"), "Remove…");
    const asked = dialog(code.page);
    await asked.waitFor();
    expect(await asked.textContent()).toContain("Remove act-gone from local?");
    await screenshot(code.page, "screenshots/vscode-remove");
    await asked.getByText("Cancel").click();
    await asked.waitFor({ state: "detached" });
    expect(await stateOf(own, gone)).toBe("running");
    await nodeRow(code.page, "act-gone").click();
    await code.page.keyboard.press("Delete");
    await asked.getByText("Remove from local").click();
    await until(async () => (await nodeRow(code.page, "act-gone").count()) === 0, { what: "the row to go" });
    expect((await own.api.call("GET", `/containers/${gone}/json`)).status).toBe(404);
  });

  test("offers to remove the anonymous volumes too, where there are any", async () => {
    const id = await runContainer(own, { name: "act-volume", body: { Volumes: { "/data": {} } } });
    const volumes = async () => (await own.api.json<{ Volumes: unknown[] | null }>("GET", "/volumes")).Volumes ?? [];
    await nodeRow(code.page, "act-volume").waitFor();
    expect(await volumes()).toHaveLength(1);
    await chooseFromMenu(code.page, nodeRow(code.page, "act-volume"), "Remove…");
    await dialog(code.page).getByText("Remove from local, with Anonymous Volumes").click();
    await until(async () => (await volumes()).length === 0, { what: "the volume to go" });
    // A menu that is used while the tree is read anew is asked which containers are meant (register-commands.ts).
    await until(async () => (await nodeRow(code.page, "act-volume").count()) === 0, { what: "the row to go" });
    expect((await own.api.call("GET", `/containers/${id}/json`)).status).toBe(404);
  });

  test("kills only after a question", async () => {
    await chooseFromMenu(code.page, nodeRow(code.page, "act-two"), "Kill…");
    await dialog(code.page).getByText("Kill on local").click();
    await becomes(two, "exited");
  });

  test("renames by the key F2, and says at once what is wrong with a name that no engine takes", async () => {
    await nodeRow(code.page, "act-one").click();
    await code.page.keyboard.press("F2");
    await answerInput(code.page, "Rename act-one on local", "no spaces here");
    await code.page.locator(".quick-input-message", { hasText: "begins with a letter or digit" }).waitFor();
    await answerInput(code.page, "Rename act-one on local", "act-two");
    await notification(code.page, /Not possible now on local\. .*act-two.* is already in use/).waitFor();
    await nodeRow(code.page, "act-one").click();
    await code.page.keyboard.press("F2");
    await answerInput(code.page, "Rename act-one on local", "act-renamed");
    await nodeRow(code.page, "act-renamed").waitFor();
  });

  test("copies the names of all that are selected", async () => {
    await nodeRow(code.page, "act-renamed").click();
    await nodeRow(code.page, "act-two").click({ modifiers: ["ControlOrMeta"] });
    await chooseFromMenu(code.page, nodeRow(code.page, "act-two"), "Copy Name");
    await until(
      async () => (await code.page.evaluate(() => navigator.clipboard.readText())) === "act-renamed\nact-two",
      {
        what: "both names on the clipboard",
      },
    );
  });

  test("shows the engine’s JSON in a document that can’t be written to", async () => {
    await nodeRow(code.page, "act-two").click();
    await chooseFromMenu(code.page, nodeRow(code.page, "act-two"), "Inspect");
    await code.page.locator(".tab", { hasText: "act-two.json" }).waitFor();
    await code.page.locator(".view-line", { hasText: two }).first().waitFor();
    await code.page.locator(".monaco-editor .view-lines").last().click();
    await code.page.keyboard.type("x");
    await code.page.locator(".monaco-editor-overlaymessage", { hasText: "read-only" }).waitFor();
  });

  test("opens a published port in the browser, by the way that VS Code makes there", async () => {
    const HostConfig = { PortBindings: { "80/tcp": [{ HostPort: "18181" }] } };
    const body = { HostConfig, ExposedPorts: { "80/tcp": {} } };
    await runContainer(own, { name: "act-port", body });
    await nodeRow(code.page, "act-port").waitFor();
    await nodeRow(code.page, "act-port").click();
    const opened = code.page.context().waitForEvent("page");
    await chooseFromMenu(code.page, nodeRow(code.page, "act-port"), "Open Port in Browser");
    const browserTab = await opened;
    // code-server's own way to a port of the machine that it runs on.
    await until(() => browserTab.url().includes("18181"), { what: "the port in the new tab’s address" });
    expect(new URL(browserTab.url()).host).toBe(new URL(code.server.url).host);
    await browserTab.close();
  });

  test("tells a failure once, by name, and makes no link of a stranger’s text", async () => {
    await chooseFromMenu(code.page, nodeRow(code.page, "act-broken"), "Start");
    const told = notification(code.page, "act-broken on local");
    await told.waitFor();
    expect(await told.textContent()).toContain("(command:workbench.action.closeWindow)");
    expect(await told.locator(".notification-list-item-message a").count()).toBe(0);
    await screenshot(code.page, "screenshots/vscode-failure");
    expect(await stateOf(own, broken)).toBe("created");
  });
});
