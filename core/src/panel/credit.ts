/** How many items a stream may still send. What is given beyond the limit is dropped. */
export class Credit {
  #left: number;
  #closed = false;
  #wake: (() => void) | undefined;

  constructor(
    first: number,
    readonly limit: number,
  ) {
    this.#left = first;
  }

  add(count: number): void {
    this.#left = Math.min(this.#left + count, this.limit);
    this.#wake?.();
  }

  /** Takes one for an item that was sent, and waits until there is one for the next. False when closed instead. */
  async spend(): Promise<boolean> {
    this.#left -= 1;
    while (this.#left <= 0 && !this.#closed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return !this.#closed;
  }

  close(): void {
    this.#closed = true;
    this.#wake?.();
  }
}
