import { onAbort } from "../lifetime/abort.ts";
import type { TerminalOutput } from "../model/held-terminal.ts";
import type { TerminalScreen } from "./terminal-screen.ts";

/** Characters that wait for one who looks at it; beyond, the screen as it is then says as much. */
const BEHIND = 256 << 10;

/** One who looks at a terminal: first the whole, then what comes. One who is too slow gets the whole again. */
export class TerminalViewer {
  readonly #screen: TerminalScreen;
  #waiting: string[] = [];
  #size = 0;
  #whole = true;
  #over = false;
  #wake: () => void = () => {};

  constructor(screen: TerminalScreen) {
    this.#screen = screen;
  }

  push(output: string): void {
    // The screen, which is asked for next, has it.
    if (this.#whole) return;
    this.#size += output.length;
    this.#waiting.push(output);
    if (this.#size > BEHIND) this.redraw();
    this.#wake();
  }

  /** It has another size now: what is drawn there begins anew. */
  redraw(): void {
    this.#whole = true;
    this.#wake();
  }

  /** Nothing comes any more. */
  finish(): void {
    this.#over = true;
    this.#wake();
  }

  /** Ends when all has been given after `finish`, and on abort. */
  async *read(signal: AbortSignal): AsyncGenerator<TerminalOutput> {
    const aborted = onAbort(signal, () => this.#wake());
    try {
      while (!signal.aborted) {
        if (this.#whole) {
          this.#whole = false;
          this.#take();
          const screen = await this.#screen.snapshot();
          yield { screen, size: this.#screen.size };
        } else if (this.#size > 0) yield { output: this.#take() };
        else if (this.#over) return;
        else
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
            if (signal.aborted) resolve();
          });
      }
    } finally {
      aborted.dispose();
    }
  }

  #take(): string {
    const output = this.#waiting.join("");
    this.#waiting = [];
    this.#size = 0;
    return output;
  }
}
