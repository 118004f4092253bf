import { isError } from "@quayside/core/errors/errors.ts";
import { delay } from "@quayside/core/lifetime/abort.ts";
import type { PanelHandlers } from "@quayside/core/panel/methods.ts";
import { refusingHandlers } from "@quayside/core/panel/refusing-handlers.ts";
import type { Quayside } from "@quayside/core/quayside.ts";

export interface OpeningOptions {
  readonly open: () => Promise<Quayside>;
  readonly handlersOf: (quayside: Quayside) => PanelHandlers;
  /** Beside the refusals, while it is not open. */
  readonly always: Partial<PanelHandlers>;
  readonly onProblem: (problem: unknown) => void;
  /** It was opened after all: pages that were refused may come again. */
  readonly onOpened: () => void;
  /** Milliseconds between two tries. */
  readonly wait: number;
}

/** Opens core. While its files can't be used, as on a disk that is full, pages are told why, and it is tried again. */
export class Opening {
  readonly #options: OpeningOptions;
  readonly #closing = new AbortController();
  #quayside: Quayside | undefined;
  #handlers: PanelHandlers | undefined;
  #again: Promise<void> | undefined;

  constructor(options: OpeningOptions) {
    this.#options = options;
  }

  get handlers(): PanelHandlers {
    if (this.#handlers === undefined) throw new Error("It was not begun.");
    return this.#handlers;
  }

  /** Rejects with anything but StoreUnusable. */
  async begin(): Promise<void> {
    if (!(await this.#try())) this.#again = this.#goOn();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#again;
    await this.#quayside?.dispose();
  }

  async #try(): Promise<boolean> {
    const { open, handlersOf, always, onProblem } = this.#options;
    try {
      this.#quayside = await open();
      this.#handlers = handlersOf(this.#quayside);
      return true;
    } catch (error) {
      if (!isError(error, "StoreUnusable")) throw error;
      if (this.#handlers === undefined) onProblem(error);
      this.#handlers = { ...refusingHandlers(error), ...always };
      return false;
    }
  }

  async #goOn(): Promise<void> {
    const { signal } = this.#closing;
    const { wait, onOpened, onProblem } = this.#options;
    try {
      do await delay(wait, signal);
      while (!(await this.#try()));
      onOpened();
    } catch (error) {
      if (!signal.aborted) onProblem(error);
    }
  }
}
