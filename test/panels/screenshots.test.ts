import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { axeFinds, COLOUR_RULES } from "../lab/axe.ts";
import { needs } from "../lab/needs.ts";
import { bundleGallery, openGallery, type PanelBundle } from "./gallery/open-gallery.ts";
import { startPanelBrowser } from "./gallery/panel-browser.ts";

const panels = ["containers", "container", "logs", "search", "events", "terminals", "files", "hosts", "stats"] as const;
const themes = { dark: "dark", light: "light", hc: "high-contrast" } as const;
const states = ["default", "narrow", "empty", "error", "loading", "10000", "menu"] as const;
const mergedStates = [
  "merged",
  "merged-narrow",
  "20-sources",
  "20-sources-narrow",
  "picker",
  "range",
  "exporting",
] as const;
/** States that one panel alone has. */
const ownStates = {
  containers: [],
  container: ["gone", "unreachable", "hostile", "bare", "inspect", "processes", "inspect-narrow", "processes-narrow"],
  logs: ["understood", "filtered", "nothing", "wrong", "expanded", "expanded-narrow", "traces", ...mergedStates],
  search: ["fresh", "in-time", "choosing"],
  events: ["opened", "opened-narrow", "hostile"],
  terminals: [
    "ended",
    "picking",
    "attached",
    "asking",
    "asking-wrong",
    "asking-attach",
    "asking-narrow",
    "searching",
    "searching-narrow",
    "pasting",
    "bare",
    "debugging",
    "away",
    "ending",
  ],
  stats: ["container", "recorded", "table", "refused", "disk", "no-charts"],
  files: ["hostile", "stopped", "text", "naming", "removing"],
  hosts: ["adding", "groups", "hostile", "key", "password", "old-key", "marks"],
} as const;
type State = (typeof states)[number] | (typeof ownStates)[keyof typeof ownStates][number];
const statesOf = (panel: (typeof panels)[number]): readonly State[] => [...states, ...ownStates[panel]];

const file = (panel: string, theme: string, state: string): string =>
  fileURLToPath(new URL(`../out/screenshots/${panel}-${theme}-${state}.png`, import.meta.url));

const allFiles = panels.flatMap((panel) =>
  Object.keys(themes).flatMap((theme) => statesOf(panel).map((state) => file(panel, theme, state))),
);

/** Brings the panel into the state that is to be seen. */
async function arrange(page: Page, panel: (typeof panels)[number], state: State): Promise<void> {
  if (panel === "search") return await arrangeSearch(page, state);
  if (state === "loading") return;
  if (panel === "events") return await arrangeEvents(page, state);
  if (panel === "terminals") return await arrangeTerminals(page, state);
  if (panel === "files") return await arrangeFiles(page, state);
  if (panel === "hosts") return await arrangeHosts(page, state);
  if (panel === "container") return await arrangeContainer(page, state);
  if (panel === "stats") return await arrangeStats(page, state);
  if (panel === "logs") return await arrangeLogs(page, state);
  if (state === "default" || state === "narrow") {
    for (const name of ["shop-web-1", "ci-runner-1", "ci-runner-2"]) {
      await page
        .locator(".gr", { hasText: name })
        .locator(".c-name")
        .click({ modifiers: ["ControlOrMeta"] });
    }
    await page.locator(".gr", { hasText: "shop-api-1" }).hover();
  }
  if (state === "menu") {
    await page.locator(".gr", { hasText: "shop-api-1" }).hover();
    await page.getByRole("button", { name: "More actions" }).click();
  }
}

async function arrangeContainer(page: Page, state: State): Promise<void> {
  if (state === "menu") await page.getByRole("button", { name: "More actions" }).click();
  if (state.startsWith("inspect")) {
    await page.getByRole("tab", { name: "Inspect" }).click();
    await page.getByLabel("Search").fill("shop");
    await page.getByText("1/", { exact: false }).first().waitFor();
  }
  if (state.startsWith("processes")) {
    await page.getByRole("tab", { name: "Processes" }).click();
    await page.getByText("3 processes at").waitFor();
  }
  if (state === "gone") {
    await page.getByText("3 differ from the image").waitFor();
    await page.evaluate(() => window.gallery.core.change({ removedContainers: [window.gallery.container.shown] }));
    await page.getByText("is removed from").waitFor();
  }
}

async function arrangeEvents(page: Page, state: State): Promise<void> {
  if (state === "menu") await page.getByRole("button", { name: "Export…" }).click();
  if (state.startsWith("opened")) {
    for (const text of ["Stopped from", "Started 3 times", "What happened on build-vm in"])
      await page.locator(".ev", { hasText: text }).click();
    await page.getByRole("button", { name: "Copy as JSON" }).nth(1).waitFor();
  }
}

