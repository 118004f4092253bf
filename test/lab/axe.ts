import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Frame, Page } from "playwright-core";

/** A third of the full source, which takes longer to reach the page than axe to run. */
const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export interface AxeScope {
  readonly rules?: readonly string[];
  /** Selectors of what isn't looked at. */
  readonly exclude?: readonly string[];
}

/** Which rules can judge otherwise when nothing but the theme's colours have changed. */
export const COLOUR_RULES = ["color-contrast", "link-in-text-block"] as const;

/** What axe finds in what is shown now, a line per rule; empty when nothing is wrong. */
export async function axeFinds(where: Page | Frame, scope: AxeScope = {}): Promise<string[]> {
  // Evaluated and not loaded: a page's policy lets no other script in.
  if (!(await where.evaluate(() => "axe" in window))) await where.evaluate(source);
  return await where.evaluate(async ({ rules, exclude }) => {
    const { axe: inPage } = window as unknown as { axe: typeof axe };
    const { violations } = await inPage.run(
      { exclude: [...(exclude ?? [])] },
      rules === undefined ? {} : { runOnly: [...rules] },
    );
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary ?? ""}`).join("; ")}`,
    );
  }, scope);
}
