import type { PullLine } from "../engine/pull-line.ts";
import type { Disposable } from "../lifetime/disposable.ts";
import type { PullProgress } from "../model/pull-progress.ts";
import { finished, noProgress, withLine } from "./pull-progress.ts";

/** Milliseconds between two reports: the engine has hundreds of lines a second. */
const PACE = 100;

/** Hands out how far a pull has come: the first word at once, then the latest at a pace that people can follow. */
export class PullReport implements Disposable {
  readonly #onProgress: (progress: PullProgress) => void;
  #progress = noProgress;
  #timer: NodeJS.Timeout | undefined;

  constructor(onProgress: (progress: PullProgress) => void) {
    this.#onProgress = onProgress;
  }

  take(line: PullLine): void {
    this.#progress = withLine(this.#progress, line);
    if (this.#timer !== undefined) return;
    const reported = this.#progress;
    this.#onProgress(reported);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#progress !== reported) this.#onProgress(this.#progress);
    }, PACE);
  }

  finish(): void {
    this.dispose();
    this.#onProgress(finished(this.#progress));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
