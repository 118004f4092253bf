import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";
import { corePlugins, screenBundle, ssh2Bundle } from "../core/esbuild-plugin.ts";

const folder = dirname(fileURLToPath(import.meta.url));

const common = {
  absWorkingDir: folder,
  bundle: true,
  minify: true,
  // Errors and elements are told apart by their names.
  keepNames: true,
  logLevel: "warning",
} as const satisfies BuildOptions;

/** Writes dist/: what activation loads; core, which loads once the view is there; the commands, which load with the first; ssh2, which loads with a first host that is reached so; and the page of the panels, with the charts in a file of their own. */
export async function buildExtension(): Promise<void> {
  await Promise.all([
    build({
      ...common,
      entryPoints: { extension: "src/extension.ts", core: "src/core.ts", handlers: "src/commands/handlers.ts" },
      outdir: "dist",
      format: "cjs",
      platform: "node",
      target: "node20",
      external: ["vscode", "./core.js", "./handlers.js"],
      plugins: corePlugins,
    }),
    build({ ...ssh2Bundle, outdir: join(folder, "dist") }),
    build({ ...screenBundle, outdir: join(folder, "dist") }),
    build({
      ...common,
      entryPoints: { panel: "src/panels/webview-entry.ts", charts: "../shared-ui/src/stats/charts/charts-entry.ts" },
      outdir: "dist/panel",
      format: "iife",
      platform: "browser",
      // Chromium 132: that of VS Code 1.100.
      target: "chrome132",
      jsx: "automatic",
      jsxImportSource: "preact",
    }),
    build({ ...common, entryPoints: { panel: "../shared-ui/src/theme/index.css" }, outdir: "dist/panel" }),
  ]);
}
