import { readJsonFields } from "@quayside/core/model/log-text/json-fields.ts";
import { LineGroups } from "@quayside/core/model/log-text/line-group.ts";
import { levelOf } from "@quayside/core/model/log-text/line-level.ts";
import { LinearPattern } from "@quayside/core/model/log-text/linear-pattern.ts";
import { PatternError } from "@quayside/core/model/log-text/pattern-syntax.ts";
import { fieldsOf, hasField } from "@quayside/shared-ui/logs/line-fields.ts";
import { describe, expect, test } from "vitest";

const E = "\u001b";

describe("the level of a line", () => {
  test.each<[line: string, level: string | undefined]>([
    ['{"level":"error","msg":"x"}', "error"],
    ['{"msg":"level is \\"error\\"","severity":"WARNING"}', "warn"],
    ['{"lvl":"dbg"}', "debug"],
    ['{"level":10,"time":1}', "trace"],
    ['{"level":30,"time":1}', "info"],
    ['{"level":60,"time":1}', "fatal"],
    ['{"level":3}', undefined],
    ['{"log":{"level":"info"}}', "info"],
    ['{"data":{"level":"info"}}', undefined],
    ['{"msg":"error"}', undefined],
    [`{"msg":"${"x".repeat(5000)}","level":"warn"}`, "warn"],
    ['{"level":"error","msg":"cut in the mid', "error"],
    ['time="2026-07-01T09:00:00Z" level=warning msg="disk is full"', "warn"],
    ['msg="say level=error twice" level=info', "info"],
    ["ts=1 lvl=dbug msg=x", "debug"],
    ["2026-07-01T09:00:00Z level=error msg=x", "error"],
    ["[WARN] pool is full", "warn"],
    ["[ error ] x", "error"],
    ["2026/07/01 09:00:00 [error] 7#7: *1 open() failed", "error"],
    ["[2026-07-01 09:00:00,123] [main] [INFO] started", "info"],
    ["2026-07-01T09:00:00.000000Z 0 [Warning] [MY-010068] [Server] CA", "warn"],
    ["WARN pool is full", "warn"],
    ["info GET / 200", "info"],
    ["Error: no such file", "error"],
    ["Warning: no such file", "warn"],
    ["fail: Microsoft.Hosting[14]", "error"],
    ["2026-07-01 09:00:00.123  INFO 1 --- [main] c.e.App : started", "info"],
    ["2026-07-01 09:00:00.000 UTC [1] ERROR:  relation is not there", "error"],
    ["2026-07-01 09:00:00,123 - shop.db - WARNING - slow", "warn"],
    ["2026-07-01 09:00:00.123 | DEBUG    | app:main:1 - x", "debug"],
    ["Jul  1 09:00:00 ERROR x", "error"],
    ["INFO:root:hello", "info"],
    [`${E}[1;31mERROR${E}[0m x`, "error"],
    [`${E}[90m09:00:00${E}[0m ${E}[32mINF${E}[0m started`, "info"],
    ["I0102 15:04:05.000000       1 main.go:1] x", "info"],
    ["E0102 15:04:05.000000       1 main.go:1] x", "error"],
    ["java.lang.IllegalStateException: x", "error"],
    ["Traceback (most recent call last):", "error"],
    ["panic: runtime error", "fatal"],
    ["Information about your plan", undefined],
    ["informed", undefined],
    ["errors: 0", undefined],
    ["the error came later", undefined],
    ['172.17.0.1 - - [01/Jul/2026:09:00:00 +0000] "GET /error HTTP/1.1" 200 612', undefined],
    ["", undefined],
  ])("%s", (line, level) => {
    expect(levelOf(line)).toBe(level);
  });
});

