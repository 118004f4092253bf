import type { Disposable } from "./disposable.ts";

export interface Patience {
  /** Milliseconds of quiet that are waited for. */
  readonly quiet: number;
  /** Milliseconds after the first asking at which the waiting ends, quiet or not. */
  readonly longest: number;
}

/** Runs once for a burst of askings: when it is over, or has lasted too long. */
export class Settled implements Disposable {
  readonly #run: () => void;
  readonly #patience: Patience;
  #timer: NodeJS.Timeout | undefined;
  #latest = 0;
  #disposed = false;

  constructor(run: () => void, patience: Patience) {
    this.#run = run;
    this.#patience = patience;
  }

  ask(): void {
    if (this.#disposed) return;
    const now = performance.now();
    if (this.#timer === undefined) this.#latest = now + this.#patience.longest;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#run();
      },
      Math.max(0, Math.min(this.#patience.quiet, this.#latest - now)),
    );
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
  }
}
