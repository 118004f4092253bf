/**
 * Messages as lines of at most 4 KB, for the output of a command. They are ASCII, so that a cut within a character
 * can't happen; and each ends with a mark that stands nowhere else, so that it doesn't matter whether the host splits
 * lines, keeps their ends, or hands over any piece of the output.
 *
 *     12+{"type":"it^     message 12, more of it follows
 *     12=em"}^            message 12, its end
 *     h^                  a heartbeat
 */
export const heartbeatLine = "h^\n";

const PIECE = 4000;

export function* linesOf(sequence: number, json: string): Generator<string> {
  const text = json.replace(
    /[\^\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  for (let at = 0; at < text.length || at === 0; at += PIECE) {
    const isLast = at + PIECE >= text.length;
    yield `${sequence}${isLast ? "=" : "+"}${text.slice(at, at + PIECE)}^\n`;
  }
}

export type StreamEvent =
  | { readonly kind: "heartbeat" }
  | { readonly kind: "message"; readonly sequence: number; readonly message: unknown };

/** Puts messages together again from output in any pieces. Throws where it is none of ours, or longer than `limit` characters. */
export class StreamReader {
  readonly #limit: number;
  #rest = "";
  #parts: string[] = [];
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  *read(output: string): Generator<StreamEvent> {
    const pieces = (this.#rest + output).split("^");
    this.#rest = pieces.pop() ?? "";
    this.#bound(this.#rest.length);
    for (const piece of pieces) {
      const event = this.#take(piece.trimStart());
      if (event !== undefined) yield event;
    }
  }

  #take(line: string): StreamEvent | undefined {
    if (line === "h") return { kind: "heartbeat" };
    const [head, sequence, mark] = /^(\d+)([+=])/.exec(line) ?? [];
    if (head === undefined)
      throw new Error(`The backend's output is not understood: ${JSON.stringify(line.slice(0, 60))}`);
    this.#parts.push(line.slice(head.length));
    this.#length += line.length;
    this.#bound(this.#length);
    if (mark === "+") return undefined;
    const json = this.#parts.join("");
    this.#parts = [];
    this.#length = 0;
    return { kind: "message", sequence: Number(sequence), message: JSON.parse(json) as unknown };
  }

  #bound(length: number): void {
    if (length > this.#limit) throw new Error(`The backend sent a message of more than ${this.#limit} characters.`);
  }
}
