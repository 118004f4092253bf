import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** Who runs a command as the README has it, each time that everything is tested. */
const runBy: Readonly<Record<string, string>> = {
  "npm start": "desktop/start.test.ts",
  "npm start -- --demo": "desktop/start.test.ts",
  "npm test": ".ci/run",
  "npm run check": ".ci/run",
  "npm run build": "lab/build-everything.ts, before the tests",
  "npm run package": "lab/build-everything.ts, before the tests",
};

test("gives no command that nobody runs", () => {
  const given = readme.match(/npm (?:run [a-z]+|[a-z]+)(?: -- [^`\n]+)?/g) ?? [];
  expect([...new Set(given)].sort()).toEqual(Object.keys(runBy).sort());
});
