import type { Locator } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { baseImage } from "../lab/base-image.ts";
import { screenshot } from "../lab/browser.ts";
import { runContainer } from "../lab/containers.ts";
import type { LabEngine } from "../lab/engine.ts";
import { openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import type { Registry } from "../lab/registry.ts";
import { until } from "../lab/waiting.ts";
import {
  addHost,
  answerInput,
  choose,
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
  setOpen,
  treeRow,
  type VsCode,
} from "./workbench.ts";

const { describe, test } = needs("engine", "vscode", "browser", "registry");

const hostile = '<img src=x onerror="document.title=1"> $(trash) \u202egnp [x](command:y)';

describe("images, volumes and networks in VS Code", () => {
  let code: VsCode;
  let own: LabEngine;
  let other: LabEngine;
  let registry: Registry;

  beforeAll(async () => {
    // Its own engines: here things are counted, clicked and removed.
    const lab = openLab();
    [own, other] = (await Promise.all(["own", "other"].map((name) => lab.startEngine({ name })))) as [
      LabEngine,
      LabEngine,
    ];
    await Promise.all([
      own.api.json("POST", "/networks/create", { Name: "res-front", IPAM: { Config: [{ Subnet: "172.29.0.0/16" }] } }),
      ...["res-idle", "res-more"].map((Name) => own.api.json("POST", "/volumes/create", { Name })),
      own.api.json("POST", `/images/${baseImage}/tag?repo=res/app&tag=2`),
    ]);
    registry = await lab.startRegistry({ name: "registry", network: own.network });
    const HostConfig = { NetworkMode: "res-front", Mounts: [{ Type: "volume", Source: "res-data", Target: "/data" }] };
    await runContainer(own, { name: "res-web", body: { HostConfig } });
    code = await openVsCode({ env: { DOCKER_HOST: own.dockerHost } }, lab);
    await code.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await openQuayside(code.page);
    await nodeRow(code.page, "res-web").waitFor();
  });

  afterAll(async () => {
    await code?.lab.close();
  });

  const row = (label: string): Locator => nodeRow(code.page, label);
  const gone = (label: string) =>
    until(async () => (await row(label).count()) === 0, { what: `the row ${label} to go`, withinMs: 20_000 });

  const open = (label: string) => setOpen(row(label), true);
  const close = (label: string) => setOpen(row(label), false);

  const menuOf = async (label: string): Promise<string[]> => {
    const texts = await (await openMenu(code.page, row(label))).allTextContents();
    await closeMenu(code.page);
    return texts.filter((text) => text !== "");
  };
  const noNews = () => runCommand(code.page, "Notifications: Clear All Notifications");
  const clipboard = () => code.page.evaluate(() => navigator.clipboard.readText());
  const status = async (path: string) => (await own.api.call("GET", path)).status;

  test("are closed groups below the containers, that say how many there are", async () => {
    await row("Images").filter({ hasText: "2 ·" }).waitFor();
    expect(await row("Images").textContent()).toMatch(/2 · \d+ MB at most/);
    await row("Volumes").filter({ hasText: "3" }).waitFor();
    await row("Networks").filter({ hasText: "4" }).waitFor();
    for (const group of ["Images", "Volumes", "Networks"])
      expect(await row(group).getAttribute("aria-expanded")).toBe("false");
    expect(await row("res-idle").count()).toBe(0);
    await screenshot(code.page, "screenshots/vscode-resources-closed");
  });

  test("tell in words and by their shape what nothing uses, and open to who uses the others", async () => {
    await open("Volumes");
    expect(await row("res-idle").textContent()).toContain("unused");
    await row("res-idle").locator(".codicon-circle-outline").waitFor();
    expect(await row("res-idle").getAttribute("aria-label")).toBe("volume res-idle, unused, on local");
    expect(await row("res-data").textContent()).not.toContain("unused");
    await open("res-data");
    await until(async () => (await row("res-web").count()) === 2, { what: "the container below its volume" });
    await open("Networks");
    expect(await row("res-front").textContent()).toContain("1 container · bridge · 172.29.0.0/16");
    expect(await row("bridge").textContent()).toContain("built in");
    await screenshot(code.page, "screenshots/vscode-resources");
  });

  test("have the container below them do what the container does, and follow it", async () => {
    const below = row("res-web").last();
    await chooseFromMenu(code.page, below, "Stop");
    await below.locator(".codicon-circle-outline").waitFor();
    await row("res-web").first().locator(".codicon-circle-outline").waitFor();
    await chooseFromMenu(code.page, below, "Start");
    await below.locator(".codicon-circle-filled").waitFor();
    await close("res-data");
  });

  test("follow what happens elsewhere without being asked", async () => {
    await own.api.json("POST", "/volumes/create", { Name: "res-live" });
    await row("res-live").waitFor();
    await row("Volumes").filter({ hasText: "4" }).waitFor();
    await own.api.json("DELETE", "/volumes/res-live");
    await gone("res-live");
    await own.api.json("POST", "/networks/create", { Name: "res-net" });
    await row("res-net").filter({ hasText: "unused" }).waitFor();
    const id = await runContainer(own, { name: "res-late", body: { HostConfig: { NetworkMode: "res-net" } } });
    await row("res-net").filter({ hasText: "1 container" }).waitFor();
    await own.api.json("DELETE", `/containers/${id}?force=1`);
    await row("res-net").filter({ hasText: "unused" }).waitFor();
  });

  test("offer what makes sense for each", async () => {
    expect(await menuOf("res-idle")).toEqual([
      "Show Files",
      "Attach Files to Workspace",
      "Inspect",
      "Copy Name",
      "Remove Volume…",
    ]);
    expect(await menuOf("res-front")).toEqual(["Inspect", "Copy Name", "Copy ID", "Remove Network…"]);
    expect(await menuOf("bridge")).toEqual(["Inspect", "Copy Name", "Copy ID"]);
    expect(await menuOf("Volumes")).toEqual(["Create Volume…", "Size Volumes", "Refresh Images, Volumes and Networks"]);
    expect(await menuOf("Images")).toEqual(["Pull Image…", "Refresh Images, Volumes and Networks"]);
    expect((await menuOf("local")).slice(-3)).toEqual(["Pull Image…", "Create Volume…", "Create Network…"]);
  });

  test("create a volume after saying what is wrong with its name", async () => {
    await chooseFromMenu(code.page, row("Volumes"), "Create Volume…");
    await answerInput(code.page, "Create a volume on local: its name", "no spaces here");
    await code.page.locator(".quick-input-message", { hasText: "begins with a letter or digit" }).waitFor();
    await answerInput(code.page, "Create a volume on local: its name", "res-made");
    await quickPickRow(code.page, "On the host’s disk").click();
    await row("res-made").waitFor();
    expect(await status("/volumes/res-made")).toBe(200);
  });

  test("create a network of a kind and with a subnet of one’s own, from the palette", async () => {
    await runCommand(code.page, "Quayside: Create Network");
    await answerInput(code.page, "Create a network on local: its name", "res-inner");
    await quickPickRow(code.page, "Bridge, internal").click();
    await answerInput(code.page, "Create a network on local: its subnet", "172.31.0.0");
    await code.page.locator(".quick-input-message", { hasText: "the length of its prefix" }).waitFor();
    await answerInput(code.page, "Create a network on local: its subnet", "172.28.0.0/16");
    await row("res-inner").filter({ hasText: "172.28.0.0/16" }).waitFor();
    const made = await own.api.json<{ Internal: boolean }>("GET", "/networks/res-inner");
    expect(made.Internal).toBe(true);
  });

  test("say how much is in the volumes when they are asked", async () => {
    expect(await row("res-idle").textContent()).not.toContain(" B");
    await chooseFromMenu(code.page, row("Volumes"), "Size Volumes");
    await row("res-idle").filter({ hasText: "0 B" }).waitFor();
  });

  test("are removed by the key Delete, after a modal that names the host", async () => {
    await row("res-made").click();
    await code.page.keyboard.press("Delete");
    const asked = dialog(code.page);
    await asked.waitFor();
    expect(await asked.textContent()).toContain("res-made from local?");
    await screenshot(code.page, "screenshots/vscode-resources-remove");
    await asked.getByText("Cancel").click();
    await asked.waitFor({ state: "detached" });
    expect(await status("/volumes/res-made")).toBe(200);
    await row("res-made").click();
    await code.page.keyboard.press("Delete");
    await asked.getByText("Remove from local").click();
    await gone("res-made");
    expect(await status("/volumes/res-made")).toBe(404);
  });

  test("are removed together, and the one that is in use is told by its name", async () => {
    await row("res-data").locator(".label-name").click();
    await row("res-more")
      .locator(".label-name")
      .click({ modifiers: ["ControlOrMeta"] });
    await chooseFromMenu(code.page, row("res-more"), "Remove Volume…");
    await dialog(code.page).getByText("Remove from local").click();
    await gone("res-more");
    const told = notification(code.page, "res-data on local");
    await told.waitFor();
    expect(await told.textContent()).toMatch(/Not removed: 1 of 2 volumes/);
    expect(await status("/volumes/res-data")).toBe(200);
    await noNews();
    await close("Volumes");
  });

  test("a network is removed from the palette, that offers none of the engine’s own", async () => {
    await runCommand(code.page, "Quayside: Remove Network");
    await quickPickRow(code.page, "res-inner").getByRole("checkbox").click();
    expect(await quickPickRow(code.page, "built in").count()).toBe(0);
    await code.page.locator(".quick-input-widget").getByRole("button", { name: "OK" }).click();
    await dialog(code.page).getByText("Remove from local").click();
    await gone("res-inner");
    expect(await status("/networks/res-inner")).toBe(404);
  });

  test("an image of several names is only forced away after a second question", async () => {
    await close("Networks");
    await own.api.json("POST", "/images/create?fromSrc=-&repo=res/two&tag=1", tarOfNothing);
    await own.api.json("POST", "/images/res/two:1/tag?repo=res/twin&tag=1");
    await open("Images");
    await row("res/twin:1").filter({ hasText: "2 names" }).waitFor();
    await chooseFromMenu(code.page, row("res/twin:1"), "Remove Image…");
    await dialog(code.page).getByText("Remove from local").click();
    const forced = dialog(code.page).filter({ hasText: "Force the removal of res/twin:1 from local?" });
    await forced.waitFor();
    expect(await forced.textContent()).toContain("The engine refused");
    await screenshot(code.page, "screenshots/vscode-resources-force");
    expect(await status("/images/res/two:1/json")).toBe(200);
    await forced.getByText("Force the Removal from local").click();
    await gone("res/twin:1");
    expect(await status("/images/res/two:1/json")).toBe(404);
  });

  test("an image that a running container uses is not offered to be forced", async () => {
    await open("Images");
    await chooseFromMenu(code.page, row(baseImage), "Remove Image…");
    await dialog(code.page).getByText("Remove from local").click();
    await notification(code.page, `${baseImage} on local`).waitFor();
    expect(await dialog(code.page).count()).toBe(0);
    expect(await status(`/images/${baseImage}/json`)).toBe(200);
    await noNews();
  });

  test("a pull takes no nonsense for a name, and tells why the engine could not", async () => {
    await chooseFromMenu(code.page, row("Images"), "Pull Image…");
    await answerInput(code.page, "Pull an image to local", "Not A Name");
    await code.page.locator(".quick-input-message", { hasText: "small letters" }).waitFor();
    await answerInput(code.page, "Pull an image to local", "127.0.0.1:9/nobody/there:1");
    const told = notification(code.page, /on local\..*127\.0\.0\.1:9/);
    await told.waitFor();
    await screenshot(code.page, "screenshots/vscode-resources-pull-failed");
    await noNews();
  });

  test("a pull can be cancelled while nothing answers, and brings the image when something does", async () => {
    const name = `${registry.address}/res/pulled:1`;
    await own.docker(["tag", baseImage, name]);
    await own.docker(["push", name]);
    await own.docker(["rmi", name]);
    await gone(name);
    await registry.freeze();
    await runCommand(code.page, "Quayside: Pull Image");
    await answerInput(code.page, "Pull an image to local", name);
    const told = notification(code.page, `Pulling ${name} to local`);
    await told.waitFor();
    await told.hover();
    await told.getByRole("button", { name: "Cancel" }).click();
    await told.waitFor({ state: "detached" });
    registry.thaw();
    expect(await row(name).count()).toBe(0);
    await chooseFromMenu(code.page, row("Images"), "Pull Image…");
    await answerInput(code.page, "Pull an image to local", name);
    await row(name).waitFor();
    expect(await status(`/images/${name}/json`)).toBe(200);
    await own.docker(["rmi", name]);
    await row(baseImage).waitFor();
  });

  test("copy names and ids, and show the engine’s JSON of each", async () => {
    // For one only, and VS Code goes on to count the rows that were selected before.
    await row(baseImage).locator(".label-name").click();
    await chooseFromMenu(code.page, row(baseImage), "Copy ID");
    await until(async () => /^sha256:[0-9a-f]{64}$/.test(await clipboard()), { what: "the id on the clipboard" });
    await chooseFromMenu(code.page, row(baseImage), "Copy Name");
    await until(async () => (await clipboard()) === baseImage, { what: "the name on the clipboard" });
    await chooseFromMenu(code.page, row(baseImage), "Inspect");
    await code.page.locator(".view-line", { hasText: "RepoTags" }).first().waitFor();
    await close("Images");
    await open("Volumes");
    await row("res-data").locator(".label-name").click();
    await chooseFromMenu(code.page, row("res-data"), "Inspect");
    await code.page.locator(".view-line", { hasText: "Mountpoint" }).first().waitFor();
    await runCommand(code.page, "Quayside: Inspect");
    await quickPickRow(code.page, "res-front").click();
    await code.page.locator(".view-line", { hasText: "172.29.0.0/16" }).first().waitFor();
  });

  test("show names of strangers as the text that they are", async () => {
    await own.api.json("POST", "/networks/create", { Name: hostile, Labels: { x: hostile } });
    await open("Networks");
    const strange = treeRow(code.page, "<img src=x").first();
    await strange.waitFor();
    expect(await strange.locator(".label-name").textContent()).toBe(hostile.replace("\u202e", "<U+202E>"));
    const tooltip = code.page.locator(".monaco-hover", { hasText: "Labels" }).first();
    await until(
      async () => {
        await code.page.mouse.move(0, 0);
        await strange.hover();
        return await tooltip.waitFor({ timeout: 3_000 }).then(
          () => true,
          () => false,
        );
      },
      { what: "the tooltip", withinMs: 30_000 },
    );
    expect(await tooltip.locator("img, a, .codicon-trash").count()).toBe(0);
    await chooseFromMenu(code.page, strange, "Remove Network…");
    expect(await dialog(code.page).locator("img, .codicon-trash, .dialog-message-container a").count()).toBe(0);
    await dialog(code.page).getByText("Remove from local").click();
    await until(async () => (await strange.count()) === 0, { what: "the row to go" });
  });

  test("a filter leaves out the groups in which nothing matches", async () => {
    await runCommand(code.page, "Quayside: Filter Containers");
    await code.page.locator(".quick-input-widget .quick-input-box input").fill("res-idle");
    await row("Volumes").filter({ hasText: "1 of 2" }).waitFor();
    expect(await row("Networks").count()).toBe(0);
    await code.page.keyboard.press("Escape");
    await row("Networks").waitFor();
  });

  test("where only looking is allowed, the menus have nothing that changes", async () => {
    await close("Networks");
    await close("Volumes");
    await addHost(code.page, other.dockerHost, "looked-at");
    await runCommand(code.page, "Quayside: Set Access Level");
    await choose(code.page, "looked-at");
    await choose(code.page, "view only");
    await row("looked-at").filter({ hasText: "view only" }).waitFor();
    const images = row("Images").last();
    await setOpen(images, true);
    const items = async (of: Locator): Promise<string[]> => {
      const texts = await (await openMenu(code.page, of)).allTextContents();
      await closeMenu(code.page);
      return texts.filter((text) => text !== "");
    };
    expect(await items(images)).toEqual(["Refresh Images, Volumes and Networks"]);
    expect(await items(row(baseImage).last())).toEqual(["Inspect", "Copy Name", "Copy ID"]);
    expect(await items(row("Volumes").last())).toEqual(["Size Volumes", "Refresh Images, Volumes and Networks"]);
    const told = notification(code.page, "On looked-at only looking is allowed.");
    // A key that is pressed while the menu before is still being put away goes to nobody.
    await until(
      async () => {
        await row(baseImage).last().click();
        await code.page.keyboard.press("Delete");
        return await told.waitFor({ timeout: 5_000 }).then(
          () => true,
          () => false,
        );
      },
      { what: "the refusal", withinMs: 20_000 },
    );
  });
});

/** As an image: the two empty blocks that end a tar. */
const tarOfNothing = Buffer.alloc(1024);
