/** A pattern as a tree. Characters are UTF-16 units. */
export type Pattern =
  | { readonly kind: "character"; readonly matches: (code: number) => boolean }
  | { readonly kind: "sequence"; readonly parts: readonly Pattern[] }
  | { readonly kind: "choice"; readonly parts: readonly Pattern[] }
  | { readonly kind: "repeat"; readonly part: Pattern; readonly least: number; readonly most: number }
  | { readonly kind: "place"; readonly place: Place };

export type Place = "start" | "end" | "edge" | "no edge";

/** Why an expression can't be used. */
export class PatternError extends Error {
  constructor(readonly reason: "syntax" | "unsupported" | "too large") {
    super(reason);
  }
}

type Matches = (code: number) => boolean;

export function isWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
}

const isDigit: Matches = (code) => code >= 48 && code <= 57;
const isSpace: Matches = (code) => /\s/.test(String.fromCharCode(code));
const isOnLine: Matches = (code) => code !== 10 && code !== 13 && code !== 0x2028 && code !== 0x2029;
const not =
  (matches: Matches): Matches =>
  (code) =>
    !matches(code);

const CLASSES: ReadonlyMap<string, Matches> = new Map([
  ["d", isDigit],
  ["D", not(isDigit)],
  ["w", isWord],
  ["W", not(isWord)],
  ["s", isSpace],
  ["S", not(isSpace)],
]);
const CONTROLS: ReadonlyMap<string, number> = new Map([
  ["n", 10],
  ["r", 13],
  ["t", 9],
  ["f", 12],
  ["v", 11],
  ["0", 0],
]);

const DEEPEST = 50;

/** Reads what JavaScript's expressions and ours have in common: all but looking around and references back. */
export function parsePattern(source: string, matchCase: boolean): Pattern {
  // The browser's own parser says what is an expression at all.
  try {
    new RegExp(source);
  } catch {
    throw new PatternError("syntax");
  }
  return new Parser(source, matchCase).whole();
}

class Parser {
  #at = 0;
  #depth = 0;

  constructor(
    readonly source: string,
    readonly matchCase: boolean,
  ) {}

  whole(): Pattern {
    const pattern = this.#choice();
    if (this.#at < this.source.length) throw new PatternError("syntax");
    return pattern;
  }

  #choice(): Pattern {
    const parts = [this.#sequence()];
    while (this.#take("|")) parts.push(this.#sequence());
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: "choice", parts };
  }

  #sequence(): Pattern {
    const parts: Pattern[] = [];
    while (this.#at < this.source.length && this.#peek() !== "|" && this.#peek() !== ")") parts.push(this.#repeated());
    return { kind: "sequence", parts };
  }

  #repeated(): Pattern {
    const part = this.#atom();
    const counts = /^(?:[*+?]|\{(\d+)(,(\d*))?\})\??/.exec(this.source.slice(this.#at, this.#at + 40));
    if (counts === null) return part;
    this.#at += counts[0].length;
    if (counts[0].startsWith("*")) return { kind: "repeat", part, least: 0, most: Number.POSITIVE_INFINITY };
    if (counts[0].startsWith("+")) return { kind: "repeat", part, least: 1, most: Number.POSITIVE_INFINITY };
    if (counts[0].startsWith("?")) return { kind: "repeat", part, least: 0, most: 1 };
    const least = Number(counts[1]);
    const most = counts[2] === undefined ? least : counts[3] === "" ? Number.POSITIVE_INFINITY : Number(counts[3]);
    return { kind: "repeat", part, least, most };
  }

  #atom(): Pattern {
    if (this.#take("(")) return this.#group();
    if (this.#take("^")) return { kind: "place", place: "start" };
    if (this.#take("$")) return { kind: "place", place: "end" };
    if (this.#take(".")) return { kind: "character", matches: isOnLine };
    if (this.#take("[")) return this.#set();
    if (this.#take("\\b")) return { kind: "place", place: "edge" };
    if (this.#take("\\B")) return { kind: "place", place: "no edge" };
    if (/^\\[1-9kpP]/.test(this.source.slice(this.#at, this.#at + 2))) throw new PatternError("unsupported");
    const one = this.#one();
    return this.#character(typeof one === "number" ? (code) => code === one : one);
  }

  #group(): Pattern {
    const start = /^\?(?::|<[A-Za-z_$][\w$]*>)/.exec(this.source.slice(this.#at, this.#at + 100));
    if (start === null && this.#peek() === "?") throw new PatternError("unsupported");
    this.#at += start?.[0].length ?? 0;
    if (++this.#depth > DEEPEST) throw new PatternError("too large");
    const inner = this.#choice();
    if (!this.#take(")")) throw new PatternError("syntax");
    this.#depth--;
    return inner;
  }

  #set(): Pattern {
    const none = this.#take("^");
    const parts: Matches[] = [];
    while (!this.#take("]")) {
      if (this.#at >= this.source.length) throw new PatternError("syntax");
      const from = this.#take("\\b") ? 8 : this.#one();
      const isRange = this.#peek() === "-" && this.source[this.#at + 1] !== "]";
      if (typeof from !== "number" || !isRange) {
        parts.push(typeof from === "number" ? (code) => code === from : from);
        continue;
      }
      this.#at++;
      const to = this.#one();
      if (typeof to === "number") parts.push((code) => code >= from && code <= to);
      else parts.push((code) => code === from || code === 45 || to(code));
    }
    const inSet = this.#character((code) => parts.some((matches) => matches(code)));
    return none && inSet.kind === "character" ? { kind: "character", matches: not(inSet.matches) } : inSet;
  }

  /** A character's code, or a class of characters. */
  #one(): number | Matches {
    const sign = this.source[this.#at++] ?? "";
    if (sign !== "\\") return sign.charCodeAt(0);
    const name = this.source[this.#at++] ?? "";
    const digits = name === "x" ? 2 : name === "u" ? 4 : 0;
    const code = this.source.slice(this.#at, this.#at + digits);
    if (digits > 0 && code.length === digits && /^[0-9a-fA-F]+$/.test(code)) {
      this.#at += digits;
      return Number.parseInt(code, 16);
    }
    return CLASSES.get(name) ?? CONTROLS.get(name) ?? name.charCodeAt(0);
  }

  #character(matches: Matches): Pattern {
    if (this.matchCase) return { kind: "character", matches };
    return {
      kind: "character",
      matches: (code) => {
        const text = String.fromCharCode(code);
        return matches(code) || matches(text.toLowerCase().charCodeAt(0)) || matches(text.toUpperCase().charCodeAt(0));
      },
    };
  }

  #peek(): string | undefined {
    return this.source[this.#at];
  }

  #take(text: string): boolean {
    if (!this.source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }
}
