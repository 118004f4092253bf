import { afterAll, beforeAll, expect } from "vitest";
import { screenshot } from "../lab/browser.ts";
import { createContainer, runContainer, runLogger, runStackService, runUnhealthy } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until } from "../lab/waiting.ts";
import { Made } from "./made.ts";
import {
  addHost,
  answerFilter,
  nodeRow,
  openQuayside,
  openVsCode,
  quickPickRow,
  runCommand,
  setTheme,
  treeRow,
  type VsCode,
} from "./workbench.ts";

const { describe, test } = needs("engine", "vscode", "browser");

const hostile = '<img src=x onerror="document.title=1"> $(trash) \u202egnp [x](command:y)';

describe("the tree in VS Code", () => {
  const made = new Made();
  let code: VsCode;
  let north: EngineAccess;
  let south: EngineAccess;

  beforeAll(async () => {
    [north, south] = sharedEngines();
    const body = { HostConfig: { PortBindings: { "80/tcp": [{ HostPort: "18180" }] } } };
    await Promise.all([
      made.add(north, runLogger(north, "tree-web", 1)),
      made.add(north, runUnhealthy(north, "tree-sick")),
      made.add(north, createContainer(north, { name: "tree-new" })),
      made.add(north, runStackService(north, "tree-shop", "api")),
      made.add(north, runStackService(north, "tree-shop", "db")),
      made.add(south, runContainer(south, { name: "tree-south", body: { ...body, ExposedPorts: { "80/tcp": {} } } })),
    ]);
    code = await openVsCode({ env: { DOCKER_HOST: north.dockerHost } });
  });

  afterAll(async () => {
    await code?.lab.close();
    await made.removeAll();
  });

  test("shows the containers of a real engine after a click on the icon", async () => {
    await openQuayside(code.page);
    await nodeRow(code.page, "tree-web").waitFor();
    expect(await treeRow(code.page, "tree-web").count()).toBe(1);
    expect(await nodeRow(code.page, "local").count()).toBe(1);
  });

  test("shows a second engine beside the first as soon as it was added", async () => {
    await addHost(code.page, south.dockerHost, "south");
    await nodeRow(code.page, "tree-south").waitFor();
    expect(await nodeRow(code.page, "tree-south").textContent()).toContain("18180→80 · quayside-lab/busybox:1");
    expect(await nodeRow(code.page, "tree-web").count()).toBe(1);
  });

  test("puts the containers of a compose project under one node that counts them", async () => {
    expect(await nodeRow(code.page, "tree-shop").textContent()).toContain("2 of 2 running");
    const levels = await Promise.all(
      ["tree-shop", "tree-shop-api-1"].map((name) => nodeRow(code.page, name).getAttribute("aria-level")),
    );
    expect(levels).toEqual(["2", "3"]);
  });

  test("tells an unhealthy one in words, by its own icon and on Quayside’s icon", async () => {
    await nodeRow(code.page, "tree-sick").locator(".codicon-warning").waitFor();
    expect(await nodeRow(code.page, "tree-sick").getAttribute("aria-label")).toContain("unhealthy");
    await code.page.locator('.activitybar .action-item a[aria-label*="unhealthy container"]').waitFor();
  });

  test("shows a container that is started elsewhere, its end and its removal, without being asked", async () => {
    const id = await made.add(north, runContainer(north, { name: "tree-live" }));
    await nodeRow(code.page, "tree-live").locator(".codicon-circle-filled").waitFor();
    await north.api.json("POST", `/containers/${id}/stop`);
    await nodeRow(code.page, "tree-live").locator(".codicon-circle-outline").waitFor();
    await north.api.json("DELETE", `/containers/${id}`);
    await until(async () => (await nodeRow(code.page, "tree-live").count()) === 0, { what: "the row to go" });
  });

  test("shows names of strangers as the text that they are", async () => {
    const labels = { "com.docker.compose.project": hostile, "com.docker.compose.service": "x" };
    await made.add(north, runContainer(north, { name: "tree-hostile", labels }));
    const row = treeRow(code.page, "<img src=x").first();
    await row.waitFor();
    expect(await row.locator(".label-name").textContent()).toBe(
      '<img src=x onerror="document.title=1"> $(trash) <U+202E>gnp [x](command:y)',
    );
    const tooltip = code.page.locator(".monaco-hover", { hasText: "Services" }).first();
    // A row that is drawn anew under a pointer that rests has no tooltip until the pointer moves.
    await until(
      async () => {
        await code.page.mouse.move(0, 0);
        await row.hover();
        return await tooltip.waitFor({ timeout: 3_000 }).then(
          () => true,
          () => false,
        );
      },
      { what: "the tooltip", withinMs: 30_000 },
    );
    expect(await tooltip.locator("img, a, .codicon-trash").count()).toBe(0);
    // VS Code's appendText makes spaces that don't break of them.
    expect((await tooltip.textContent())?.replaceAll("\u00a0", " ")).toContain(
      '<img src=x onerror="document.title=1"> $(trash)',
    );
    expect(await row.locator("img, .codicon-trash").count()).toBe(0);
  });

  test("shows only what a filter lets through, says so, and all again when it is cleared", async () => {
    await runCommand(code.page, "Quayside: Filter Containers");
    await answerFilter(code.page, "tree-so");
    await until(async () => (await nodeRow(code.page, "tree-web").count()) === 0, { what: "tree-web to be left out" });
    expect(await nodeRow(code.page, "tree-south").count()).toBe(1);
    expect(await treeRow(code.page, "Nothing matches the filter").count()).toBe(1);
    await quickPickRow(code.page, "All states").click();
    await code.page.locator(".sidebar .message", { hasText: "“tree-so”" }).waitFor();
    await runCommand(code.page, "Quayside: Clear Filter");
    await nodeRow(code.page, "tree-web").waitFor();
  });

  test("looks right in dark, light and high contrast", async () => {
    for (const [theme, name] of [
      ["Default Dark Modern", "dark"],
      ["Default Light Modern", "light"],
      ["Default High Contrast", "high-contrast"],
    ] as const) {
      await setTheme(code, theme);
      await nodeRow(code.page, "tree-web").click();
      await screenshot(code.page, `screenshots/vscode-tree-${name}`);
    }
  });
});
