import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect } from "vitest";
import { screenshot, seenText } from "../lab/browser.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import type { Home } from "./home.ts";
import { openDesktopHome, openVsCodeHome } from "./homes.ts";
import { rows } from "./rows.ts";

const { describe, test } = needs("engine", "vscode", "browser");

const homes = { "VS Code": openVsCodeHome, "Docker Desktop": openDesktopHome };
const table = fileURLToPath(new URL("../out/parity.md", import.meta.url));
const works = new Set<string>();
const key = (home: string, does: string) => `${home}: ${does}`;

for (const [name, open] of Object.entries(homes))
  describe(`the panels in ${name}`, () => {
    let engine: EngineAccess;
    let home: Home;

    beforeAll(async () => {
      [engine] = sharedEngines();
      home = await open(engine);
    });
    afterAll(async () => home?.close());

    for (const { panel, does, run } of rows)
      test(`${panel}: ${does}`, async () => {
        await run(home, engine).catch(async (error: unknown) => {
          // What a person would have seen then.
          await screenshot(home.page, `screenshots/parity-${name}-${does}`.replaceAll(" ", "-"));
          const seen = await seenText(home.page);
          // What it left open would lie over all that the rows after it click.
          await home.page.keyboard.press("Escape");
          throw new Error(`${error}\n\nWhat was seen:\n${seen}`, { cause: error });
        });
        works.add(key(name, does));
      });
  });

describe("parity", () => {
  test("every row works in every home, and the table of it is written", () => {
    const names = Object.keys(homes);
    const mark = (does: string) => names.map((name) => (works.has(key(name, does)) ? "yes" : "no"));
    const lines = rows.map(({ panel, does }) => `| ${[panel, does, ...mark(does)].join(" | ")} |`);
    mkdirSync(dirname(table), { recursive: true });
    const head = ["panel", "what a person can do", ...names];
    writeFileSync(table, `${[`| ${head.join(" | ")} |`, `|${"---|".repeat(head.length)}`, ...lines].join("\n")}\n`);
    expect(lines.filter((line) => line.includes("| no |"))).toEqual([]);
  });
});
