const RETURN = 13;
const LINE_FEED = 10;
const BACKSPACE = 8;
const DELETE = 127;
const KILL_LINE = 21;
const ESCAPE = 27;

/** What a key shows, and what is sent of it. */
export interface Edited {
  readonly shown: string;
  readonly sent: string;
}

/**
 * What a terminal's line discipline does, for a process that has none: shows what is typed, takes it back, and sends
 * whole lines. Keys that would be signals are nothing here: there is nobody whom they could reach.
 */
export class LineEditor {
  readonly #decoder = new TextDecoder();
  #line: string[] = [];
  #escape = false;

  feed(typed: Uint8Array): Edited {
    let shown = "";
    let sent = "";
    for (const character of this.#decoder.decode(typed, { stream: true })) {
      const code = character.codePointAt(0) ?? 0;
      if (this.#escape) {
        // An arrow or the like: it ends with a letter or a tilde, "[" and "O" begin it.
        this.#escape = !/[a-zA-Z~]/.test(character) || character === "O";
      } else if (code === ESCAPE) {
        this.#escape = true;
      } else if (code === RETURN || code === LINE_FEED) {
        sent += `${this.#line.join("")}\n`;
        shown += "\r\n";
        this.#line = [];
      } else if (code === DELETE || code === BACKSPACE) {
        shown += rubOut(this.#line.splice(-1));
      } else if (code === KILL_LINE) {
        shown += rubOut(this.#line.splice(0));
      } else if (code >= 32 || character === "\t") {
        this.#line.push(character);
        shown += character === "\t" ? " " : character;
      }
    }
    return { shown, sent };
  }
}

/** Wide ones, of two columns, are those of East Asia and pictures. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|\p{Emoji_Presentation}/u;

function rubOut(characters: readonly string[]): string {
  return characters
    .toReversed()
    .map((character) => (WIDE.test(character) ? "\b\b  \b\b" : "\b \b"))
    .join("");
}
