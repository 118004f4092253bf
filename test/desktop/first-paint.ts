import type { Page } from "playwright-core";

declare global {
  interface Window {
    /** Milliseconds from the page's beginning until the frame in which what counts was painted. */
    quaysidePainted?: number;
  }
}

/**
 * Runs in every page before its own scripts. What counts as painted is the navigation and the panel, in bars or in
 * rows: a page that is blank but for a word is not there yet.
 */
export function watchFirstPaint(): void {
  // Not in functions with a name: the bench's runner marks such with a helper that the page doesn't have.
  new MutationObserver((_changes, watcher) => {
    const painted = document.querySelector("nav a") && document.querySelector(".panel :is(.skel, [data-key])");
    if (painted === null) return;
    watcher.disconnect();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      // The next task runs when the frame that shows it is over.
      port1.onmessage = () => {
        window.quaysidePainted = performance.now();
      };
      port2.postMessage(undefined);
    });
  }).observe(document, { childList: true, subtree: true });
}

/** Milliseconds until the tab's page had painted what counts. */
export async function firstPaint(page: Page): Promise<number> {
  const frame = page.frames().find((candidate) => candidate !== page.mainFrame());
  const painted = await frame?.evaluate(() => window.quaysidePainted);
  if (painted === undefined) throw new Error("Neither the navigation nor the panel was painted.");
  return painted;
}
