/** So much goes to core in one message. */
const PIECE = 64 << 10;

/** What is to be asked about before it is pasted; nothing where it can go at once. */
export interface PasteQuestion {
  readonly lines: number;
  /** Its first lines. */
  readonly beginning: readonly string[];
}

const SHOWN = 8;
const WIDTH = 200;

/**
 * As VS Code has it: a shell runs each line that is pasted, unless it asked to be told what is pasted; a command that
 * was copied with its line end is no list of commands.
 */
export function pasteQuestion(text: string, bracketed: boolean): PasteQuestion | undefined {
  if (bracketed) return undefined;
  const lines = text.split(/\r\n|\r|\n/);
  const isOne = lines.length === 1 || (lines.length === 2 && lines[1]?.trim() === "");
  if (isOne) return undefined;
  return { lines: lines.length, beginning: lines.slice(0, SHOWN).map((line) => line.slice(0, WIDTH)) };
}

/** In pieces that core takes; none of them ends within a letter. */
export function inPieces(text: string): readonly string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    let end = Math.min(text.length, at + PIECE);
    if (end < text.length && /[\ud800-\udbff]/.test(text[end - 1] ?? "")) end -= 1;
    pieces.push(text.slice(at, end));
    at = end;
  }
  return pieces;
}
