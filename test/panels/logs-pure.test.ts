import type { LogItem } from "@quayside/core/model/log-line.ts";
import { parseAnsi } from "@quayside/shared-ui/logs/ansi.ts";
import { inRange, pick } from "@quayside/shared-ui/logs/line-range.ts";
import { isLine } from "@quayside/shared-ui/logs/log-entry.ts";
import { LogWindow } from "@quayside/shared-ui/logs/log-window.ts";
import { findHits, hitFrom, hitsOf } from "@quayside/shared-ui/logs/search.ts";
import { segments, styleClass } from "@quayside/shared-ui/logs/segments.ts";
import { readLogSettings } from "@quayside/shared-ui/logs/view-settings.ts";
import { describe, expect, test } from "vitest";
import { line } from "./gallery/log-fixture.ts";

const E = "\u001b";
const say = (text: string): LogItem => line("2026-07-01T09:00:00.000000000Z", text);
const parsed = (text: string) => parseAnsi(text).map((span) => [span.text, styleClass(span.style)]);

describe("ANSI", () => {
  test.each<[string, string, string[][]]>([
    [
      "the sixteen colours",
      `${E}[31mred${E}[0m plain ${E}[102;30mx`,
      [
        ["red", "af1"],
        [" plain ", ""],
        ["x", "af0 ab10"],
      ],
    ],
    [
      "bold and its end",
      `${E}[1;4mb${E}[22mu${E}[24mp`,
      [
        ["b", "abold aunder"],
        ["u", "aunder"],
        ["p", ""],
      ],
    ],
    [
      "an empty parameter as reset",
      `${E}[33my${E}[mz`,
      [
        ["y", "af3"],
        ["z", ""],
      ],
    ],
    [
      "256 colours by the nearest of the theme’s",
      `${E}[38;5;196mr${E}[38;5;240mg`,
      [
        ["r", "af9"],
        ["g", "af8"],
      ],
    ],
    [
      "true colours, also with colons",
      `${E}[38;2;0;250;10mg${E}[48:2:0:0:230mb`,
      [
        ["g", "af10"],
        ["b", "af10 ab4"],
      ],
    ],
    [
      "inverse",
      `${E}[7mi${E}[31mr`,
      [
        ["i", "ai"],
        ["r", "ab1"],
      ],
    ],
    [
      "other sequences left out",
      `${E}[2J${E}[1;1Ha${E}]0;title\u0007b${E}]8;;http://x${E}\\c${E}(Bd${E}7e`,
      [
        ["a", ""],
        ["b", ""],
        ["c", ""],
        ["d", ""],
        ["e", ""],
      ],
    ],
    [
      "a sequence that never ends hides nothing",
      `a${E}]0;no end`,
      [
        ["a", ""],
        ["0;no end", ""],
      ],
    ],
    [
      "control and bidi characters written out",
      "a\rb\u202ec\u0007",
      [
        ["a", ""],
        ["\\r", "acontrol"],
        ["b", ""],
        ["<U+202E>", "acontrol"],
        ["c", ""],
        ["\\a", "acontrol"],
      ],
    ],
    [
      "a lone escape",
      `a${E}`,
      [
        ["a", ""],
        ["\\e", "acontrol"],
      ],
    ],
    ["a carriage return before the line’s end", "a\r", [["a", ""]]],
    ["tabs", "a\tb", [["a\tb", ""]]],
  ])("%s", (_name, text, spans) => {
    expect(parsed(text)).toEqual(spans);
  });

  test("no control character is left in what is shown, whatever comes", () => {
    const bytes = Array.from({ length: 20_000 }, (_, index) => (index * 7919) % 0x2070);
    const text = bytes.map((code) => String.fromCharCode(code === 9 ? 27 : code)).join("");
    const shown = parseAnsi(text)
      .map((span) => span.text)
      .join("");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: looking for them is the point
    expect(shown).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200e\u200f]/);
  });
});

describe("the window", () => {
  test("keeps the last lines, counts the dropped ones and the keys go on", () => {
    const window = new LogWindow({ lines: 3, characters: 1000 });
    window.push(["a", "b", "c", "d", "e"].map(say));
    expect([window.length, window.lines, window.dropped, window.firstKey]).toEqual([3, 3, 2, 2]);
    expect(window.push([say("f")]).map((entry) => entry.key)).toEqual([5]);
    window.clear();
    expect([window.length, window.dropped, window.firstKey]).toEqual([0, 0, 6]);
  });

  test("is bounded in characters too, and gives only what is still in it", () => {
    const window = new LogWindow({ lines: 100, characters: 10 });
    const added = window.push([say("12345678"), say("123"), say("1234567")]);
    expect(added.map((entry) => (isLine(entry) ? entry.text : ""))).toEqual(["123", "1234567"]);
    expect(window.dropped).toBe(1);
  });

  test("stays right over many drops", () => {
    const window = new LogWindow({ lines: 50, characters: 1_000_000 });
    for (let n = 0; n < 5000; n++) window.push([say(`line ${n}`)]);
    const first = window.at(0);
    expect([window.length, window.dropped, first?.key, first !== undefined && isLine(first) ? first.text : ""]).toEqual(
      [50, 4950, 4950, "line 4950"],
    );
  });
});

describe("the search", () => {
  const window = new LogWindow();
  window.push([say("Timeout a.b timeout"), say("none"), say(`time${E}[31mout`)]);
  const entries = window.slice(0, 3);
  test("is plain text, in any case or the same, over colours", () => {
    expect(findHits(entries, { text: "timeout", matchCase: false }).map(({ key, start }) => [key, start])).toEqual([
      [0, 0],
      [0, 12],
      [2, 0],
    ]);
    expect(findHits(entries, { text: "timeout", matchCase: true })).toHaveLength(2);
    expect(findHits(entries, { text: "a.b", matchCase: false })).toHaveLength(1);
    expect(findHits(entries, { text: "a?b", matchCase: false })).toHaveLength(0);
    expect(findHits(entries, { text: "", matchCase: false })).toHaveLength(0);
  });

  test("finds the hits of a line among all", () => {
    const hits = findHits(entries, { text: "timeout", matchCase: false });
    expect([hitFrom(hits, 0), hitFrom(hits, 1), hitFrom(hits, 3)]).toEqual([0, 2, 3]);
    expect(hitsOf(hits, 0)).toHaveLength(2);
    expect(hitsOf(hits, 1)).toHaveLength(0);
  });

  test("a hit that goes over a change of colour is marked in both pieces", () => {
    const third = entries[2];
    if (third === undefined || !isLine(third)) throw new Error("no line");
    const pieces = segments(third.spans, hitsOf(findHits(entries, { text: "meo", matchCase: false }), 2));
    expect(pieces.map(({ text, hit }) => [text, hit !== undefined])).toEqual([
      ["ti", false],
      ["me", true],
      ["o", true],
      ["ut", false],
    ]);
  });
});

test("lines are picked one by one or as a range", () => {
  const one = pick(undefined, 5, false);
  const range = pick(one, 2, true);
  expect([inRange(range, 2), inRange(range, 5), inRange(range, 6)]).toEqual([true, true, false]);
  expect(pick(one, 5, false)).toBeUndefined();
});

test("settings are checked when they are read", () => {
  expect(readLogSettings({ wrap: true, timestamps: "no", search: 7 })).toEqual({
    ...{ timestamps: "local", wrap: true, matchCase: false, search: "" },
  });
  expect(readLogSettings({ search: "timeout" }).search).toBe("timeout");
});
