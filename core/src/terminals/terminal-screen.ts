/// <reference path="./xterm-headless.d.ts" />
import { SerializeAddon } from "@xterm/addon-serialize/lib/addon-serialize.mjs";
import { Terminal } from "@xterm/headless/lib-headless/xterm-headless.mjs";
import type { Disposable } from "../lifetime/disposable.ts";
import type { TerminalSize } from "../model/terminal.ts";

/** Lines above the screen that are kept: some 2 MB where all are full. */
const SCROLLBACK = 2000;

/**
 * What a terminal shows, kept without a page: whoever looks at it anew gets it whole, in colour, with the modes that
 * programs have set. Bytes that are merely kept would begin in the midst of a sequence. In a bundle this is a file of
 * its own (core/esbuild-plugin.ts), loaded with the first terminal that is held.
 */
export class TerminalScreen implements Disposable {
  readonly #terminal: Terminal;
  readonly #serializer = new SerializeAddon();

  constructor({ columns, rows }: TerminalSize) {
    this.#terminal = new Terminal({ cols: columns, rows, scrollback: SCROLLBACK, allowProposedApi: true });
    this.#terminal.loadAddon(this.#serializer);
  }

  get size(): TerminalSize {
    return { columns: this.#terminal.cols, rows: this.#terminal.rows };
  }

  /** `drawn` is called when it has been taken in. */
  write(text: string, drawn: () => void): void {
    this.#terminal.write(text, drawn);
  }

  resize({ columns, rows }: TerminalSize): void {
    this.#terminal.resize(columns, rows);
  }

  /** All that was written before, and nothing that is written after the call. */
  snapshot(): Promise<string> {
    return new Promise((resolve) => this.#terminal.write("", () => resolve(this.#serializer.serialize())));
  }

  /** What programs ask a terminal, such as where its cursor is, it answers itself: also where nobody looks. */
  onAnswer(answer: (text: string) => void): void {
    this.#terminal.onData(answer);
  }

  dispose(): void {
    this.#terminal.dispose();
  }
}
