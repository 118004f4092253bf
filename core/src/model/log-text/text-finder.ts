import type { TextSpan } from "../log-search.ts";
import { LinearPattern } from "./linear-pattern.ts";

export interface TextQuery {
  readonly text: string;
  /** The text is a regular expression. */
  readonly expression?: boolean;
  readonly matchCase?: boolean;
  readonly wholeWord?: boolean;
}

export interface TextFinder {
  test(text: string): boolean;
  /** The first of what is found at or after this place. */
  find(text: string, from: number): TextSpan | undefined;
}

const WORD = "[\\p{L}\\p{N}_]";

/** Finds in a time that grows with the text alone, whatever is asked for. Throws PatternError for what is no expression. */
export function finderOf({ text, expression = false, matchCase = false, wholeWord = false }: TextQuery): TextFinder {
  if (expression) return new LinearPattern(wholeWord ? `\\b(?:${text})\\b` : text, matchCase);
  return new PlainText(text, matchCase, wholeWord);
}

/** Literal signs and one look to each side: the browser's own matcher is linear for those. */
class PlainText implements TextFinder {
  readonly #pattern: RegExp;

  constructor(text: string, matchCase: boolean, wholeWord: boolean) {
    const literal = text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
    this.#pattern = wholeWord
      ? new RegExp(`(?<!${WORD})${literal}(?!${WORD})`, matchCase ? "gu" : "giu")
      : new RegExp(literal, matchCase ? "g" : "gi");
  }

  test(text: string): boolean {
    this.#pattern.lastIndex = 0;
    return this.#pattern.test(text);
  }

  find(text: string, from: number): TextSpan | undefined {
    this.#pattern.lastIndex = from;
    const match = this.#pattern.exec(text);
    return match === null ? undefined : [match.index, match.index + match[0].length];
  }
}

/** All that is found at or after `start`, up to so many; what is empty is nothing. */
export function spansOf(finder: TextFinder, text: string, most: number, start = 0): readonly TextSpan[] {
  const spans: TextSpan[] = [];
  for (let from = start; spans.length < most; ) {
    const span = finder.find(text, from);
    if (span === undefined) break;
    if (span[1] > span[0]) spans.push(span);
    from = Math.max(span[1], span[0] + 1);
    if (from > text.length) break;
  }
  return spans;
}
