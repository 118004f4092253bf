import { levels } from "@quayside/core/model/log-text/line-level.ts";
import { PatternError } from "@quayside/core/model/log-text/pattern-syntax.ts";
import { finderOf } from "@quayside/core/model/log-text/text-finder.ts";
import { hasField } from "./line-fields.ts";
import type { LineEntry } from "./log-entry.ts";

/** Something that is looked for in each line of a group. */
export interface Term {
  test(entry: LineEntry): boolean;
}

/** Whether a group passes, by which of the terms one of its lines has. */
export type Passes = (has: readonly boolean[]) => boolean;

/** What is wrong with a query, and where: `[start, end)` of its text. */
export interface QueryError {
  readonly reason: PatternError["reason"] | "open" | "close" | "nothing" | "level" | "stream" | "many";
  readonly start: number;
  readonly end: number;
}

export interface FilterQuery {
  readonly terms: readonly Term[];
  readonly passes: Passes;
  /** Then the query lets everything through. */
  readonly error: QueryError | undefined;
}

const MOST_TERMS = 50;
const DEEPEST = 20;
const EVERYTHING: FilterQuery = { terms: [], passes: () => true, error: undefined };

class Wrong extends Error {
  constructor(
    readonly reason: QueryError["reason"],
    readonly start: number,
    readonly end: number,
  ) {
    super(reason);
  }
}

/**
 * Words side by side must all be there; `OR` between them, `NOT` or `-` before one, parentheses, `"exact words"`,
 * `/expression/`, `level:error,warn`, `stream:stderr` and `field:value` mean what they mean in other search fields.
 */
export function parseQuery(text: string, matchCase: boolean): FilterQuery {
  try {
    return new QueryParser(text, matchCase).whole();
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    const { reason, start, end } = error;
    return { ...EVERYTHING, error: { reason, start, end } };
  }
}

class QueryParser {
  readonly #terms: Term[] = [];
  #at = 0;
  #depth = 0;

  constructor(
    readonly text: string,
    readonly matchCase: boolean,
  ) {}

