import { shellWord } from "./shell-word.ts";

export type ParsedCommandLine = { readonly words: readonly string[] } | { readonly problem: string };

/**
 * The words of a command as people type them, quoted as for a shell: '…', "…" and backslashes. Nothing else that a
 * shell does is done: variables, patterns, pipes and the like stay as they are written.
 */
export function parseCommandLine(text: string): ParsedCommandLine {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? "";
    const next = text[at + 1];
    if (quote === "'") {
      if (character === "'") quote = "";
      else word += character;
    } else if (character === "\\" && (quote === "" || (next !== undefined && '"\\$`'.includes(next)))) {
      if (next === undefined) return { problem: "It ends in a backslash that quotes nothing." };
      word = (word ?? "") + next;
      at++;
    } else if (quote === '"') {
      if (character === '"') quote = "";
      else word += character;
    } else if (character === "'" || character === '"') {
      quote = character;
      word ??= "";
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + character;
    }
  }
  if (quote !== "") return { problem: `A quotation that begins with ${quote} does not end.` };
  if (word !== undefined) words.push(word);
  if (words.some((part) => part.includes("\0"))) return { problem: "A command can’t hold a NUL character." };
  return words[0] === "" ? { problem: "A command begins with the name of a program." } : { words };
}

/** The other way round: read again, it gives the same words. */
export function commandLine(words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}
