import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { collectTexts } from "../../vscode-extension/collect-texts.ts";
import { manifest } from "../../vscode-extension/manifest.ts";
import { commandIds, commands } from "../../vscode-extension/src/contributions/commands.ts";
import { filesScheme, panelTypes } from "../../vscode-extension/src/contributions/names.ts";
import { packagedExtension } from "./workbench.ts";

const extension = fileURLToPath(new URL("../../vscode-extension", import.meta.url));
const json = (file: string) => JSON.parse(readFileSync(`${extension}/${file}`, "utf8")) as Record<string, unknown>;
const rewrite = "run: npx tsx vscode-extension/write-manifest.ts";

describe("package.json of the extension", () => {
  const { contributes, texts } = manifest();

  it("contributes what the tables of the code say", () => {
    expect(json("package.json").contributes, rewrite).toEqual(contributes);
    expect(json("package.nls.json"), rewrite).toEqual(texts);
  });

  it("names no text that isn’t there, and has none that nothing names", () => {
    const named =
      JSON.stringify(json("package.json"))
        .match(/%[\w.]+%/g)
        ?.map((key) => key.slice(1, -1)) ?? [];
    expect([...new Set(named)].sort()).toEqual(Object.keys(texts).sort());
  });

  it("hands every text of the code over for translation", () => {
    expect(Object.keys(json("l10n/bundle.l10n.json")), rewrite).toEqual(collectTexts(`${extension}/src`));
  });

  it("is woken by each of its panels that a window brings back", () => {
    const woken = Object.values(panelTypes).map((type) => `onWebviewPanel:${type}`);
    expect(json("package.json").activationEvents).toEqual(["onUri", ...woken, `onFileSystem:${filesScheme}`]);
  });

  it("asks for the VS Code whose API it is compiled against", () => {
    const { engines, devDependencies } = json("package.json") as {
      engines: { vscode: string };
      devDependencies: Record<string, string>;
    };
    expect(engines.vscode).toBe(`^${devDependencies["@types/vscode"]}`);
  });

  it("has settings of machine scope only, so that a repository can’t set one", () => {
    const { properties } = contributes.configuration as { properties: Record<string, { scope: string }> };
    expect(Object.values(properties).map(({ scope }) => scope)).toEqual(Object.keys(properties).map(() => "machine"));
  });

  it("gives each command a node to be on, a place in the view’s head, or the palette", () => {
    expect(commandIds.length).toBeGreaterThan(20);
    for (const { title } of Object.values(commands)) expect(title).not.toMatch(/\.\.\./);
  });

  it("keeps its default keys to its own view and its own terminals", () => {
    const keys = contributes.keybindings as { when: string }[];
    const own = /^focusedView == quayside\.hosts|^terminalFocus && quayside\.inTerminal$/;
    expect(keys.filter(({ when }) => !own.test(when))).toEqual([]);
  });
});

describe("the packaged extension", () => {
  const files = () =>
    execFileSync(
      "python3",
      ["-c", "import sys,zipfile; print('\\n'.join(zipfile.ZipFile(sys.argv[1]).namelist()))", packagedExtension()],
      { encoding: "utf8" },
    )
      .trim()
      .split("\n")
      .filter((name) => name.startsWith("extension/"))
      .map((name) => name.slice("extension/".length));

  it("holds what users need and nothing else: no sources, no maps, no node_modules", () => {
    const allowed = [
      /^package(\.nls)?\.json$/,
      /^(readme|changelog)\.md$/i,
      /^license(\.txt)?$/i,
      /^dist\/(extension\.js|core\.js|handlers\.js|ssh2\.cjs|terminal-screen\.cjs)$/,
      /^dist\/panel\/(panel\.(js|css)|charts\.js)$/,
      /^l10n\/bundle\.l10n\.json$/,
      /^resources\/[\w-]+\.(svg|png)$/,
      /^resources\/walkthrough\/\w+\.png$/,
    ];
    expect(files().filter((name) => !allowed.some((pattern) => pattern.test(name)))).toEqual([]);
    expect(files()).toEqual(
      expect.arrayContaining([
        "dist/extension.js",
        "dist/core.js",
        "dist/handlers.js",
        "dist/ssh2.cjs",
        "dist/terminal-screen.cjs",
        "dist/panel/panel.js",
        "dist/panel/charts.js",
        "l10n/bundle.l10n.json",
      ]),
    );
    expect(files().map((name) => name.toLowerCase())).toEqual(
      expect.arrayContaining(["license.txt", "changelog.md", "readme.md"]),
    );
  });

  it("has every file that package.json names", () => {
    const named = JSON.stringify(json("package.json")).match(/resources\/[\w/-]+\.(svg|png)/g) ?? [];
    expect(named.length).toBeGreaterThan(3);
    expect(files()).toEqual(expect.arrayContaining([...new Set(named)]));
  });
});

describe("activation", () => {
  it("loads at most 250 KB, registers the view first, and never loads ssh2", () => {
    const script = fileURLToPath(new URL("activation-loads.cjs", import.meta.url));
    const { loaded, order } = JSON.parse(
      execFileSync(process.execPath, [script, `${extension}/dist`], { encoding: "utf8" }),
    ) as {
      loaded: string[];
      order: string[];
    };
    const before = loaded.slice(0, loaded.indexOf("core.js"));
    expect(before).toEqual(["extension.js"]);
    expect(order.indexOf("createTreeView")).toBeLessThan(order.indexOf("core.js"));
    expect(order.indexOf("createTreeView")).toBeGreaterThanOrEqual(0);
    expect(statSync(`${extension}/dist/extension.js`).size).toBeLessThan(250_000);
    expect(loaded.filter((name) => /ssh2|handlers/.test(name))).toEqual([]);
    for (const bundle of ["extension", "core", "handlers"])
      expect(readFileSync(`${extension}/dist/${bundle}.js`, "utf8")).not.toContain("ssh2-streams");
  });
});