  whole(): FilterQuery {
    this.#skip();
    if (this.#at >= this.text.length) return EVERYTHING;
    const passes = this.#or();
    if (this.#at < this.text.length) throw new Wrong("close", this.#at, this.#at + 1);
    return { terms: this.#terms, passes, error: undefined };
  }

  #or(): Passes {
    const parts = [this.#and()];
    for (;;) {
      const start = this.#at;
      if (!this.#word("OR") && !this.#word("||")) break;
      if (this.#ends()) throw new Wrong("nothing", start, start + 2);
      parts.push(this.#and());
    }
    return (has) => parts.some((part) => part(has));
  }

  #and(): Passes {
    const parts: Passes[] = [];
    for (;;) {
      const start = this.#at;
      if (parts.length > 0 && (this.#word("AND") || this.#word("&&")) && this.#ends())
        throw new Wrong("nothing", start, start + 3);
      if (this.#ends() || this.#isWord("OR") || this.#isWord("||")) break;
      parts.push(this.#not());
    }
    if (parts.length === 0) throw new Wrong("nothing", this.#at, Math.min(this.text.length, this.#at + 2));
    return (has) => parts.every((part) => part(has));
  }

  #not(): Passes {
    const start = this.#at;
    const isNot = this.#word("NOT");
    const minus = !isNot && this.text[this.#at] === "-" && /\S/.test(this.text[this.#at + 1] ?? " ");
    if (!isNot && !minus) return this.#one();
    if (minus) this.#at++;
    if (this.#ends()) throw new Wrong("nothing", start, this.#at);
    const part = this.#one();
    return (has) => !part(has);
  }

  #one(): Passes {
    const start = this.#at;
    if (this.text[start] !== "(") return this.#term();
    if (++this.#depth > DEEPEST) throw new Wrong("too large", start, start + 1);
    this.#at++;
    this.#skip();
    if (this.text[this.#at] === ")") throw new Wrong("nothing", start, this.#at + 1);
    const inner = this.#or();
    if (this.text[this.#at] !== ")") throw new Wrong("open", start, start + 1);
    this.#at++;
    this.#depth--;
    this.#skip();
    return inner;
  }

  #term(): Passes {
    const start = this.#at;
    const rest = this.text.slice(start);
    const expression = /^\/((?:[^/\\]|\\.)+)\/(i?)(?=[\s)]|$)/.exec(rest);
    if (expression !== null) {
      this.#take(expression[0]);
      return this.#matches(expression[1] ?? "", true, expression[2] !== "i" && this.matchCase, start);
    }
    const field = /^([A-Za-z_@][\w@.-]*):(?:"([^"]*)"|([^\s"()]+))/.exec(rest);
    if (field !== null && !(field[3] ?? "").startsWith("//")) {
      this.#take(field[0]);
      return this.#field(field[1] ?? "", field[2] ?? field[3] ?? "", field[0], start);
    }
    const quoted = /^"([^"]*)"/.exec(rest);
    if (quoted !== null) {
      this.#take(quoted[0]);
      return quoted[1] === "" ? () => true : this.#matches(quoted[1] ?? "", false, this.matchCase, start);
    }
    if (rest.startsWith('"')) throw new Wrong("open", start, start + 1);
    const word = /^[^\s"()]+/.exec(rest)?.[0];
    if (word === undefined) throw new Wrong("close", start, start + 1);
    this.#take(word);
    return this.#matches(word, false, this.matchCase, start);
  }

  #field(name: string, value: string, written: string, start: number): Passes {
    const end = start + written.length;
    if (name.toLowerCase() === "level") {
      const asked = value
        .toLowerCase()
        .split(",")
        .map((one) => (one === "warning" ? "warn" : one));
      const known: readonly string[] = [...levels, "unknown"];
      if (!asked.every((one) => known.includes(one))) throw new Wrong("level", start, end);
      return this.#add({ test: ({ group }) => asked.includes(group.level ?? "unknown") }, start);
    }
    if (name.toLowerCase() === "stream") {
      if (value !== "stdout" && value !== "stderr") throw new Wrong("stream", start, end);
      return this.#add({ test: ({ line }) => line.stream === value }, start);
    }
    // Lines without fields may say it in these very words.
    const words = finderOf({ text: written, matchCase: this.matchCase });
    return this.#add({ test: (entry) => words.test(entry.text) || hasField(entry.line.text, { name, value }) }, start);
  }

  #matches(text: string, expression: boolean, matchCase: boolean, start: number): Passes {
    try {
      const finder = finderOf({ text, expression, matchCase });
      return this.#add({ test: (entry) => finder.test(entry.text) }, start);
    } catch (error) {
      if (error instanceof PatternError) throw new Wrong(error.reason, start, this.#lastEnd);
      throw error;
    }
  }

  #add(term: Term, start: number): Passes {
    if (this.#terms.length >= MOST_TERMS) throw new Wrong("many", start, this.#lastEnd);
    const index = this.#terms.push(term) - 1;
    return (has) => has[index] === true;
  }

  #lastEnd = 0;

  #take(text: string): void {
    this.#at += text.length;
    this.#lastEnd = this.#at;
    this.#skip();
  }

  #skip(): void {
    while (/\s/.test(this.text[this.#at] ?? "x")) this.#at++;
  }

  #ends(): boolean {
    return this.#at >= this.text.length || this.text[this.#at] === ")";
  }

  #isWord(word: string): boolean {
    return (
      this.text.startsWith(word, this.#at) &&
      /^(?:[\s(")]|$)/.test(this.text.slice(this.#at + word.length, this.#at + word.length + 1))
    );
  }

  #word(word: string): boolean {
    if (!this.#isWord(word)) return false;
    this.#at += word.length;
    this.#skip();
    return true;
  }
}
