import { lineSearch } from "@quayside/core/event-log/line-search.ts";
import { encodeEvent } from "@quayside/core/event-log/segment-format.ts";
import { describe, expect, test } from "vitest";
import { anEvent } from "./event-log-events.ts";

const other = encodeEvent(anEvent("other", { message: "nothing of it" }));

/** Which of the lines may hold the text, by their number. */
function found(text: string, ...lines: string[]): number[] {
  const bytes = lines.map((line) => Buffer.from(line));
  const starts = bytes.map((_, number) => Buffer.concat(bytes.slice(0, number)).length);
  return [...lineSearch(text)(Buffer.concat(bytes))].map((start) => starts.indexOf(start)).sort();
}

describe("a search in lines of JSON", () => {
  test.each([
    ["plain text", "no space", "no space left"],
    ["any case of letters", "NO spaCE", "No Space left"],
    ["a quotation mark", 'say "hi"', 'they say "hi" to all'],
    ["a backslash", "c:\\users", "in C:\\Users\\me"],
    ["a line break", "one\ntwo", "One\nTwo"],
    ["a control character", "\u0007", "it rings \u0007"],
    ["signs that mean something in a pattern", "(a|b)*[c]", "has (a|b)*[c]"],
    ["a slash", "nginx/1", "image nginx/1"],
    ["letters beyond ASCII", "größe", "Die GRÖSSE, die Größe"],
    ["nothing but letters beyond ASCII", "ошибка", "ОШИБКА"],
    ["half of a pair", "\ud83d", "smile \ud83d\ude00"],
    ["a half that stands alone", "\ud83d", "half \ud83d"],
    ["İ, which is two letters in lower case", "bin", "BİN"],
    ["the Kelvin sign, which is a k in lower case", "300 k", "300 \u212a"],
  ])("finds %s", (_name, text, message) => {
    const line = encodeEvent(anEvent("a", { message }));
    expect(found(text, other, line, other)).toContain(1);
    expect(found(text, line)).toEqual([0]);
  });

  test("finds what another program writes as escapes", () => {
    expect(found("shop", other, '{"message":"\\u0073hop"}\n', '{"message":"no"}\n')).toEqual([1]);
    expect(found("a/b", other, '{"message":"a\\/b"}\n')).toEqual([1]);
  });

  test("leaves out what doesn’t hold it", () => {
    expect(found("no space", other, other)).toEqual([]);
    expect(found("ошибка", other)).toEqual([]);
  });

  test("knows every letter beyond ASCII that is ASCII in lower case", () => {
    const all = Array.from({ length: 0x10ffff - 0x7f }, (_, at) => String.fromCodePoint(at + 0x80));
    expect(all.filter((letter) => /[\0-\x7f]/.test(letter.toLowerCase()))).toEqual(["\u0130", "\u212a"]);
  });
});
