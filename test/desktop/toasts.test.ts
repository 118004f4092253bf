import { expect, test } from "vitest";
import type { DesktopClient } from "../../docker-desktop-extension/ui/desktop.ts";
import { showToast } from "../../docker-desktop-extension/ui/toasts.ts";

type Toasts = Partial<DesktopClient["desktopUI"]["toast"]>;

function told(level: "success" | "warning" | "error", text: string, toast: Toasts | undefined) {
  const inPage: string[] = [];
  const client = (toast === undefined ? {} : { desktopUI: { toast } }) as unknown as DesktopClient;
  showToast(client, { level, text }, (words) => inPage.push(words));
  return inPage;
}

test("a toast is plain and short, whatever names are in it", () => {
  const shown: string[] = [];
  const text = `a\u202Eb\u001b[31m ${"c".repeat(5000)}`;
  expect(told("error", text, { error: (words: string) => void shown.push(words) })).toEqual([]);
  expect(shown).toHaveLength(1);
  expect(shown[0]).toMatch(/^a<U\+202E>b\\e\[31m c+…$/);
  expect(shown[0]?.length).toBe(201);
});

test.each([
  ["no desktopUI", undefined],
  ["no toasts", {}],
  ["none of this level", { success: () => {} }],
])("where there is %s, the page says it", (_what, toast) => {
  expect(told("warning", "some", toast)).toEqual(["some"]);
});
