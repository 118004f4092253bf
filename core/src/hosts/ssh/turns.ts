import { setTimeout as sleep } from "node:timers/promises";
import { orAborted } from "../../lifetime/abort.ts";

/** One after another; but who takes longer than a turn lasts goes on beside the next. */
export class Turns {
  readonly #longest: number;
  #last: Promise<unknown> = Promise.resolve();

  /** `longest`: milliseconds of a turn. */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** Rejects with Cancelled when the signal aborts while it waits; then it is not run. */
  async take<T>(run: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const before = this.#last;
    let end: () => void = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#last = before.then(() => Promise.race([ended, sleep(this.#longest, undefined, { ref: false })]));
    try {
      await orAborted(before, signal);
      return await run();
    } finally {
      end();
    }
  }
}
