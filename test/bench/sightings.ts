import type { Frame } from "playwright-core";

/** Notes in a page when a text is first seen in it, by the clock that all processes of this machine share. */
export interface Sightings {
  /** Epoch milliseconds, with fractions. */
  when(text: string): Promise<number>;
}

interface WatchingWindow extends Window {
  quaysideSeen: Map<string, number>;
  quaysideWanted: Map<string, (time: number) => void>;
}

/** Watches what is below the element of that selector. */
export async function watchTexts(frame: Frame, selector: string): Promise<Sightings> {
  await frame.waitForSelector(selector);
  await frame.evaluate((root) => {
    const watching = window as unknown as WatchingWindow;
    const element = document.querySelector(root);
    if (element === null) throw new Error(`nothing at ${root}`);
    watching.quaysideWanted = new Map();
    // Not in a function with a name: the runner marks such with a helper that the page doesn't have.
    new MutationObserver(() => {
      if (watching.quaysideWanted.size === 0) return;
      const now = performance.timeOrigin + performance.now();
      const shown = element.textContent ?? "";
      for (const [wanted, seen] of watching.quaysideWanted) {
        if (!shown.includes(wanted)) continue;
        watching.quaysideWanted.delete(wanted);
        seen(now);
      }
    }).observe(element, { subtree: true, childList: true, characterData: true });
  }, selector);
  return {
    when: (text) =>
      frame.evaluate(
        (wanted) =>
          new Promise<number>((resolve) => {
            (window as unknown as WatchingWindow).quaysideWanted.set(wanted, resolve);
          }),
        text,
      ),
  };
}
