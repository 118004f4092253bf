import { onAbort } from "../lifetime/abort.ts";
import { type Disposable, disposable } from "../lifetime/disposable.ts";

/** Lets so many go on at once, in the order in which they came. */
export class StreamSlots {
  #taken = 0;
  readonly #waiting: (() => void)[] = [];

  get taken(): number {
    return this.#taken;
  }

  /** Waits for its turn; undefined when the signal aborts first. `limit` may be another each time. */
  async take(limit: number, signal: AbortSignal): Promise<Disposable | undefined> {
    while (this.#taken >= limit && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const go = (): void => {
          const index = this.#waiting.indexOf(go);
          if (index >= 0) this.#waiting.splice(index, 1);
          aborted.dispose();
          resolve();
        };
        this.#waiting.push(go);
        const aborted = onAbort(signal, go);
      });
    }
    if (signal.aborted) {
      // It may have been woken for a slot that it no longer wants.
      this.#waiting[0]?.();
      return undefined;
    }
    this.#taken += 1;
    return disposable(() => {
      this.#taken -= 1;
      this.#waiting[0]?.();
    });
  }
}
