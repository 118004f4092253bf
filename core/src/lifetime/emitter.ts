import { type Disposable, disposable } from "./disposable.ts";

export type Listener<T> = (value: T) => void;

/** A place to listen: `onDidChange((change) => …)` gives back what ends the listening. */
export type Event<T> = (listener: Listener<T>) => Disposable;

/** One listener that throws never keeps the others from hearing: its error surfaces as an uncaught one. */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<{ readonly listener: Listener<T> }>();
  #disposed = false;

  readonly event: Event<T> = (listener) => {
    const entry = { listener };
    if (!this.#disposed) this.#listeners.add(entry);
    return disposable(() => this.#listeners.delete(entry));
  };

  get hasListeners(): boolean {
    return this.#listeners.size > 0;
  }

  fire(value: T): void {
    for (const { listener } of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#listeners.clear();
  }
}
