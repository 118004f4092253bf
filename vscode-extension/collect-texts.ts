import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

// `t` is always called by that name and with the text as its first argument, so that this finds it.
const call = /\bt\(\s*"((?:[^"\\]|\\.)*)"/g;
const unreadable = /\bt\(\s*(?!")[^)\s]/;

/** Every English text of the code that goes through `l10n.t`, sorted. Throws for a call that can't be read. */
export function collectTexts(sources: string): string[] {
  const files = readdirSync(sources, { recursive: true, encoding: "utf8" }).filter((path) => /\.tsx?$/.test(path));
  const texts = files.flatMap((path) => {
    const source = readFileSync(join(sources, path), "utf8");
    if (unreadable.test(source)) throw new Error(`${path}: t() takes its text as a literal in double quotes.`);
    return [...source.matchAll(call)].map(([, text = ""]) => JSON.parse(`"${text}"`) as string);
  });
  return [...new Set(texts)].sort();
}
