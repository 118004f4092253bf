import { inventoryOf } from "@quayside/shared-ui/inventory/inventory.ts";
import { terminalChoices } from "@quayside/shared-ui/terminals/choices.ts";
import { inPieces, pasteQuestion } from "@quayside/shared-ui/terminals/paste.ts";
import { tabNames } from "@quayside/shared-ui/terminals/tab-names.ts";
import { terminalKey } from "@quayside/shared-ui/terminals/terminal-keys.ts";
import { terminalTheme } from "@quayside/shared-ui/terminals/terminal-theme.ts";
import { readTerminalSettings } from "@quayside/shared-ui/terminals/view-settings.ts";
import { isWebAddress } from "@quayside/shared-ui/terminals/web-address.ts";
import { describe, expect, test } from "vitest";
import { snapshot } from "./gallery/inventory-fixture.ts";
import { held } from "./gallery/terminal-fixture.ts";

const none = { ctrlKey: false, shiftKey: false, altKey: false, metaKey: false };

describe("a key in a terminal", () => {
  test.each([
    ["Ctrl+C", { key: "c", ctrlKey: true }, "shell", "copy"],
    ["Ctrl+Shift+C", { key: "C", ctrlKey: true, shiftKey: true }, "copy", "copy"],
    ["⌘C", { key: "c", metaKey: true }, "shell", "copy"],
    ["Ctrl+V", { key: "v", ctrlKey: true }, "paste", "paste"],
    ["Ctrl+Shift+V", { key: "V", ctrlKey: true, shiftKey: true }, "paste", "paste"],
    ["Ctrl+F6", { key: "F6", ctrlKey: true }, "leave", "leave"],
    ["Ctrl+F", { key: "f", ctrlKey: true }, "search", "search"],
    ["⌘F", { key: "f", metaKey: true }, "search", "search"],
    ["F1", { key: "F1" }, "home", "home"],
    ["F6", { key: "F6" }, "shell", "shell"],
    ["Ctrl+Alt+V", { key: "v", ctrlKey: true, altKey: true }, "shell", "shell"],
    ["a letter", { key: "v" }, "shell", "shell"],
  ])("%s", (_name, key, without, withSelection) => {
    expect(terminalKey({ ...none, ...key }, false)).toBe(without);
    expect(terminalKey({ ...none, ...key }, true)).toBe(withSelection);
  });
});

describe("what is pasted", () => {
  test.each([
    ["one line", "ls -l", undefined],
    ["one with its line end", "ls -l\n", undefined],
    ["two", "a\r\nb", { lines: 2, beginning: ["a", "b"] }],
    ["two with an old Mac's ends", "a\rb\r", { lines: 3, beginning: ["a", "b", ""] }],
  ])("%s is asked about where a shell would run it", (_name, text, question) => {
    expect(pasteQuestion(text, false)).toEqual(question);
    expect(pasteQuestion(text, true)).toBeUndefined();
  });

  test("is shown by its beginning, however long", () => {
    const { lines, beginning = [] } = pasteQuestion(`${"x".repeat(1e6)}\n`.repeat(20), false) ?? {};
    expect([lines, beginning.length, beginning[0]?.length]).toEqual([21, 8, 200]);
  });

  test("goes to core in pieces, and no letter is cut", () => {
    const text = `a${"🐳".repeat(100_000)}`;
    const pieces = inPieces(text);
    expect(pieces.join("")).toBe(text);
    expect(pieces.length).toBeGreaterThan(3);
    for (const piece of pieces) expect(piece).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/);
  });
});

test("addresses of the web are opened, and no others", () => {
  for (const address of ["http://a", "HTTPS://a.b/c?d#e"]) expect(isWebAddress(address)).toBe(true);
  for (const address of [
    "",
    "http://",
    "https:///etc",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "vscode://x",
    "a.b",
  ])
    expect(isWebAddress(address)).toBe(false);
});

describe("a terminal’s colours", () => {
  test("are the terminal’s own of the theme, else those of the page; what a theme lacks stays xterm’s", () => {
    const variables: Readonly<Record<string, string>> = {
      "--vscode-editor-background": " #101010 ",
      "--vscode-foreground": "#eeeeee",
      "--vscode-terminal-foreground": "#dddddd",
      "--vscode-terminal-ansiBrightBlue": "#0000ff",
    };
    const theme = terminalTheme((name) => variables[name] ?? "");
    expect(theme).toMatchObject({
      background: "#101010",
      foreground: "#dddddd",
      cursor: "#eeeeee",
      brightBlue: "#0000ff",
    });
    expect(theme).not.toHaveProperty("red");
  });
});

describe("the tabs’ names", () => {
  test("tell two terminals of a container apart, name hosts where there are several, and show what is invisible", () => {
    const [api, web, again] = held;
    if (api === undefined || web === undefined || again === undefined) throw new Error("three are needed");
    expect([...tabNames(held, () => "laptop").values()]).toEqual(["shop-api-1", "shop-web-1", "shop-web-1 (2)"]);
    const far = { ...web, id: "far", ref: { host: "far", id: "x" }, name: "web\u202e" };
    expect([...tabNames([api, far], (host) => `«${host}»`).values()]).toEqual([
      `shop-api-1 on «${api.ref.host}»`,
      expect.stringMatching(/^web(?!.*\u202e).* on «far»$/),
    ]);
  });
});

describe("where a terminal can be opened", () => {
  const inventory = inventoryOf(snapshot);
  const names = (search: string) => terminalChoices(inventory, search).map(({ container }) => container.name);

  test("are running containers of hosts that answer and allow it", () => {
    const all = terminalChoices(inventory, "");
    expect(all.length).toBeGreaterThan(2);
    for (const { container } of all) {
      expect(container.state).toBe("running");
      const host = inventory.hosts.get(container.host);
      expect(host?.state.kind).toBe("online");
      expect(host?.access).not.toBe("view");
    }
    const viewed = { ...snapshot, hosts: snapshot.hosts.map((host) => ({ ...host, access: "view" as const })) };
    expect(terminalChoices(inventoryOf(viewed), "")).toEqual([]);
  });

  test("are found by each word, in name, image or host", () => {
    expect(names("WEB laptop shop")).toContain("shop-web-1");
    expect(names("web nowhere")).toEqual([]);
  });
});

test("what was kept by another version becomes the default", () => {
  for (const value of [undefined, null, 1, { shown: 5, screenReader: "yes" }])
    expect(readTerminalSettings(value)).toEqual({ screenReader: false, larger: 0 });
  for (const larger of [99, -9, 1.5, "2"]) expect(readTerminalSettings({ larger }).larger).toBe(0);
  const kept = { shown: "a", screenReader: true, larger: 2 };
  expect(readTerminalSettings(kept)).toEqual(kept);
});
