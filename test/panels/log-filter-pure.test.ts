import type { LogStream } from "@quayside/core/model/log-line.ts";
import { FilteredLines } from "@quayside/shared-ui/logs/filtered-lines.ts";
import { levelCounts } from "@quayside/shared-ui/logs/level-counts.ts";
import {
  type LineFilter,
  matcherOf,
  NO_FILTER,
  readFilter,
  withField,
  withoutField,
} from "@quayside/shared-ui/logs/line-filter.ts";
import { isLine } from "@quayside/shared-ui/logs/log-entry.ts";
import { LogWindow } from "@quayside/shared-ui/logs/log-window.ts";
import { describe, expect, test } from "vitest";
import { line } from "./gallery/log-fixture.ts";

const say = (text: string, stream: LogStream = "stdout") => line("2026-07-01T09:00:00.000000000Z", text, stream);
const all = (window: LogWindow) => window.slice(0, window.length);

/** The texts that pass, and the filter that they passed. */
function passed(filter: Partial<LineFilter>, texts: readonly (string | ReturnType<typeof say>)[]): string[] {
  const window = new LogWindow();
  const lines = new FilteredLines(matcherOf({ ...NO_FILTER, ...filter }));
  lines.add(window.push(texts.map((text) => (typeof text === "string" ? say(text) : text))));
  return textsOf(lines);
}

function textsOf(lines: FilteredLines): string[] {
  return lines.slice(0, lines.length).map((entry) => (isLine(entry) ? entry.text : entry.notice.kind));
}

