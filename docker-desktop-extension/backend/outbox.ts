import { Emitter } from "@quayside/core/lifetime/emitter.ts";

export interface Numbered {
  readonly sequence: number;
  readonly json: string;
}

/** What was sent to a page and is not known to have arrived, numbered from 1 on. */
export class Outbox {
  readonly #limit: number;
  readonly #onDidPush = new Emitter<void>();
  #waiting: Numbered[] = [];
  #size = 0;
  #last = 0;

  readonly onDidPush = this.#onDidPush.event;

  /** `limit` in characters of JSON. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The number of the last message. */
  get last(): number {
    return this.#last;
  }

  /** False where the page is so far behind that there is no room. */
  push(json: string): boolean {
    if (this.#size > 0 && this.#size + json.length > this.#limit) return false;
    this.#last += 1;
    this.#size += json.length;
    this.#waiting.push({ sequence: this.#last, json });
    this.#onDidPush.fire();
    return true;
  }

  /** The page has all up to this number. */
  forget(upTo: number): void {
    const kept = this.#waiting.findIndex(({ sequence }) => sequence > upTo);
    const gone = this.#waiting.splice(0, kept < 0 ? this.#waiting.length : kept);
    for (const { json } of gone) this.#size -= json.length;
  }

  /** Those after the number, as many as fit into `size` characters but at least one. */
  after(number: number, size: number): Numbered[] {
    const found: Numbered[] = [];
    let total = 0;
    const oldest = this.#waiting[0]?.sequence ?? 1;
    for (const message of this.#waiting.slice(Math.max(0, number + 1 - oldest))) {
      total += message.json.length;
      if (found.length > 0 && total > size) break;
      found.push(message);
    }
    return found;
  }
}
