import { onAbort } from "./abort.ts";

/** Remembers one call of `set` until somebody waits for it. One waiter at a time. */
export class Latch {
  #set = false;
  #wake: (() => void) | undefined;

  set(): void {
    this.#set = true;
    this.#wake?.();
  }

  /** Returns when `set` was called since the last wait, when the signal aborts, or after so many milliseconds. */
  async wait(signal: AbortSignal, milliseconds?: number): Promise<void> {
    if (!this.#set && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          aborted.dispose();
          this.#wake = undefined;
          resolve();
        };
        const timer = milliseconds === undefined ? undefined : setTimeout(done, milliseconds);
        const aborted = onAbort(signal, done);
        this.#wake = done;
      });
    }
    this.#set = false;
  }
}
