import { expect, test } from "vitest";
import { statusText } from "../../vscode-extension/src/status-text.ts";

test("a name in the status bar draws no icon, hides nothing, and ends somewhere", () => {
  expect(statusText("$(trash)\u202Ex on laptop was removed.")).toBe("$ (trash)<U+202E>x on laptop was removed.");
  expect(statusText("a".repeat(1000))).toHaveLength(201);
});
