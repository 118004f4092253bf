import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createVSIX } from "@vscode/vsce";

const folder = dirname(fileURLToPath(import.meta.url));
const top = dirname(folder);

// All that users get. Sources, maps and node_modules aren't in it: everything is in the bundles.
const own = ["package.json", "package.nls.json", "README.md", "dist", "resources", "l10n"];
const shared = ["LICENSE", "CHANGELOG.md"];

export interface PackageOptions {
  readonly name?: string;
  /** More files, by their path in the extension: the tests add a language of their own. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** Packs what was built into `<name>.vsix` in that folder, by default `quayside-<version>.vsix`; gives its path. */
export async function packageExtension(into: string, { name, extra = {} }: PackageOptions = {}): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
  const packagePath = join(into, `${name ?? `quayside-${version}`}.vsix`);
  const staged = mkdtempSync(join(tmpdir(), "quayside-package-"));
  try {
    for (const file of own) cpSync(join(folder, file), join(staged, file), { recursive: true });
    for (const file of shared) cpSync(join(top, file), join(staged, file));
    // Nothing is left out of the staged folder; without this file vsce warns that nothing is.
    writeFileSync(join(staged, ".vscodeignore"), "");
    for (const [path, text] of Object.entries(extra)) writeFileSync(join(staged, path), text);
    await createVSIX({
      cwd: staged,
      packagePath,
      dependencies: false,
      allowMissingRepository: true,
    });
  } finally {
    rmSync(staged, { recursive: true });
  }
  return packagePath;
}