describe("a filter of lines", () => {
  test.each<[string, Partial<LineFilter>, string[], string[]]>([
    ["one level", { levels: ["warn"] }, ["WARN a", "INFO b", "c"], ["WARN a"]],
    ["several levels", { levels: ["warn", "unknown"] }, ["WARN a", "INFO b", "c"], ["WARN a", "c"]],
    ["a word, in capitals or not", { text: "TimeOut" }, ["a timeout", "b"], ["a timeout"]],
    ["all of several words", { text: "a b" }, ["b a", "a", "b"], ["b a"]],
    ["no word with a minus", { text: "a -b" }, ["a", "a b", "c"], ["a"]],
    ["words in quotes", { text: '"a b" -"c d"' }, ["a b", "b a", "a b c d", "a b d c"], ["a b", "a b d c"]],
    ["signs as they are", { text: "a.c (x)" }, ["a.c (x)", "abc (x)"], ["a.c (x)"]],
    ["one of two words", { text: "a OR b" }, ["a", "b", "c"], ["a", "b"]],
    ["words in parentheses", { text: "x (a OR b)" }, ["x a", "x b", "x c", "a"], ["x a", "x b"]],
    ["what a NOT leaves", { text: "x NOT (a OR b)" }, ["x a", "x b", "x c"], ["x c"]],
    ["AND before OR", { text: "a AND b OR c" }, ["a", "a b", "c"], ["a b", "c"]],
    ["a level in the text", { text: "level:warn,error x" }, ["WARN x", "ERROR x", "INFO x"], ["WARN x", "ERROR x"]],
    [
      "a field in the text",
      { text: "order:5 -retry:true" },
      ['{"order":5}', '{"order":5,"retry":true}'],
      ['{"order":5}'],
    ],
    ["what only looks like a field", { text: "10:30 http://a" }, ["10:30 http://a", "10:31"], ["10:30 http://a"]],
    ["an expression among words", { text: "/^GET .*5\\d\\d$/ -b" }, ["GET 502", "GET b 502", "GET 200"], ["GET 502"]],
    ["a path for a word", { text: "/api/v1" }, ["GET /api/v1", "GET /v1"], ["GET /api/v1"]],
    ["words as they are written", { text: "Error", matchCase: true }, ["Error", "error"], ["Error"]],
    [
      "lines without a field",
      { fields: [{ name: "order", value: "5", not: true }] },
      ['{"order":5}', '{"order":6}', "a"],
      ['{"order":6}', "a"],
    ],
    ["an expression", { text: "^GET .* 5\\d\\d$", expression: true }, ["GET / 502", "GET / 200"], ["GET / 502"]],
    ["an expression that is none", { text: "(", expression: true }, ["a", "("], ["a", "("]],
    [
      "a field",
      { fields: [{ name: "order", value: "5" }] },
      ['{"order":5}', '{"order":58}', "level=info order=5", "order 5"],
      ['{"order":5}', "level=info order=5"],
    ],
    ["all of it at once", { levels: ["warn"], text: "b" }, ["WARN a", "INFO b", "WARN b"], ["WARN b"]],
  ])("lets through %s", (_name, filter, texts, expected) => {
    expect(passed(filter, texts)).toEqual(expected);
  });

  test.each<[string, string, number, number]>([
    ["(a", "open", 0, 1],
    ['a "b', "open", 2, 3],
    ["a)", "close", 1, 2],
    ["a OR", "nothing", 2, 4],
    ["()", "nothing", 0, 2],
    ["a level:loud", "level", 2, 12],
    ["stream:out", "stream", 0, 10],
    ["a /(/", "syntax", 2, 5],
    [`a ${"b ".repeat(60)}`, "many", 100, 101],
    ["(".repeat(30), "too large", 20, 21],
  ])("says what is wrong with %j and where, and hides nothing", (text, reason, start, end) => {
    expect(matcherOf({ ...NO_FILTER, text }).error).toEqual({ reason, start, end });
    expect(passed({ text }, ["x"])).toEqual(["x"]);
  });

  test("lets through one stream", () => {
    expect(passed({ stream: "stderr" }, ["a", say("b", "stderr")])).toEqual(["b"]);
  });

  test("finds text behind colours, and not in their codes", () => {
    expect(passed({ text: "31m" }, ["\u001b[31mred\u001b[0m"])).toEqual([]);
    expect(passed({ text: "reddish" }, ["\u001b[31mred\u001b[0mdish"])).toEqual(["reddish"]);
  });

  test("shows lines that belong together as one, wherever the word is", () => {
    const trace = ["Error: x", "    at a (a.ts:1)", "    at b (b.ts:2)"];
    expect(passed({ text: "b.ts" }, ["before", ...trace, "after"])).toEqual(trace);
    expect(passed({ text: "x -b.ts" }, ["x", ...trace])).toEqual(["x"]);
    expect(passed({ levels: ["error"] }, ["INFO", ...trace, "INFO"])).toEqual(trace);
  });

  test("judges a trace anew with each line that comes, and keeps the order", () => {
    const window = new LogWindow();
    const lines = new FilteredLines(matcherOf({ ...NO_FILTER, text: "x -bad" }));
    const add = (text: string, stream: LogStream) => lines.add(window.push([say(text, stream)]));
    expect(add("Error: y", "stderr")).toBe(false);
    expect(add("x", "stdout")).toBe(false);
    expect(textsOf(lines)).toEqual(["x"]);
    expect(add("    at x", "stderr")).toBe(true);
    expect([textsOf(lines), lines.lines]).toEqual([["Error: y", "x", "    at x"], 3]);
    expect(add("    at bad", "stderr")).toBe(true);
    expect([textsOf(lines), lines.lines]).toEqual([["x"], 1]);
  });

  test("lets go of what falls out of the window, and finds keys", () => {
    const window = new LogWindow({ lines: 2000, characters: 1_000_000 });
    const lines = new FilteredLines(matcherOf({ ...NO_FILTER, text: "even" }));
    for (let n = 0; n < 10_000; n++) {
      lines.add(window.push([say(n % 2 === 0 ? `even ${n}` : "odd")]));
      lines.dropBefore(window.firstKey);
    }
    expect([lines.lines, lines.length, lines.at(0)?.key]).toEqual([1000, 1000, 8000]);
    expect([lines.indexOf(0), lines.indexOf(8001), lines.indexOf(8002), lines.indexOf(99_999)]).toEqual([
      0, 1, 1, 1000,
    ]);
  });

  test("lets notices through: they say what the lines can’t", () => {
    const notice = { notice: { kind: "removed", at: 0 } } as const;
    const window = new LogWindow();
    const lines = new FilteredLines(matcherOf({ ...NO_FILTER, text: "a" }));
    lines.add(window.push([say("a"), notice, say("b")]));
    expect(textsOf(lines)).toEqual(["a", "removed"]);
    expect(lines.lines).toBe(1);
  });

  test("takes a value of a field once, and gives it back", () => {
    const once = withField(NO_FILTER, { name: "a", value: "1" });
    expect(withField(once, { name: "a", value: "1" })).toEqual(once);
    expect(withoutField(withField(once, { name: "a", value: "2" }), { name: "a", value: "2" })).toEqual(once);
  });

  test("is read from old data as far as it is understood", () => {
    const filter: LineFilter = {
      levels: ["error", "unknown"],
      stream: "stderr",
      text: "a -b",
      expression: true,
      matchCase: true,
      marksOnly: true,
      fields: [{ name: "__proto__", value: "x" }],
    };
    expect(readFilter(JSON.parse(JSON.stringify(filter)))).toEqual(filter);
    for (const old of [
      undefined,
      null,
      1,
      "x",
      [],
      { levels: "error", stream: 1, text: {}, expression: 1, fields: [1] },
    ])
      expect(readFilter(old)).toEqual(NO_FILTER);
    expect(readFilter({ text: "x".repeat(10_000) }).text).toHaveLength(500);
    expect(readFilter({ fields: Array.from({ length: 99 }, () => filter.fields[0]) }).fields).toHaveLength(20);
  });

  test("counts the lines of each level, those of a trace with its first", () => {
    const window = new LogWindow();
    window.push(["ERROR a", "    at b", "INFO c", "d"].map((text) => say(text)));
    expect([...levelCounts(all(window))]).toEqual([
      ["error", 2],
      ["info", 1],
      ["unknown", 1],
    ]);
  });
});
