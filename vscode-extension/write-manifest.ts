// npx tsx vscode-extension/write-manifest.ts: after a change in src/contributions, manifest.ts or a text of the code.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { collectTexts } from "./collect-texts.ts";
import { manifest } from "./manifest.ts";

const folder = dirname(fileURLToPath(import.meta.url));
const { contributes, texts } = manifest();
const path = join(folder, "package.json");
const { contributes: _before, ...rest } = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
writeFileSync(path, `${JSON.stringify({ ...rest, contributes }, null, 2)}\n`);
writeFileSync(join(folder, "package.nls.json"), `${JSON.stringify(texts, null, 2)}\n`);
const collected = Object.fromEntries(collectTexts(join(folder, "src")).map((text) => [text, text]));
writeFileSync(join(folder, "l10n", "bundle.l10n.json"), `${JSON.stringify(collected, null, 2)}\n`);
