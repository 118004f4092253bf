/** So long it waits for more. */
const WAIT = 150;

/**
 * Saves once for many changes, a little after the first and at the latest when it is disposed of: a scroll is a change
 * in each frame.
 */
export class LateSave {
  readonly #save: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(save: () => void) {
    this.#save = save;
  }

  ask(): void {
    this.#timer ??= setTimeout(() => this.#now(), WAIT);
  }

  dispose(): void {
    if (this.#timer !== undefined) this.#now();
  }

  #now(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#save();
  }
}
