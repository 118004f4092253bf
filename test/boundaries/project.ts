import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Import, importsOf, type SourceFile } from "./imports.ts";

/** All that the rules look at. */
export interface Project {
  readonly files: readonly SourceFile[];
  readonly imports: readonly Import[];
}

const workspaces = ["core", "shared-ui", "vscode-extension", "docker-desktop-extension", "test"];
const ignored = new Set(["node_modules", "dist", "out"]);

export function projectOf(files: readonly SourceFile[]): Project {
  const known = new Set(files.map(({ path }) => path));
  return { files, imports: files.filter(({ path }) => isCode(path)).flatMap((file) => importsOf(file, known)) };
}

export function readProject(top: string): Project {
  const paths = workspaces.flatMap((workspace) => pathsUnder(top, workspace));
  return projectOf(paths.map((path) => ({ path, text: readFileSync(join(top, path), "utf8") })));
}

function pathsUnder(top: string, folder: string): string[] {
  return readdirSync(join(top, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ignored.has(entry.name) ? [] : pathsUnder(top, path);
    return isCode(path) || entry.name === "tsconfig.json" ? [path] : [];
  });
}

function isCode(path: string): boolean {
  return /\.(ts|tsx|mts|mjs|js)$/.test(path);
}
