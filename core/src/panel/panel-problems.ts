import { Emitter } from "../lifetime/emitter.ts";
import { latest } from "../lifetime/latest.ts";
import type { PendingProblem } from "../model/problem.ts";

/** The newest are the ones that matter; a disk that is full may be told of again and again. */
const LIMIT = 20;

/** Tells by the panels, in a home that has no way of its own: each is shown until a person has put it away. */
export class PanelProblems {
  readonly #sentences = new Map<string, string>();
  readonly #onDidChange = new Emitter<void>();
  #count = 0;

  report({ sentence }: Pick<PendingProblem, "sentence">): void {
    if ([...this.#sentences.values()].includes(sentence)) return;
    const [oldest] = this.#sentences.keys();
    if (oldest !== undefined && this.#sentences.size >= LIMIT) this.#sentences.delete(oldest);
    this.#count += 1;
    this.#sentences.set(String(this.#count), sentence);
    this.#onDidChange.fire();
  }

  /** What nobody has put away, each time that it is another. Ends on abort. */
  watch(signal: AbortSignal): AsyncGenerator<readonly PendingProblem[]> {
    return latest(
      () => [...this.#sentences].map(([id, sentence]) => ({ id, sentence })),
      this.#onDidChange.event,
      signal,
    );
  }

  /** A person has read it. Another page may have been quicker. */
  dismiss(id: string): void {
    if (this.#sentences.delete(id)) this.#onDidChange.fire();
  }
}
