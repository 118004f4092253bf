/** What the pointer is told of a node. */
export interface Tooltip {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly facts: readonly (readonly [name: string, value: string])[];
}

/**
 * Reads as the text itself, whatever is in it. VS Code's own `appendText` leaves addresses to be made into links, and
 * its hard spaces let long sentences break within words.
 */
export function escapedMarkdown(text: string): string {
  return text.replace(/[^\p{L}\p{N} ]/gu, (character) => `&#${character.codePointAt(0)};`);
}