describe("the fields of a line", () => {
  const pairs = (line: string) => fieldsOf(line)?.fields.map(({ name, value }) => [name, value]);

  test("of JSON in their order, numbers as they are written, objects by their path", () => {
    expect(
      pairs('{"b":"x\\n\\u00e9","2":12345678901234567890,"1":{"c":{"d":true}},"e":[1,{"f":"]"}],"g":null}'),
    ).toEqual([
      ["b", "x\né"],
      ["2", "12345678901234567890"],
      ["1.c.d", "true"],
      ["e", '[1,{"f":"]"}]'],
      ["g", "null"],
    ]);
  });

  test("of logfmt, quoted and not", () => {
    expect(pairs('level=info msg="a \\"b\\" c" n=5 flag empty= path=/a?b=c')).toEqual([
      ["level", "info"],
      ["msg", 'a "b" c'],
      ["n", "5"],
      ["empty", ""],
      ["path", "/a?b=c"],
    ]);
    expect(fieldsOf('level=info msg="a b"')?.message).toBe("a b");
  });

  test("are none of a line that is neither", () => {
    for (const line of ["GET /?a=b&c=d HTTP/1.1", "a=b", "plain", "{not json}", "[1,2]", "{}", ""])
      expect(fieldsOf(line)).toBeUndefined();
  });

  test("with names that mean something to JavaScript are text like all others", () => {
    const line = '{"__proto__":{"polluted":"yes"},"constructor":"c","toString":"t","__proto__":"p"}';
    expect(pairs(line)).toEqual([
      ["__proto__.polluted", "yes"],
      ["constructor", "c"],
      ["toString", "t"],
      ["__proto__", "p"],
    ]);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
    expect(levelOf('{"level":"constructor"}')).toBeUndefined();
  });

  test("are bounded in number, in size and in depth", () => {
    const many = fieldsOf(JSON.stringify(Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`k${n}`, n]))));
    expect([many?.fields.length, many?.more]).toEqual([100, true]);
    const long = fieldsOf(JSON.stringify({ ["n".repeat(5000)]: "v".repeat(10_000) }));
    expect([long?.fields[0]?.name.length, long?.fields[0]?.value.length]).toEqual([200, 2000]);
    expect(pairs('{"a":{"b":{"c":{"d":{"e":1}}}}}')).toEqual([["a.b.c.d", '{"e":1}']]);
    expect(fieldsOf(`${'{"a":'.repeat(4000)}1`)).toBeUndefined();
    expect(fieldsOf(`{"a":1,"b":${"[".repeat(15_000)}`)?.fields).toHaveLength(1);
  });

  test("of a line that was cut are those before the cut", () => {
    expect(pairs('{"a":1,"b":"no end')).toEqual([["a", "1"]]);
  });

  test("are found by name and value, both whole", () => {
    const line = '{"order":58213,"host":{"name":"a"}}';
    expect(hasField(line, { name: "order", value: "58213" })).toBe(true);
    expect(hasField(line, { name: "order", value: "5821" })).toBe(false);
    expect(hasField(line, { name: "name", value: "a" })).toBe(false);
  });

  test("end where the asker has enough", () => {
    const names: string[] = [];
    readJsonFields('{"a":1,"b":2,"c":3}', ({ name }) => names.push(name) === 2);
    expect(names).toEqual(["a", "b"]);
  });
});

describe("lines that belong together", () => {
  /** The numbers of the lines in each group. */
  function groups(lines: readonly (string | { text: string; stream?: string; second?: number })[]): number[][] {
    const reader = new LineGroups();
    const found = new Map<unknown, number[]>();
    for (const [index, given] of lines.entries()) {
      const { text, stream = "stderr", second = 0 } = typeof given === "string" ? { text: given } : given;
      const timestamp = `2026-07-01T09:00:${String(second).padStart(2, "0")}.000000000Z`;
      const group = reader.add({ stream, timestamp, text });
      found.set(group, [...(found.get(group) ?? []), index]);
    }
    return [...found.values()];
  }

  test.each<[string, string[]]>([
    [
      "Java, with its causes",
      [
        "2026-07-01 09:00:00 ERROR [main] order failed",
        "java.lang.IllegalStateException: no",
        "\tat com.example.Shop.order(Shop.java:10)",
        "Caused by: java.io.IOException: closed",
        "\tat com.example.Net.read(Net.java:5)",
        "\t... 12 more",
      ],
    ],
    [
      "Python, with the failure that came of a failure",
      [
        "ERROR:root:order failed",
        "Traceback (most recent call last):",
        '  File "shop.py", line 3, in order',
        "    pay()",
        "KeyError: 'a'",
        "",
        "During handling of the above exception, another exception occurred:",
        "",
        "Traceback (most recent call last):",
        '  File "shop.py", line 5, in order',
        "ValueError: no",
      ],
    ],
    [
      "Node, with the object’s own properties and the version",
      [
        "PaymentError: acquirer timeout",
        "    at chargeOrder (src/charge.ts:118:17)",
        "    at async handle (src/router.ts:31:12) {",
        "  code: 'E_TIMEOUT'",
        "}",
        "",
        "Node.js v20.19.0",
      ],
    ],
    [
      "Go",
      [
        "panic: runtime error: index out of range [5] with length 3",
        "",
        "goroutine 1 [running]:",
        "main.(*Shop).order(0xc000012345)",
        "\t/app/main.go:10 +0x1d",
        "created by main.main in goroutine 1",
        "\t/app/main.go:5 +0x2a",
        "exit status 2",
      ],
    ],
    [
      ".NET",
      [
        "Unhandled exception. System.InvalidOperationException: no",
        " ---> System.IO.IOException: closed",
        "   at Shop.Net.Read() in /src/Net.cs:line 5",
        "   --- End of inner exception stack trace ---",
        "   at Shop.Program.Main() in /src/Program.cs:line 9",
      ],
    ],
    ["a log line of .NET", ["info: Microsoft.Hosting.Lifetime[14]", "      Now listening on: http://[::]:8080"]],
    ["indented lines in colour", [`${E}[31merror${E}[0m x`, `${E}[90m    at a (b.js:1)${E}[0m`]],
  ])("%s", (_name, lines) => {
    expect(groups(["INFO before", ...lines, "INFO after"])).toEqual([
      [0],
      lines.map((_, index) => index + 1),
      [lines.length + 1],
    ]);
  });

  test("are of one stream; the other’s may lie between them", () => {
    expect(groups(["Error: x", { text: "GET /", stream: "stdout" }, "    at a (b.js:1)"])).toEqual([[0, 2], [1]]);
    expect(groups(["Error: x", { text: "    at a (b.js:1)", stream: "stdout" }])).toEqual([[0], [1]]);
  });

  test("are of one time", () => {
    expect(groups(["Error: x", { text: "    at a", second: 1 }, { text: "    at b", second: 9 }])).toEqual([
      [0, 1],
      [2],
    ]);
  });

  test("are no more than five hundred", () => {
    const sizes = groups(["x", ...Array.from({ length: 1200 }, () => "  y")]).map((lines) => lines.length);
    expect(sizes).toEqual([500, 500, 201]);
  });

  test("are not those with a level of their own, nor a failure after what is none", () => {
    expect(groups([" INFO a", " WARN b", "DEBUG c"])).toEqual([[0], [1], [2]]);
    expect(groups(["GET /", "TypeError: x"])).toEqual([[0], [1]]);
    expect(groups(["TypeError: x", "TypeError: y"])).toEqual([[0], [1]]);
    expect(groups(["TypeError: x", "    at a (b.js:1)", "TypeError: y", "    at a (b.js:1)"])).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(groups(['{"level":"error"}', "TypeError: x"])).toEqual([[0], [1]]);
  });

  test("have the level of the first of them", () => {
    const reader = new LineGroups();
    const line = (text: string) => ({ stream: "stderr", timestamp: "", text });
    reader.add(line("WARN slow"));
    expect(reader.add(line("    error in here")).level).toBe("warn");
  });
});

