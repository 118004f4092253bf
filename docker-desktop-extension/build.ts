import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";
import { corePlugins, screenBundle, ssh2Bundle } from "../core/esbuild-plugin.ts";

const folder = dirname(fileURLToPath(import.meta.url));

const shared: BuildOptions = {
  absWorkingDir: folder,
  bundle: true,
  minify: true,
  keepNames: true,
  logLevel: "warning",
  write: false,
};

const backend: BuildOptions = {
  ...shared,
  entryPoints: { backend: "backend/main.ts", attach: "backend/attach.ts", health: "backend/health.ts" },
  outdir: "dist/backend",
  outExtension: { ".js": ".cjs" },
  format: "cjs",
  platform: "node",
  target: "node20",
  plugins: corePlugins,
};

const browser: BuildOptions = {
  ...shared,
  // A module script is refused to a page from a file, which Docker Desktop's are.
  format: "iife",
  platform: "browser",
  target: "chrome120",
  jsx: "automatic",
  jsxImportSource: "preact",
};

const bundles: readonly BuildOptions[] = [
  backend,
  { ...ssh2Bundle, write: false, outdir: join(folder, "dist/backend") },
  { ...screenBundle, write: false, outdir: join(folder, "dist/backend") },
  {
    ...browser,
    entryPoints: { index: "ui/main.tsx", charts: "../shared-ui/src/stats/charts/charts-entry.ts" },
    outdir: "dist/ui",
  },
  { ...browser, entryPoints: { index: "ui/index.css" }, outdir: "dist/ui" },
  {
    ...browser,
    entryPoints: { frame: "preview/page/frame.ts", "dd-client": "preview/page/dd-client.ts" },
    outdir: "dist/preview",
  },
];

const copies: Readonly<Record<string, string>> = {
  "ui/index.html": "dist/ui/index.html",
  "preview/page/index.html": "dist/preview/index.html",
  "preview/page/frame.css": "dist/preview/frame.css",
};

/** Writes dist/: backend/ (for the container), ui/ (the tab) and preview/ (the frame of the simulated Desktop). */
export async function buildDesktop(): Promise<void> {
  const built = await Promise.all(bundles.map((options) => build(options)));
  const copied = Object.entries(copies).map(async ([from, to]) => ({
    path: join(folder, to),
    contents: await readFile(join(folder, from)),
  }));
  const files = [...built.flatMap(({ outputFiles = [] }) => outputFiles), ...(await Promise.all(copied))];
  await Promise.all(files.map(({ path, contents }) => replace(path, contents)));
}

/** At once, and only where it differs: a page may be loading it just now. */
async function replace(path: string, contents: Uint8Array): Promise<void> {
  const present = await readFile(path).catch(() => undefined);
  if (present !== undefined && Buffer.compare(present, contents) === 0) return;
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}.partial`;
  await writeFile(partial, contents);
  await rename(partial, path);
}
