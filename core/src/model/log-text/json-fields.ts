/** One value of a line, under the names that lead to it, with dots between. */
export interface Field {
  readonly name: string;
  /** A string's own characters; of anything else its text as it was written, so that long numbers stay exact. */
  readonly value: string;
  readonly kind: "string" | "number" | "other";
}

/** Asked for each field in order; true ends the reading. */
export type OnField = (field: Field) => boolean;

/** Objects in objects are opened up to here; deeper ones, and arrays, are given as they are written. */
const DEPTH = 4;

const TOKEN = /[ \t\r\n]*(?:([{}[\],:])|"((?:[^"\\]+|\\.)*)"|(-?\d[\d.eE+-]*)|(true|false|null))/y;

interface Token {
  readonly kind: "sign" | "string" | "number" | "other";
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

class Tokens {
  #at = 0;
  constructor(readonly text: string) {}

  next(): Token | undefined {
    TOKEN.lastIndex = this.#at;
    const match = TOKEN.exec(this.text);
    if (match === null) return undefined;
    this.#at = TOKEN.lastIndex;
    const [whole, sign, string, number, other] = match;
    const end = this.#at;
    if (sign !== undefined) return { kind: "sign", text: sign, start: end - 1, end };
    if (string !== undefined) return { kind: "string", text: string, start: end - string.length - 2, end };
    if (number !== undefined) return { kind: "number", text: number, start: end - number.length, end };
    return { kind: "other", text: other ?? whole, start: end - (other ?? whole).length, end };
  }
}

/**
 * The fields of a JSON object in the order in which they are written, which `JSON.parse` doesn't keep, as far as the text is
 * JSON: a line that was cut has those before the cut. No object is made of a stranger's names.
 */
export function readJsonFields(text: string, onField: OnField): void {
  const tokens = new Tokens(text);
  if (tokens.next()?.text === "{") readObject(tokens, "", 1, onField);
}

/** False where the reading is over. */
function readObject(tokens: Tokens, prefix: string, depth: number, onField: OnField): boolean {
  for (;;) {
    const name = tokens.next();
    if (name?.kind === "sign" && name.text === "}") return true;
    if (name?.kind !== "string" || tokens.next()?.text !== ":") return false;
    if (!readValue(tokens, prefix + unescaped(name.text), depth, onField)) return false;
    const after = tokens.next();
    if (after?.kind === "sign" && after.text === "}") return true;
    if (after?.kind !== "sign" || after.text !== ",") return false;
  }
}

function readValue(tokens: Tokens, name: string, depth: number, onField: OnField): boolean {
  const value = tokens.next();
  if (value === undefined) return false;
  if (value.kind === "string") return !onField({ name, value: unescaped(value.text), kind: "string" });
  if (value.kind !== "sign") return !onField({ name, value: value.text, kind: value.kind });
  if (value.text === "{" && depth < DEPTH) return readObject(tokens, `${name}.`, depth + 1, onField);
  if (value.text !== "{" && value.text !== "[") return false;
  const end = skip(tokens);
  return end !== undefined && !onField({ name, value: tokens.text.slice(value.start, end), kind: "other" });
}

/** Where what was just opened is closed. */
function skip(tokens: Tokens): number | undefined {
  for (let open = 1; ; ) {
    const token = tokens.next();
    if (token === undefined) return undefined;
    if (token.kind !== "sign") continue;
    if (token.text === "{" || token.text === "[") open++;
    else if ((token.text === "}" || token.text === "]") && --open === 0) return token.end;
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, code: string | undefined, sign: string | undefined) =>
    code === undefined ? (ESCAPES.get(sign ?? "") ?? sign ?? "") : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
