import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { contributionTable } from "../../vscode-extension/contribution-table.ts";

test("CONTRIBUTING.md lists every setting, command, context key and default key", () => {
  const text = readFileSync(fileURLToPath(new URL("../../CONTRIBUTING.md", import.meta.url)), "utf8");
  expect(text).toContain(contributionTable());
});