async function arrangeLogs(page: Page, state: State): Promise<void> {
  if (state === "menu") await page.getByRole("button", { name: "More actions" }).click();
  if (state === "default" || state === "narrow") {
    await page.getByLabel("Search in the logs").fill("timeout");
    await page.keyboard.press("Enter");
  }
  if (state === "merged") {
    await page.locator(".le", { hasText: "charge 58213 failed" }).hover();
    await page.locator(".le:hover .tw").click();
  }
  if (state === "exporting") {
    const base = { follow: false, lines: 120_400, bytes: 9_300_000 };
    await page.evaluate(
      (facts) =>
        window.gallery.core.exports([
          { ...facts, id: "1", file: "/home/ada/shop.log", follow: true, state: { kind: "writing" } },
          {
            ...facts,
            id: "2",
            file: "/mnt/stick/shop.jsonl",
            state: {
              kind: "failed",
              error: {
                name: "FileUnwritable",
                title: "The disk is full",
                sentence: "/mnt/stick/shop.jsonl has what fitted.",
                hint: "Make room, or choose another disk.",
                detail: "ENOSPC",
              },
            },
          },
        ]),
      base,
    );
    await page.getByText("Writing /home").waitFor();
  }
  if (state === "picker") {
    await page.getByRole("button", { name: "Add containers" }).click();
    await page.getByRole("option", { name: "shop-web-1" }).waitFor();
  }
  if (state === "range") {
    await page.getByRole("button", { name: "Time: Latest lines" }).click();
    await page.getByRole("menuitemcheckbox", { name: "From … to …" }).click();
    await page.getByLabel("From").waitFor();
  }
  if (state === "wrong") await page.getByRole("button", { name: "Regular expression" }).click();
  const text = { filtered: "-slow", nothing: "nowhere", wrong: "(timeout" }[state as string];
  if (text !== undefined) await page.getByLabel("Filter the lines").fill(text);
  if (state === "filtered") {
    await page.getByRole("button", { name: "Level" }).click();
    await page.getByRole("menuitemcheckbox", { name: "error" }).click();
  }
  if (state.startsWith("expanded")) {
    await page.locator(".le", { hasText: "charge failed" }).hover();
    await page.locator(".le:hover .tw").click();
    await page.locator(".lx").getByRole("button", { name: "4bf92f" }).click();
    await page.locator(".lx").waitFor();
  }
}

async function arrangeSearch(page: Page, state: State): Promise<void> {
  if (state === "fresh") return;
  const field = page.getByLabel("Search in all logs");
  if (state === "choosing") {
    await page.getByRole("button", { name: "All containers" }).click();
    await page.getByRole("dialog").getByLabel("ci-runner-1").first().check();
    return;
  }
  if (state === "in-time") {
    await page.getByRole("button", { name: "Order of the hits" }).click();
    await page.getByRole("menuitemcheckbox", { name: "In time order" }).click();
    await page.keyboard.press("Escape");
  }
  await field.press("Enter");
  if (state === "error") await page.getByText("Docker refused on laptop").waitFor();
  else if (state === "empty") await page.getByText("Nothing found").waitFor();
  else await page.locator(".hit").first().waitFor();
  if (state === "menu") await page.getByRole("button", { name: "Level" }).click();
  if (["default", "narrow", "in-time"].includes(state)) {
    await field.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
  }
}

async function arrangeTerminals(page: Page, state: State): Promise<void> {
  if (state !== "empty" && state !== "error") await page.getByText("true colour").waitFor();
  if (state === "menu") await page.getByRole("button", { name: "More actions" }).click();
  if (state.startsWith("searching")) {
    await page.keyboard.press("Control+f");
    await page.getByLabel("Find in the terminal").fill("colour");
    await page.getByText(/of 8/).waitFor();
  }
  if (state === "debugging") {
    await page.getByRole("button", { name: "Debug shell…" }).click();
    await page.getByText(/shares the processes/).waitFor();
  }
  if (state === "away") {
    await page.evaluate(() => {
      const { core, inventory } = window.gallery;
      const away = inventory.snapshot.hosts.find(({ state }) => state.kind === "unreachable");
      const laptop = inventory.snapshot.hosts.find(({ id }) => id === "laptop");
      if (away !== undefined && laptop !== undefined) core.change({ hosts: [{ ...laptop, state: away.state }] });
    });
    await page.getByText("laptop does not answer").waitFor();
  }
  if (state === "ending") {
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "End all on laptop…" }).click();
  }
  if (state === "pasting") {
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData("text/plain", "cd /srv/shop\ngit pull\nnpm ci --omit=dev\nsystemctl restart shop\n");
      document.activeElement?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
    });
    await page.getByRole("dialog").waitFor();
  }
  if (state.startsWith("asking")) await arrangeAsking(page, state);
  if (state === "picking" || state === "10000") {
    await page.getByRole("button", { name: "New terminal" }).click();
    await page.getByRole("dialog").waitFor();
  }
}

async function arrangeAsking(page: Page, state: State): Promise<void> {
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Something else here…" }).click();
  if (state === "asking-attach") return await page.getByRole("button", { name: "Main process" }).click();
  await page
    .getByLabel("Command", { exact: true })
    .fill(state === "asking-wrong" ? "sh -c 'date" : "npm run migrate -- --dry");
  await page.getByLabel("User").fill(state === "asking-wrong" ? "no body" : "node");
  await page.getByLabel("Environment").fill("NODE_ENV=production\nLANG=C.UTF-8");
  if (state === "asking-wrong") return;
  await page.evaluate(() => {
    window.gallery.core.answers["terminals.open"] = () => {
      throw window.gallery.terminals.refused;
    };
  });
  if (state !== "asking-narrow") return;
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await page.getByRole("alert").waitFor();
}

