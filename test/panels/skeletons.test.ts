import { expect } from "vitest";
import { needs } from "../lab/needs.ts";
import { panelPages } from "./gallery/panel-page.ts";

const { describe, test } = needs("browser");

describe("a panel that waits for its first answer", () => {
  const pages = panelPages();

  for (const [panel, label, sentence] of [
    ["containers", "Reading the hosts", "No answer yet. Quayside waits for the list of hosts and their containers."],
    ["container", "Reading the container", "No answer yet. Quayside waits for the containers of this host."],
    ["hosts", "Reading the hosts", "No answer yet. Quayside waits for the list of hosts."],
    ["terminals", "Looking for open terminals", "No answer yet. Quayside waits for the list of open terminals."],
    ["logs", "Reading the lines", "No line yet. Quayside waits for the container’s engine."],
  ] as const)
    test(`shows bars in place of its ${panel}, still where motion is not wanted, and later what it waits for`, async () => {
      const page = await pages.open({ panel, state: "loading" });
      const busy = page.locator("[aria-busy=true]");
      expect(await busy.locator(".skel").count()).toBeGreaterThan(10);
      // The bars are nothing to read: the sentence stands for them.
      expect(await busy.ariaSnapshot()).toBe("");
      const motion = () =>
        busy
          .locator(".skel")
          .first()
          .evaluate((bar) => getComputedStyle(bar).animationName);
      expect(await motion()).toBe("none");
      await page.emulateMedia({ reducedMotion: "no-preference" });
      expect(await motion()).toBe("breathe");
      const words = page.getByRole("status").filter({ hasText: /Reading|Looking|Quayside waits/ });
      expect(await words.textContent()).toBe(label);
      await page.getByText(sentence).waitFor();
      await page.evaluate(() => window.gallery.disconnect());
      await busy.waitFor({ state: "detached" });
    });
});
