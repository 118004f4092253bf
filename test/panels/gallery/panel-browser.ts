import type { Browser } from "playwright-core";
import { inject } from "vitest";
import { startBrowser } from "../../lab/browser.ts";

/** A browser that the lab's clean-up knows, where there is a lab. */
export async function startPanelBrowser(): Promise<Browser> {
  return await startBrowser(inject("sharedEngines")?.labFolder ?? "", "chromium-headless-shell");
}
