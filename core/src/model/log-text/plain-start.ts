// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const SEQUENCE = /\u001b\[[0-?]*[ -/]*[@-~]/g;

/** The first characters of a line without its colours: what a line is, is told by how it begins. */
export function plainStart(text: string, characters: number): string {
  const start = text.length > characters ? text.slice(0, characters) : text;
  return start.includes("\u001b") ? start.replace(SEQUENCE, "") : start;
}
