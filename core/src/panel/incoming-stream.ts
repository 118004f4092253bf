import type { ErrorInfo } from "../errors/error-info.ts";
import { PanelError } from "./panel-error.ts";

/** The panel's end of a stream: keeps what came until it is read, at most the credit that it gave. */
export class IncomingStream<Item> {
  #items: Item[] = [];
  #ended = false;
  #error: PanelError | undefined;
  #wake: (() => void) | undefined;

  /** `grant` asks for so many more. `window` is how many may be under way; half of it is asked for at a time. */
  constructor(
    readonly window: number,
    readonly grant: (count: number) => void,
  ) {}

  push(item: Item): void {
    if (this.#ended) return;
    this.#items.push(item);
    this.#wake?.();
  }

  end(error?: ErrorInfo): void {
    if (this.#ended) return;
    this.#ended = true;
    if (error !== undefined) this.#error = new PanelError(error);
    this.#wake?.();
  }

  /** Ends at once: what was not read yet is dropped. */
  close(): void {
    this.#items = [];
    this.#error = undefined;
    this.#ended = true;
    this.#wake?.();
  }

  async *read(): AsyncGenerator<Item, void, void> {
    const half = Math.ceil(this.window / 2);
    let taken = 0;
    while (true) {
      while (this.#items.length > 0) {
        yield this.#items.shift() as Item;
        taken += 1;
        if (taken >= half && !this.#ended) {
          this.grant(taken);
          taken = 0;
        }
      }
      if (this.#error !== undefined) throw this.#error;
      if (this.#ended) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
