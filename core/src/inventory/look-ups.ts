import { isError } from "../errors/errors.ts";
import type { Container } from "../model/container.ts";

/** More at once would only queue in the engine. */
const AT_ONCE = 6;

export interface LookUpResults {
  readonly found: (container: Container) => void;
  readonly gone: (id: string) => void;
  /** The engine could not say: neither found nor gone. */
  readonly failed: (error: unknown) => void;
}

/**
 * Looks single containers up after events. However often one is asked for while it waits it is looked up once, and
 * once more when it is asked for while its look-up is under way, since that answer may be older than the event.
 */
export class LookUps {
  readonly #inspect: (id: string) => Promise<Container>;
  readonly #results: LookUpResults;
  readonly #waiting = new Set<string>();
  readonly #running = new Set<string>();

  constructor(inspect: (id: string) => Promise<Container>, results: LookUpResults) {
    this.#inspect = inspect;
    this.#results = results;
  }

  ask(id: string): void {
    this.#waiting.add(id);
    this.#next();
  }

  /** It is gone: an answer that still comes is of no use. */
  forget(id: string): void {
    this.#waiting.delete(id);
    this.#running.delete(id);
  }

  #next(): void {
    for (const id of this.#waiting) {
      if (this.#running.size >= AT_ONCE) return;
      if (this.#running.has(id)) continue;
      this.#waiting.delete(id);
      this.#running.add(id);
      void this.#lookUp(id);
    }
  }

  async #lookUp(id: string): Promise<void> {
    try {
      const container = await this.#inspect(id);
      if (this.#running.has(id)) this.#results.found(container);
    } catch (error) {
      if (isError(error, "NotFound")) this.#results.gone(id);
      else if (!isError(error, "Cancelled")) this.#results.failed(error);
    } finally {
      this.#running.delete(id);
      this.#next();
    }
  }
}
