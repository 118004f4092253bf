import type { Page } from "playwright-core";
import { expect } from "vitest";
import { needs } from "../lab/needs.ts";
import { until } from "../lab/waiting.ts";
import { panelPages } from "./gallery/panel-page.ts";

const { describe, test } = needs("browser");

describe("the Terminals panel in a browser", () => {
  const pages = panelPages();
  let page: Page;

  const open = async (state = "default"): Promise<void> => {
    page = await pages.open({ panel: "terminals", state });
    await page.getByText("true colour").waitFor();
  };
  const calls = (method: string) =>
    page.evaluate(
      (name) => window.gallery.core.calls.filter((call) => call.method === name).map(({ input }) => input as never),
      method,
    );
  const typed = async (): Promise<string> =>
    (await calls("terminals.write")).map(({ text }: { text: string }) => text).join("");
  const typedIs = (text: string) =>
    until(async () => (await typed()) === text, { what: `${JSON.stringify(text)} to be typed` });
  const selected = async () => await page.locator("[aria-selected=true]").innerText();
  const output = (text: string) => page.evaluate((output) => window.gallery.core.output({ output }), text);

  test("types what is typed, in order, and pastes without what a paste could do", async () => {
    await open();
    await page.keyboard.type("ls -l");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+c");
    await typedIs("ls -l\r\u0003");
    await output("\u001b[?2004h");
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData("text/plain", "one\ntwo");
      document.activeElement?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
    });
    await typedIs("ls -l\r\u0003\u001b[200~one\rtwo\u001b[201~");
  });

  const paste = (text: string) =>
    page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData("text/plain", text);
      document.activeElement?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
    }, text);

  test("asks before it pastes lines that a shell would run", async () => {
    await open();
    await paste("rm -rf /\nreboot\u202e\n");
    const sheet = page.getByRole("dialog");
    await sheet.getByText("rm -rf /").waitFor();
    await sheet.getByText("reboot<U+202E>").waitFor();
    await page.keyboard.press("Escape");
    await sheet.waitFor({ state: "detached" });
    expect(await typed()).toBe("");
    await paste("one\ntwo\n");
    await sheet.getByRole("button", { name: "Paste" }).click();
    await typedIs("one\rtwo\r");
    await page.locator(".xterm.focus").waitFor();
    await paste("three\n");
    await typedIs("one\rtwo\rthree\r");
  });

  test("pastes a megabyte whole and in its order, and what is typed after it comes after it", async () => {
    await open();
    await output("\u001b[?2004h");
    const text = Array.from({ length: 20_000 }, (_, line) => `line ${line} größe 日本 🐳 ${"x".repeat(30)}`).join("\n");
    await paste(text);
    await page.keyboard.type("after");
    await typedIs(`\u001b[200~${text.replaceAll("\n", "\r")}\u001b[201~after`);
    const lengths = (await calls("terminals.write")).map(({ text }: { text: string }) => text.length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(65_536);
  });

  test("finds what it shows and has shown, one after the other, and gives the focus back", async () => {
    await open();
    await output(
      `\r\n${Array.from({ length: 200 }, (_, n) => `row ${n} ${n % 50 === 0 ? "Needle" : ""}`).join("\r\n")}`,
    );
    await page.getByText("row 199").waitFor();
    await page.keyboard.press("Control+f");
    await page.getByLabel("Find in the terminal").fill("needle");
    const hits = page.locator(".terminal-search [role=status]");
    const says = (text: string) => until(async () => (await hits.innerText()) === text, { what: text });
    await says("1 of 4");
    await page.keyboard.press("Enter");
    await says("2 of 4");
    await page.keyboard.press("Shift+Enter");
    await says("1 of 4");
    await page.getByText("row 0 Needle").waitFor();
    await page.getByRole("button", { name: "Match case" }).click();
    await says("No results");
    await page.getByRole("button", { name: "Match case" }).click();
    await page.getByRole("button", { name: "Regular expression" }).click();
    await page.getByLabel("Find in the terminal").fill("row 1[05]0 N");
    await says("1 of 2");
    await page.getByLabel("Find in the terminal").fill("row (");
    await says("No results");
    await page.keyboard.press("Escape");
    await page.locator(".xterm.focus").waitFor();
    expect(await page.locator(".terminal-search").count()).toBe(0);
    expect(await typed()).toBe("");
  });

  test("opens an address of the web by a click with Ctrl, and tells where a link leads", async () => {
    await open();
    await output(
      "\r\nsee https://example.org/a?b=1 or \u001b]8;;https://elsewhere.test/\u0007here\u001b]8;;\u0007 and file:///etc/passwd.",
    );
    const word = page.getByText("https://example.org/a?b=1");
    const at = async (text: string): Promise<{ x: number; y: number }> =>
      page.evaluate((text) => {
        const walker = document.createTreeWalker(
          document.querySelector(".xterm-rows") as Element,
          NodeFilter.SHOW_TEXT,
        );
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
          const from = node.textContent?.indexOf(text) ?? -1;
          if (from < 0) continue;
          const range = document.createRange();
          range.setStart(node, from);
          range.setEnd(node, from + text.length);
          const { x, y, width, height } = range.getBoundingClientRect();
          return { x: x + width / 2, y: y + height / 2 };
        }
        throw new Error(`There is no ${text}.`);
      }, text);
    await word.waitFor();
    const click = async (text: string, held = true): Promise<void> => {
      const { x, y } = await at(text);
      // From another cell: where it is the same as before xterm looks for no link.
      await page.mouse.move(x, y - 60);
      await page.mouse.move(x, y);
      if (held) await page.keyboard.down("Control");
      await page.mouse.click(x, y);
      if (held) await page.keyboard.up("Control");
    };
    await click("example.org", false);
    expect(await calls("home.openLink")).toEqual([]);
    await click("example.org");
    await until(async () => (await calls("home.openLink")).length === 1, { what: "the link" });
    await click("here");
    await until(async () => (await calls("home.openLink")).length === 2, { what: "the other" });
    expect(await page.locator(".terminal-screen").getAttribute("title")).toContain("https://elsewhere.test/");
    await click("etc/passwd");
    expect(await calls("home.openLink")).toEqual([
      { address: "https://example.org/a?b=1" },
      { address: "https://elsewhere.test/" },
    ]);
  });

  test("has larger and smaller text, and remembers it", async () => {
    await open();
    const width = async () => (await page.getByText("healthcheck.sh").boundingBox())?.width ?? 0;
    const before = await width();
    const pick = async (name: string): Promise<void> => {
      await page.getByRole("button", { name: "More actions" }).click();
      await page.getByRole("menuitem", { name }).click();
    };
    await pick("Larger text");
    await until(async () => (await width()) > before, { what: "larger text" });
    expect(await page.evaluate(() => window.gallery.remembered)).toMatchObject({ larger: 1 });
    await pick("Usual text size");
    await until(async () => (await width()) === before, { what: "text as it was" });
  });

  test("leaves to core what programs ask a terminal", async () => {
    await open();
    await output("\u001b[6n\u001b[c\u001b[>c\u001b[?6n\u001b[?25$pasked");
    await page.getByText("asked").waitFor();
    await page.keyboard.type("x");
    await typedIs("x");
  });

  test("copies its selection, and interrupts with the same key where there is none", async () => {
    await open();
    await page.getByText("healthcheck.sh").dblclick({ force: true });
    await page.keyboard.press("Control+c");
    await until(async () => (await calls("home.copy")).length === 1, { what: "the selection to be copied" });
    expect(await calls("home.copy")).toEqual([{ text: "healthcheck.sh" }]);
    await page.keyboard.press("Control+c");
    await typedIs("\u0003");
  });

  test("asks for the size that it has room for", async () => {
    await open();
    const last = async (): Promise<{ columns: number; rows: number } | undefined> =>
      (await calls("terminals.resize")).at(-1);
    await until(async () => (await last()) !== undefined, { what: "a size to be asked for" });
    const wide = (await last())?.columns ?? 0;
    await page.setViewportSize({ width: 600, height: 400 });
    await until(async () => ((await last())?.columns ?? 0) < wide, { what: "a smaller size" });
  });

  test("goes through its tabs by the keyboard, leaves and enters the terminal, and ends one", async () => {
    await open();
    expect(await selected()).toBe("shop-web-1 (2)");
    await page.keyboard.press("Control+F6");
    await page.keyboard.press("ArrowLeft");
    expect(await selected()).toBe("shop-web-1");
    await page.keyboard.press("Home");
    expect(await selected()).toBe("shop-api-1");
    expect(await page.evaluate(() => window.gallery.remembered)).toMatchObject({ shown: "t-api" });
    await page.keyboard.press("Delete");
    await until(async () => (await calls("terminals.end")).length === 1, { what: "one to be ended" });
    expect(await calls("terminals.end")).toEqual([{ id: "t-api" }]);
    await page.keyboard.press("Enter");
    await page.keyboard.type("q");
    await until(async () => (await calls("terminals.write")).length === 1, { what: "a key in the terminal" });
    // The neighbour of the one that was ended.
    expect(await calls("terminals.write")).toEqual([{ id: "t-web-2", text: "q" }]);
  });

  test("opens one in a container that is found by its name, shows it, and is typed into at once", async () => {
    await open();
    await page.evaluate(() => {
      const { core, terminals } = window.gallery;
      core.answers["terminals.open"] = async () => {
        // Drawn already when the answer comes.
        core.terminals([...terminals.held, terminals.fresh]);
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        return { id: terminals.fresh.id };
      };
    });
    await page.getByRole("button", { name: "New terminal" }).click();
    await page.getByLabel("Find a container").fill("shop api");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await calls("terminals.open")).toEqual([
      { ref: { host: "laptop", id: expect.any(String) }, columns: expect.any(Number), rows: expect.any(Number) },
    ]);
    expect(await page.evaluate(() => window.gallery.remembered)).toMatchObject({ shown: "t-fresh" });
    await page.locator(".xterm.focus").waitFor();
    await page.keyboard.type("w");
    await until(async () => (await calls("terminals.write")).length === 1, { what: "a key in the terminal" });
    expect(await calls("terminals.write")).toEqual([{ id: "t-fresh", text: "w" }]);
  });

  test("says why one could not be opened, and gives up at Cancel", async () => {
    await open();
    await page.evaluate(() => {
      window.gallery.core.answers["terminals.open"] = async () => {
        throw new Error("no more");
      };
    });
    const choose = async () => {
      await page.getByRole("button", { name: "New terminal" }).click();
      await page.getByLabel("Find a container").fill("shop-api-1");
      await page.keyboard.press("Enter");
    };
    await choose();
    await page.getByText("No terminal could be opened in shop-api-1").waitFor();
    await page.getByRole("button", { name: "Dismiss" }).click();
    await page.evaluate(() => {
      window.gallery.core.answers["terminals.open"] = () => new Promise(() => {});
    });
    await choose();
    await page.getByText("Opening …").waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await page.getByText("No terminal could be opened").count()).toBe(0);
    expect(pages.takeProblems().join()).toContain("no more");
  });

  test("asks what is to run, as it was asked last, mends what was refused, and opens it", async () => {
    await open();
    await page.evaluate(() => {
      const { core } = window.gallery;
      const { "terminals.choices": choices } = core.answers;
      core.answers["terminals.choices"] = async (input) => ({
        ...(await choices(input)),
        last: { command: ["npm", "run", "a b"], user: "node", environment: ["LANG=C"] },
      });
      core.answers["terminals.open"] = () => {
        throw window.gallery.terminals.refused;
      };
    });
    await page.getByRole("button", { name: "New terminal" }).click();
    await page.getByRole("button", { name: "Choose what runs in shop-api-1" }).click();
    const sheet = page.getByRole("dialog");
    await until(async () => (await sheet.getByLabel("Command", { exact: true }).inputValue()) === "npm run 'a b'", {
      what: "what was chosen last",
    });
    expect(await sheet.getByLabel("Environment").inputValue()).toBe("LANG=C");
    await sheet.getByLabel("Command", { exact: true }).fill("sh -c 'echo");
    await sheet.getByText("A quotation that begins with ' does not end.").waitFor();
    await page.keyboard.press("Enter");
    expect(await calls("terminals.open")).toEqual([]);
    await sheet.getByLabel("Command", { exact: true }).fill("sh -c 'echo $A | wc'");
    await sheet.getByLabel("Directory").fill("/app");
    await page.keyboard.press("Enter");
    await sheet.getByRole("alert").getByText("There is no user “node” in shop-web-1.").waitFor();
    await sheet.getByLabel("User").fill("");
    await page.evaluate(() => {
      window.gallery.core.answers["terminals.open"] = () => ({ id: "t-api" });
    });
    await sheet.getByRole("button", { name: "Open", exact: true }).click();
    await sheet.waitFor({ state: "detached" });
    expect((await calls("terminals.open")).map(({ request }: { request: unknown }) => request)).toEqual([
      ...[
        {
          kind: "exec",
          command: ["sh", "-c", "echo $A | wc"],
          user: "node",
          directory: "/app",
          environment: ["LANG=C"],
        },
      ],
      ...[{ kind: "exec", command: ["sh", "-c", "echo $A | wc"], directory: "/app", environment: ["LANG=C"] }],
    ]);
  });

  test("attaches with keys of one's own, and says in its head how it is left", async () => {
    await open("attached");
    await page.getByText("ctrl-p,ctrl-q leaves it running.").waitFor();
    await page.getByText("It takes no input.").waitFor();
    expect(await page.locator("[role=tab]").allInnerTexts()).toEqual(["shop-api-1: top", "shop-web-1, attached"]);
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Something else here…" }).click();
    const sheet = page.getByRole("dialog");
    await sheet.getByRole("button", { name: "Main process" }).click();
    await sheet.getByLabel("Detach keys").fill("strg-p");
    await sheet.getByText(/^Detach keys are/).waitFor();
    await sheet.getByLabel("Detach keys").fill("ctrl-x");
    await sheet.getByRole("button", { name: "Attach", exact: true }).click();
    await sheet.waitFor({ state: "detached" });
    expect(await calls("terminals.open")).toMatchObject([{ request: { kind: "attach", detachKeys: "ctrl-x" } }]);
    await page.getByRole("button", { name: "Detach" }).click();
    await until(async () => (await calls("terminals.end")).length === 1, { what: "it to be left" });
  });

  /** What a container is asked for its sheet is answered at the event "answer-now". */
  const answerLater = () =>
    page.evaluate(() => {
      const { core } = window.gallery;
      const { "terminals.choices": choices } = core.answers;
      core.answers["terminals.choices"] = async (input) => {
        await new Promise((resolve) => addEventListener("answer-now", resolve, { once: true }));
        return choices(input);
      };
    });

  test("takes what is chosen before the container has answered, and fills in the rest when it has", async () => {
    await open();
    await answerLater();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Something else here…" }).click();
    const sheet = page.getByRole("dialog");
    await sheet.getByRole("button", { name: "Main process" }).click();
    await sheet.getByLabel("Detach keys").waitFor();
    await page.evaluate(() => dispatchEvent(new Event("answer-now")));
    await sheet.getByRole("button", { name: "Attach", exact: true }).click();
    await sheet.waitFor({ state: "detached" });
    expect(await calls("terminals.open")).toMatchObject([{ request: { kind: "attach", detachKeys: "ctrl-p,ctrl-q" } }]);
  });

  test("leaves the keyboard where the person is typing when the container answers", async () => {
    await open();
    await answerLater();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Something else here…" }).click();
    const sheet = page.getByRole("dialog");
    await sheet.getByLabel("User").focus();
    await page.keyboard.type("12");
    await page.evaluate(() => dispatchEvent(new Event("answer-now")));
    await sheet.getByRole("button", { name: "Open terminal" }).and(page.locator("[aria-disabled=true]")).waitFor({
      state: "detached",
    });
    await page.keyboard.type("34");
    expect(await sheet.getByLabel("User").inputValue()).toBe("1234");
  });

  test("offers a debug shell where there is none, says what it makes, and asks for an image", async () => {
    await open("bare");
    await page.getByRole("button", { name: "Debug shell…" }).click();
    const sheet = page.getByRole("dialog");
    await sheet.getByText(/runs as root with the right to look into those processes/).waitFor();
    expect(await sheet.getByLabel("Image").inputValue()).toBe("busybox:1.36");
    await sheet.getByLabel("Image").fill(" ");
    await page.keyboard.press("Enter");
    expect(await calls("terminals.open")).toEqual([]);
    await sheet.getByLabel("Image").fill("node:22-alpine");
    await sheet.getByRole("button", { name: "Create on laptop" }).click();
    await sheet.waitFor({ state: "detached" });
    expect(await calls("terminals.open")).toMatchObject([{ request: { kind: "debug", image: "node:22-alpine" } }]);
  });

  test("ends all of a host once the person means it", async () => {
    await open();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "End all on laptop…" }).click();
    await page.getByText("End 3 terminals on laptop?").waitFor();
    await page.keyboard.press("Enter");
    expect(await calls("terminals.endAll")).toEqual([]);
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "End all on laptop…" }).click();
    await page.getByRole("button", { name: "End all on laptop", exact: true }).click();
    await until(async () => (await calls("terminals.endAll")).length === 1, { what: "all to be ended" });
    expect(await calls("terminals.endAll")).toEqual([{ host: "laptop" }]);
  });

  test("says how one ended or why it was lost, and opens it again", async () => {
    await open("ended");
    await page.getByText("The shell ended with exit code 137").waitFor();
    await page.getByRole("button", { name: "Open again" }).click();
    await until(async () => (await calls("terminals.end")).length === 1, { what: "the old one to be forgotten" });
    expect(await calls("terminals.open")).toHaveLength(1);
    await page.evaluate(() => window.gallery.core.terminals(window.gallery.terminals.lost));
    await page.getByText("laptop can’t be reached").waitFor();
  });

  test("takes nothing of what is written for markup, and opens no link", async () => {
    await open();
    await output(
      '\u001b]8;;javascript:alert(1)\u0007<img src=x onerror="alert(1)">\u001b]8;;\u0007 \u001b]0;title\u0007end',
    );
    await page.getByText('<img src=x onerror="alert(1)">').waitFor();
    expect(await page.locator(".xterm-rows img, .xterm-rows a").count()).toBe(0);
    await page.getByText('<img src=x onerror="alert(1)">').click({ force: true });
    expect(await page.title()).toBe("Quayside");
  });

  test("takes the theme of its home when that changes", async () => {
    await open();
    const ground = () =>
      page
        .locator(".xterm-viewport, .xterm-scrollable-element")
        .last()
        .evaluate((e) => getComputedStyle(e).backgroundColor);
    const before = await ground();
    await page.evaluate(() => {
      document.body.className = "vscode-light";
    });
    await until(async () => (await ground()) !== before, { what: "another ground" });
  });
});
