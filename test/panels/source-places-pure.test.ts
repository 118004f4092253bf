import { withPlaces } from "@quayside/shared-ui/logs/segments.ts";
import { isVendorFrame, placesOf } from "@quayside/shared-ui/logs/source-places.ts";
import { describe, expect, it } from "vitest";

const named = (text: string): readonly string[] =>
  placesOf(text).map(({ path, line, column }) => [path, line, ...(column === undefined ? [] : [column])].join(":"));

describe("the places in a line", () => {
  it.each([
    ["node", "    at chargeOrder (/app/src/payments/charge.ts:118:17)", "/app/src/payments/charge.ts:118:17"],
    ["node, asynchronous", "    at async file:///app/src/a.mjs:3:1", "/app/src/a.mjs:3:1"],
    ["python", '  File "/srv/my app/tax.py", line 41, in rate', "/srv/my app/tax.py:41"],
    ["java", "\tat com.acme.billing.Tax.rate(Tax.java:87)", "com/acme/billing/Tax.java:87"],
    ["kotlin", "\tat com.acme.MainKt.main(Main.kt:5)", "com/acme/Main.kt:5"],
    ["go", "\t/src/shop/main.go:42 +0x1d", "/src/shop/main.go:42"],
    [".NET", "   at Shop.Charge.Run() in /src/Shop/Charge.cs:line 42", "/src/Shop/Charge.cs:42"],
    [".NET on Windows", "   at Shop.Run() in C:\\src\\Shop\\Charge.cs:line 42", "C:\\src\\Shop\\Charge.cs:42"],
    ["PHP", "#0 /var/www/html/index.php(12): charge()", "/var/www/html/index.php:12"],
    ["PHP’s errors", "PHP Warning: x in /var/www/a.php on line 7", "/var/www/a.php:7"],
    ["ruby", "/app/lib/tax.rb:12:in 'rate': no rate (KeyError)", "/app/lib/tax.rb:12"],
    ["rust", "thread 'main' panicked at src/main.rs:4:5:", "src/main.rs:4:5"],
    ["rust’s trace", "             at ./src/main.rs:4:5", "./src/main.rs:4:5"],
  ])("are found in a trace of %s", (_language, text, place) => {
    expect(named(text)).toEqual([place]);
  });

  it.each([
    "GET /app/index.html 200 11 ms",
    "listening on 0.0.0.0:3000",
    "10.1.4.20:443 at 14:31:45.386",
    "see https://example.com/app/index.js:1:2",
    "\\\\server\\share\\a.js:1",
    "//server/share/a.js:1",
    "command:workbench.action.x.js:1",
    "vscode://file/a.js:1",
    "../../etc/passwd:1",
    "x.js:99999999999",
  ])("are none in %j", (text) => {
    expect(named(text)).toEqual([]);
  });

  it("are looked for in a time that grows with the text alone, and are no more than a few", () => {
    const hostile = [
      "/".repeat(100_000),
      "a.js:1 ".repeat(20_000),
      "in ".repeat(40_000),
      'File "'.repeat(20_000),
      "a.".repeat(50_000),
      "/x.php".repeat(20_000),
    ];
    for (const text of hostile) expect(placesOf(`at ${text}:1`).length).toBeLessThanOrEqual(10);
  });

  it("cut the line where they begin and end, whatever else is there", () => {
    const text = "    at f (/app/a.js:1:2)";
    const pieces = withPlaces(
      [
        { text: text.slice(0, 15), style: {} },
        { text: text.slice(15), style: { bold: true } },
      ],
      placesOf(text),
    );
    expect(pieces.map((piece) => [piece.text, piece.place !== undefined])).toEqual([
      ["    at f (", false],
      ["/app/", true],
      ["a.js:1:2", true],
      [")", false],
    ]);
  });

  it("are of packages where their path says so", () => {
    expect(isVendorFrame("    at next (/app/node_modules/express/lib/router.js:1:1)")).toBe(true);
    expect(isVendorFrame("    at process (node:internal/process/task_queues:95:5)")).toBe(true);
    expect(isVendorFrame('  File "/usr/lib/python3/site-packages/flask/app.py", line 1')).toBe(true);
    expect(isVendorFrame("    at chargeOrder (/app/src/charge.ts:1:1)")).toBe(false);
    expect(isVendorFrame("no frame of node_modules/ at all")).toBe(false);
  });
});
