import type { ChartColours } from "./chart-library.ts";

export interface Palette extends ChartColours {
  readonly blue: string;
  readonly purple: string;
  readonly green: string;
  readonly orange: string;
  readonly yellow: string;
  /** No tints there, and nothing is told by colour alone. */
  readonly highContrast: boolean;
}

/** The theme's colours as they are now. A canvas takes a colour that is mixed, and knows no variables. */
export function readPalette(page: Document): Palette {
  const style = getComputedStyle(page.body);
  const read = (name: string, otherwise = "gray"): string => style.getPropertyValue(name).trim() || otherwise;
  const foreground = read("--vscode-foreground");
  return {
    text: foreground,
    muted: read("--muted", foreground),
    line: read("--line", foreground),
    ground: read("--vscode-editor-background", "white"),
    edge: read("--vscode-widget-border", read("--line", foreground)),
    limit: read("--vscode-charts-yellow"),
    font: read("--vscode-font-family", "sans-serif"),
    blue: read("--vscode-charts-blue"),
    purple: read("--vscode-charts-purple"),
    green: read("--vscode-charts-green"),
    orange: read("--vscode-charts-orange"),
    yellow: read("--vscode-charts-yellow"),
    highContrast: page.body.className.includes("vscode-high-contrast"),
  };
}

/** Each time that the home shows another theme: it sets classes or variables. */
export function followPalette(page: Document, changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  const options = { attributes: true, attributeFilter: ["class", "style"] };
  observer.observe(page.body, options);
  observer.observe(page.documentElement, options);
  return () => observer.disconnect();
}