describe("an expression that is tested in linear time", () => {
  const texts = [
    "",
    "a",
    "aaab",
    "error: timeout after 5000 ms",
    "GET /a.b?c=[1] 404",
    "Größe ÄÖ",
    "x-y_z 12:30",
    "foo foobar barfoo",
    "a\tb\\c",
    "((()))",
    "ab".repeat(50),
  ];
  test.each([
    "",
    "a",
    "^a",
    "b$",
    "^$",
    "a*b",
    "a+b",
    "(a|b)+$",
    "^(ab)*$",
    "(foo|bar)+",
    "\\bfoo\\b",
    "\\Bfoo",
    "\\d{4}",
    "\\d{2,3}:",
    "[a-c]+$",
    "[^a-z]",
    "[\\d:]{5}",
    "[\\w-]+_",
    "\\.b\\?",
    "\\[1\\]",
    "t.m.o?u",
    "(?:x|y)-y",
    "(?<n>time)out",
    "a{0,2}b",
    "a{3}b",
    "a{4,}",
    "(a*)*b",
    "(|a)b",
    "\\u0047ET",
    "\\x47",
    "größe",
    "\\t",
    "\\\\c",
    "^(?:a|ab)(?:c|bcd)?$",
    "a{",
    "]",
    "[]]?x",
    "\\(\\(",
    "4$|^G",
    "(a{0,3}){2}b",
    "x*?-",
    "[-x]y",
    "[^]",
    "\\s\\S",
    "\\W{2}",
  ])("%s is what the browser’s own is", (source) => {
    for (const matchCase of [true, false]) {
      const ours = new LinearPattern(source, matchCase);
      const own = new RegExp(source, matchCase ? "" : "i");
      for (const text of texts) expect([text, ours.test(text)]).toEqual([text, own.test(text)]);
    }
  });

  test.each(["(", "[a", "a**", "\\", "a{2,1}", "(?<n"])("%s is none, and says so", (source) => {
    expect(() => new LinearPattern(source, false)).toThrow(expect.objectContaining({ reason: "syntax" }));
  });

  test.each(["(?=a)", "(?<!a)b", "(a)\\1"])("%s asks for more than it can", (source) => {
    expect(() => new LinearPattern(source, false)).toThrow(expect.objectContaining({ reason: "unsupported" }));
  });

  test("too large a one is refused at once", () => {
    for (const source of ["(x{1000}){1000}", "((a{99}){99}){99}", `${"(".repeat(200)}a${")".repeat(200)}`])
      expect(() => new LinearPattern(source, false)).toThrow(PatternError);
    expect(new LinearPattern("((){99999999}){99999999}a", false).test("a")).toBe(true);
  });

  test("the worst of them ends, on the longest line", () => {
    const line = `${"a".repeat(20_000)}!`;
    for (const source of ["^(a+)+$", "^(a|aa)+$", "^(.*a){12}b", ".*.*.*.*=", "(x+x+)+y"])
      expect(new LinearPattern(source, true).test(line)).toBe(false);
  });

  test("stays right where it has forgotten what it knew", () => {
    const pattern = new LinearPattern("a.{12}b", true);
    let seed = 7;
    const letters = Array.from({ length: 20_000 }, () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % 2 === 0 ? "a" : "c";
    });
    expect(pattern.test(letters.join(""))).toBe(false);
    expect(pattern.test(`${letters.join("")}a............b`)).toBe(true);
  });
});
