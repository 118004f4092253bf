const accents: Readonly<Record<string, string>> = {
  a: "á",
  c: "ç",
  e: "é",
  i: "í",
  n: "ñ",
  o: "ó",
  u: "ú",
  y: "ý",
  A: "Á",
  C: "Ç",
  E: "É",
  I: "Í",
  N: "Ñ",
  O: "Ó",
  S: "Š",
  U: "Ú",
};

// Placeholders, links with their commands, and icons are for VS Code and stay.
const kept = /\{\d\}|\]\([^)]*\)|\$\([^)]*\)/g;

/** A language that nobody speaks and everybody can read: what is not in it was never handed over for translation. */
export function pseudo(text: string): string {
  let result = "";
  let end = 0;
  for (const match of text.matchAll(kept)) {
    result += accented(text.slice(end, match.index)) + match[0];
    end = match.index + match[0].length;
  }
  return `⟦${result}${accented(text.slice(end))}⟧`;
}

export function pseudoTexts(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, pseudo(text)]));
}

function accented(text: string): string {
  return [...text].map((letter) => accents[letter] ?? letter).join("");
}
