import { Conflict, InvalidInput } from "@quayside/core/errors/errors.ts";
import { Emitter } from "@quayside/core/lifetime/emitter.ts";
import type { Transport } from "@quayside/core/panel/transport.ts";
import { maxMessage } from "../envelope.ts";
import { Outbox } from "./outbox.ts";

/** What a page may be behind by. Its panels' credit keeps it far below this. */
const maxBehind = 2 * maxMessage;

/** One page's connection. It outlives the requests that it is made of, until the page is gone for good. */
export class Session implements Transport {
  readonly id: string;
  readonly outbox = new Outbox(maxBehind);
  readonly #now: () => number;
  readonly #onMessage = new Emitter<unknown>();
  readonly #onEnd = new Emitter<void>();
  #received = 0;
  #lastHeard: number;
  #ended = false;

  readonly onMessage = this.#onMessage.event;
  readonly onEnd = this.#onEnd.event;

  constructor(id: string, now: () => number) {
    this.id = id;
    this.#now = now;
    this.#lastHeard = now();
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** When the page itself last gave a sign of life. Milliseconds. */
  get lastHeard(): number {
    return this.#lastHeard;
  }

  heard(): void {
    this.#lastHeard = this.#now();
  }

  /**
   * Messages of the page, numbered from `first` on. A request that was answered may come again when its answer was
   * lost: what is known already is passed over. Gives the number of the last one. Conflict where some are missing.
   */
  receive(first: number, messages: readonly unknown[]): number {
    this.heard();
    if (first > this.#received + 1) throw new Conflict(`Message ${this.#received + 1} is missing.`);
    for (const message of messages.slice(this.#received + 1 - first)) {
      this.#received += 1;
      this.#onMessage.fire(message);
    }
    return this.#received;
  }

  send(message: unknown): void {
    if (this.#ended) return;
    const json = JSON.stringify(message);
    if (json.length > maxMessage) {
      throw new InvalidInput("answer", `The answer has ${json.length} characters; ${maxMessage} can be carried.`);
    }
    if (!this.outbox.push(json)) this.dispose();
  }

  dispose(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#onEnd.fire();
    this.#onEnd.dispose();
    this.#onMessage.dispose();
  }
}
