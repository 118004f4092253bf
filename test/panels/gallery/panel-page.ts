import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { bundleGallery, type GalleryOptions, openGallery, type PanelBundle } from "./open-gallery.ts";
import { startPanelBrowser } from "./panel-browser.ts";

export interface PanelPages {
  open(options: GalleryOptions): Promise<Page>;
  /** What the pages complained of so far, for a test that expects it. */
  takeProblems(): string[];
}

/** For a suite that opens one panel a test. What a page throws or its policy forbids fails the test. */
export function panelPages(): PanelPages {
  let browser: Browser;
  let bundle: PanelBundle;
  const opened: { readonly page: Page; readonly problems: string[] }[] = [];
  beforeAll(async () => {
    [browser, bundle] = await Promise.all([startPanelBrowser(), bundleGallery()]);
  });
  afterEach(async () => {
    for (const { page, problems } of opened.splice(0)) {
      await page.context().close();
      expect(problems).toEqual([]);
    }
  });
  afterAll(async () => browser?.close());
  return {
    async open(options) {
      const one = await openGallery(browser, bundle, options);
      opened.push(one);
      return one.page;
    },
    takeProblems: () => opened.flatMap(({ problems }) => problems.splice(0)),
  };
}
