import type { LogItem } from "@quayside/core/model/log-line.ts";
import { keptView, readKeptView } from "@quayside/shared-ui/containers/kept-view.ts";
import { defaultSettings } from "@quayside/shared-ui/containers/view-settings.ts";
import { emptyDraft } from "@quayside/shared-ui/hosts/draft.ts";
import { withoutSecrets } from "@quayside/shared-ui/hosts/remembered-form.ts";
import { keyOf, linesAfter, markOf, readViews, withView } from "@quayside/shared-ui/logs/kept-view.ts";
import { LogWindow } from "@quayside/shared-ui/logs/log-window.ts";
import { describe, expect, test } from "vitest";

const at = (second: number): string => `2026-07-01T14:30:${String(second).padStart(2, "0")}.000000000Z`;
const lineAt = (second: number, sequence = second): LogItem => ({
  line: { sequence, timestamp: at(second), stream: "stdout", text: `at ${second}` },
});

function windowOf(...items: readonly LogItem[]): LogWindow {
  const window = new LogWindow();
  window.push(items);
  return window;
}

describe("the place of a view of logs", () => {
  test("is found again by the next reading, though its lines are counted anew and some are of one time", () => {
    const before = windowOf(lineAt(1), lineAt(2), lineAt(2), lineAt(2), lineAt(3));
    const mark = markOf(before, before.firstKey + 2);
    expect(mark).toEqual({ timestamp: at(2), nth: 1 });
    const after = windowOf(
      lineAt(0),
      { notice: { kind: "restarted", at: 0 } },
      lineAt(1),
      lineAt(2),
      lineAt(2),
      lineAt(2),
    );
    expect(mark && keyOf(after, mark)).toBe(after.firstKey + 4);
  });

  test("is the first line after it where its own has fallen out, and none where nothing came after", () => {
    const mark = { timestamp: at(2), nth: 0 };
    const [later, earlier] = [windowOf(lineAt(5), lineAt(6)), windowOf(lineAt(1))];
    expect(keyOf(later, mark)).toBe(later.firstKey);
    expect(keyOf(earlier, mark)).toBe(undefined);
  });

  test("counts the lines that came since it was let go", () => {
    const window = windowOf(lineAt(1), lineAt(2), { notice: { kind: "restarted", at: 0 } }, lineAt(3), lineAt(4));
    expect(linesAfter(window, Date.parse(at(2)))).toBe(2);
    expect(linesAfter(window, Date.parse(at(4)))).toBe(0);
  });

  test("of twenty containers is remembered, the oldest goes first, and one that follows needs none", () => {
    const place = { line: { timestamp: at(1), nth: 0 }, above: 3, at: 5, last: Date.parse(at(2)) };
    const views = Array.from({ length: 25 }, (_, of) => ({ of: String(of), place })).reduce(withView, []);
    expect(views.map(({ of }) => of)).toEqual(Array.from({ length: 20 }, (_, of) => String(of + 5)));
    expect(readViews(JSON.parse(JSON.stringify({ views })))).toEqual(views);
    expect(withView(views, { of: "7" }).some(({ of }) => of === "7")).toBe(false);
  });

  test.each([
    undefined,
    null,
    [],
    { views: 7 },
    { views: [null, { of: 3 }, { place: {} }] },
  ])("is none in what another version or somebody else left: %j", (value) => expect(readViews(value)).toEqual([]));
});

describe("the view of the table", () => {
  const selection = { keys: new Set(["laptop\na", "laptop\nb"]), anchor: "laptop\na" };
  const view = { settings: defaultSettings, selection, place: { key: "laptop\na", above: 7 } };

  test("is the same after it was written down", () => {
    expect(readKeptView(JSON.parse(JSON.stringify(keptView(view))))).toEqual(view);
  });

  test("has no part of a selection that is too long to keep", () => {
    const keys = new Set(Array.from({ length: 2001 }, (_, index) => String(index)));
    expect(readKeptView(keptView({ ...view, selection: { keys, anchor: "1" } })).selection.keys.size).toBe(0);
  });
});

describe("a form that is remembered", () => {
  const kept = (draft: object) => JSON.stringify(withoutSecrets({ draft: { ...emptyDraft, ...draft } }).draft);

  test.each([
    [{ address: "ssh://dev:hunter2@far.example", user: "dev:hunter2" }],
    [{ address: "dev:hun@ter:hunter2@far.example:22" }],
    [{ jump: "one.example:22, dev:hunter2@two.example" }],
    [{ ca: "-----BEGIN CERTIFICATE-----\nx\n-----BEGIN RSA PRIVATE KEY-----\nhunter2" }],
    [{ name: "-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2" }],
  ])("has no password and no key in it: %j", (draft) => expect(kept(draft)).not.toContain("hunter2"));

  test("is else as it was typed", () => {
    const draft = {
      ...{ address: "ssh://dev@[fe80::1]:2222", user: "dev", jump: "ann@one:22,[fe80::2]:22,bob@two", tags: "a:b@c" },
      ...{ ca: "-----BEGIN CERTIFICATE-----\nx", key: "~/.ssh/id", name: "far: away" },
    };
    expect(withoutSecrets({ draft: { ...emptyDraft, ...draft } }).draft).toEqual({ ...emptyDraft, ...draft });
  });
});
