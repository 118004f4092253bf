/**
 * Characters that are not seen but change what is: C0 and C1 controls, marks that turn the writing direction, line
 * separators and zero-width spaces. Joiners (U+200C, U+200D) stay: emoji and Persian need them.
 */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/g;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\0", "\\0"],
  ["\u0007", "\\a"],
  ["\b", "\\b"],
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\v", "\\v"],
  ["\f", "\\f"],
  ["\r", "\\r"],
  ["\u001b", "\\e"],
]);

/** How one hidden character is written: as C and shells do, "\\r", or "<U+202E>". Unicode's pictures lack in many fonts. */
export function visibleCharacter(character: string): string {
  const code = character.charCodeAt(0);
  return ESCAPES.get(character) ?? `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
}

/** Text from a stranger for one line of a view: nothing in it acts, everything in it is seen. */
export function visibleText(text: string): string {
  return text.replace(HIDDEN, visibleCharacter);
}