async function arrangeStats(page: Page, state: State): Promise<void> {
  await page.waitForFunction(() => window.gallery.passed);
  if (state === "menu") await page.getByRole("button", { name: /^Container:/ }).click();
  const drawn = !["empty", "error", "table", "no-charts"].includes(state);
  if (drawn) await page.locator(".use-plot canvas").first().waitFor();
  if (state === "no-charts") await page.getByText("could not be loaded").waitFor();
  if (state === "container" || state === "recorded" || state === "narrow") {
    const plot = page.locator(".use-plot canvas").first();
    const { width, height } = (await plot.boundingBox()) ?? { width: 0, height: 0 };
    await plot.hover({ position: { x: width * 0.4, y: height / 2 } });
  }
}

async function arrangeFiles(page: Page, state: State): Promise<void> {
  const row = page.locator(".fr.row", { hasText: "app.yaml" }).first();
  if (state === "default" || state === "narrow") await row.hover();
  if (state === "menu" || state === "naming") {
    await row.click({ position: { x: 300, y: 10 } });
    await page.locator(".files").focus();
    await page.keyboard.press(state === "menu" ? "ArrowDown" : "F2");
  }
  if (state === "text") {
    await row.getByRole("button", { name: "app.yaml" }).click();
    await page.getByRole("dialog").waitFor();
    await page.getByRole("textbox").pressSequentially("# edited\n");
  }
  if (state === "removing") {
    await row.click({ position: { x: 300, y: 10 } });
    await page.locator(".files").focus();
    await page.keyboard.press("Delete");
    await page.getByRole("dialog").waitFor();
  }
}

async function arrangeHosts(page: Page, state: State): Promise<void> {
  if (state === "menu") await page.getByRole("button", { name: "More for build-vm" }).click();
  if (state === "adding") {
    await page.evaluate(() => window.gallery.core.snapshot(window.gallery.hosts.fewSnapshot));
    await page.getByRole("button", { name: "Add edge-2" }).click();
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await page.evaluate(() => window.gallery.core.report(window.gallery.hosts.report(4, "failed")));
    await page.getByText("stopped at step 5 of 6").waitFor();
  }
  if (state === "old-key") {
    await page.evaluate(() => window.gallery.core.change({ hosts: [window.gallery.hosts.changedKey] }));
    await page.getByRole("button", { name: "Forget the old key…" }).click();
  }
  if (state === "marks") {
    await page.getByRole("button", { name: "Add a host" }).click();
    await page.getByRole("button", { name: "Group, tags and colour" }).click();
    await page.getByRole("radio", { name: "Purple" }).check();
  }
  if (state === "key") await page.evaluate(() => window.gallery.core.questions([window.gallery.hosts.hostKeyQuestion]));
  if (state === "password")
    await page.evaluate(() => window.gallery.core.questions([window.gallery.hosts.passwordQuestion]));
  if (state === "key" || state === "password") await page.getByRole("dialog").waitFor();
}

/** As a person changes the theme of VS Code: what is open follows. What draws on a canvas does so in the next frames. */
async function wear(page: Page, themeClass: string): Promise<void> {
  await page.evaluate(async (name) => {
    document.body.className = `vscode-${name}`;
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  }, themeClass);
}

needs("browser").describe("a picture of each panel in each theme and state", () => {
  let browser: Browser;
  let bundle: PanelBundle;
  beforeAll(async () => {
    // A picture of an earlier run must not stand for one that this run failed to make.
    for (const path of allFiles) rmSync(path, { force: true });
    [browser, bundle] = await Promise.all([startPanelBrowser(), bundleGallery()]);
  });
  afterAll(async () => browser?.close());

  for (const panel of panels) {
    for (const state of statesOf(panel)) {
      needs("browser").test(`${panel}, ${state}: is drawn in each theme, and axe finds nothing`, async () => {
        const width = state.endsWith("narrow") ? 480 : 1200;
        const { page, problems } = await openGallery(browser, bundle, { panel, state, width });
        try {
          await arrange(page, panel, state);
          // What a program draws in a terminal has its own colours.
          const exclude = [".xterm-screen"];
          expect(await axeFinds(page, { exclude })).toEqual([]);
          for (const [theme, themeClass] of Object.entries(themes)) {
            await wear(page, themeClass);
            const path = file(panel, theme, state);
            mkdirSync(dirname(path), { recursive: true });
            await page.screenshot({ path, animations: "disabled" });
            expect(await axeFinds(page, { exclude, rules: COLOUR_RULES }), theme).toEqual([]);
          }
          expect(problems).toEqual([]);
        } finally {
          await page.context().close();
        }
      });
    }
  }

  needs("browser").test("no picture is missing", () => {
    const missing = allFiles.filter((path) => !existsSync(path));
    expect(missing).toEqual([]);
  });
});
