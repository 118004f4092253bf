/** A shell that runs nothing: it echoes. Enough to type into a demo's terminal. */
export interface ShellSurroundings {
  readonly tty: boolean;
  readonly container: string;
  readonly size: () => readonly [columns: number, rows: number];
  readonly write: (text: string) => void;
  readonly exit: (code: number) => void;
}

const help = [
  "This container is a part of Quayside's demo; nothing runs here.",
  "help  stty size  exit [code]  anything else is echoed",
];

export class LineShell {
  readonly #around: ShellSurroundings;
  readonly #decoder = new TextDecoder();
  #line = "";
  #wasReturn = false;
  #ended = false;

  constructor(around: ShellSurroundings) {
    this.#around = around;
    this.#prompt();
  }

  /** Bytes as they were typed, cut anywhere. */
  input(bytes: Uint8Array): void {
    for (const character of this.#decoder.decode(bytes, { stream: true })) {
      if (this.#ended) return;
      this.#type(character);
    }
  }

  /** The other side has closed its input. */
  end(): void {
    if (!this.#ended) this.#exit(0);
  }

  #type(character: string): void {
    // A terminal sends CR for Enter; a pipe sends LF, and CR LF is one line end.
    const isSecondHalf = character === "\n" && this.#wasReturn;
    this.#wasReturn = character === "\r";
    if (isSecondHalf) return;
    if (character === "\r" || character === "\n") this.#enter();
    else if (!this.#around.tty) this.#line += character;
    else if (character === "\u0003") this.#abandon();
    else if (character === "\u0004") this.#line === "" && this.#exit(0);
    else if (character === "\u007f" || character === "\b") this.#rubOut();
    else if (character >= " ") {
      this.#line += character;
      this.#around.write(character);
    }
  }

  #enter(): void {
    const line = this.#line.trim();
    this.#line = "";
    this.#echo("\r\n");
    const exit = /^exit(?:\s+(\d{1,3}))?$/.exec(line);
    if (exit !== null) {
      this.#exit(Number(exit[1] ?? 0) % 256);
      return;
    }
    for (const answer of this.#answer(line)) this.#say(answer);
    this.#prompt();
  }

  #answer(line: string): readonly string[] {
    if (line === "") return [];
    if (line === "help") return help;
    const [columns, rows] = this.#around.size();
    return line === "stty size" ? [`${rows} ${columns}`] : [line.replace(/^echo\s+/, "")];
  }

  #abandon(): void {
    this.#line = "";
    this.#echo("^C\r\n");
    this.#prompt();
  }

  #rubOut(): void {
    if (this.#line === "") return;
    this.#line = [...this.#line].slice(0, -1).join("");
    this.#around.write("\b \b");
  }

  #prompt(): void {
    this.#echo(`${this.#around.container}:/# `);
  }

  #say(line: string): void {
    this.#around.write(`${line}${this.#around.tty ? "\r\n" : "\n"}`);
  }

  /** What only a terminal shows. */
  #echo(text: string): void {
    if (this.#around.tty) this.#around.write(text);
  }

  #exit(code: number): void {
    this.#ended = true;
    this.#around.exit(code);
  }
}
