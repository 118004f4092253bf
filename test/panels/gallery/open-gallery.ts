import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { PATIENCE } from "../../lab/browser.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const ORIGIN = "https://gallery.test";

/** As strict as a webview: no inline style, no inline script, nothing from elsewhere. */
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'";

export interface PanelBundle {
  readonly js: string;
  readonly charts: string;
  readonly css: string;
}

export async function bundleGallery(): Promise<PanelBundle> {
  const common = {
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    target: "es2023",
    logLevel: "silent",
  } as const;
  const [page, charts, theme, panels] = await Promise.all([
    build({ ...common, entryPoints: [here("./page.ts")], jsx: "automatic", jsxImportSource: "preact" }),
    build({
      ...common,
      format: "iife",
      entryPoints: [here("../../../shared-ui/src/stats/charts/charts-entry.ts")],
    }),
    build({ ...common, entryPoints: [here("./theme.css")] }),
    build({ ...common, entryPoints: [here("../../../shared-ui/src/theme/index.css")] }),
  ]);
  const text = (result: { readonly outputFiles: readonly { readonly text: string }[] }) =>
    result.outputFiles[0]?.text ?? "";
  return { js: text(page), charts: text(charts), css: text(theme) + text(panels) };
}

export interface GalleryOptions {
  readonly panel: "containers" | "container" | "logs" | "search" | "events" | "terminals" | "files" | "hosts" | "stats";
  readonly theme?: "dark" | "light" | "high-contrast";
  readonly state?: string;
  readonly width?: number;
  readonly height?: number;
  /** The machine's clock runs; else time stands still at the pictures' moment. */
  readonly clock?: boolean;
}

/** A page of its own with one panel. What the page throws or its policy forbids is collected in `problems`. */
export async function openGallery(
  browser: Browser,
  bundle: PanelBundle,
  options: GalleryOptions,
): Promise<{ page: Page; problems: string[] }> {
  const { panel, theme = "dark", state = "default", width = 1200, height = 760, clock = false } = options;
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: "reduce" });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") problems.push(message.text());
  });
  const html = `<!doctype html><html lang="en"><head><title>Quayside</title><link rel="stylesheet" href="/panel.css"></head><body><div id="root"></div><script type="module" src="/panel.js"></script></body></html>`;
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === "/panel.css") await route.fulfill({ contentType: "text/css", body: bundle.css });
    else if (pathname === "/charts.js") await route.fulfill({ contentType: "text/javascript", body: bundle.charts });
    else if (pathname === "/panel.js") await route.fulfill({ contentType: "text/javascript", body: bundle.js });
    else if (pathname === "/")
      await route.fulfill({ contentType: "text/html", body: html, headers: { "content-security-policy": CSP } });
    else await route.fulfill({ status: 204 });
  });
  await page.goto(`${ORIGIN}/?panel=${panel}&theme=${theme}&state=${state}${clock ? "&clock" : ""}`);
  await page.locator(".panel .head").waitFor();
  if (state !== "loading") await page.locator(".skel").first().waitFor({ state: "detached" });
  return { page, problems };
}
