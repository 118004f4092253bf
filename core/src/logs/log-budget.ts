import type { Outbox } from "./outbox.ts";

/** Bytes that may wait for all viewers together: eight panels that are wholly stuck. */
const BUDGET = 64 * 1024 * 1024;

/** What waits for all viewers at once. Where it is too much, who has taken nothing for the longest time loses first. */
export class LogBudget {
  readonly #bytes: number;
  readonly #outboxes = new Set<Outbox>();

  constructor(bytes = BUDGET) {
    this.#bytes = bytes;
  }

  add(outbox: Outbox): void {
    this.#outboxes.add(outbox);
    outbox.onPushed = () => this.#keep();
  }

  remove(outbox: Outbox): void {
    this.#outboxes.delete(outbox);
  }

  #keep(): void {
    let bytes = 0;
    for (const outbox of this.#outboxes) bytes += outbox.bytes;
    while (bytes > this.#bytes) {
      const holding = [...this.#outboxes].filter((outbox) => outbox.bytes > 0);
      const [least] = holding.sort((a, b) => a.lastTaken - b.lastTaken);
      if (least === undefined) return;
      bytes -= least.skipOldest();
    }
  }
}
