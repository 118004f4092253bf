import { InvalidInput } from "@quayside/core/errors/errors.ts";
import { maxRequest } from "../../envelope.ts";

export interface UplinkOptions {
  /** Posts messages numbered from `first` on. */
  readonly post: (first: number, messages: readonly unknown[]) => Promise<unknown>;
  /** What went wrong, after which the same batch is tried again; gives false to stop. Resolves when it may. */
  readonly retry: (error: unknown) => Promise<boolean>;
}

interface Queued {
  readonly message: unknown;
  readonly size: number;
}

/** Room for the envelope, and for the characters that JSON writes longer than UTF-8 counts. */
const BATCH = maxRequest - 4096;
const MANY = 1000;

/** Messages to the backend: in order, one request at a time; what comes meanwhile goes together with the next. */
export class Uplink {
  readonly #options: UplinkOptions;
  #queue: Queued[] = [];
  #first = 1;
  #running = false;
  #signOfLife = false;
  #stopped = false;

  constructor(options: UplinkOptions) {
    this.#options = options;
  }

  /** Throws InvalidInput where the message is too large to be carried. */
  send(message: unknown): void {
    const size = new TextEncoder().encode(JSON.stringify(message)).length;
    if (size > BATCH) throw new InvalidInput("message", `It has ${size} bytes; ${BATCH} can be carried.`);
    // Copied, as every transport does: who sent it may go on changing it.
    this.#queue.push({ message: structuredClone(message), size });
    this.#run();
  }

  /** An empty batch, unless others are under way anyhow. */
  signOfLife(): void {
    this.#signOfLife = true;
    this.#run();
  }

  stop(): void {
    this.#stopped = true;
    this.#queue = [];
  }

  #run(): void {
    if (this.#running || this.#stopped) return;
    this.#running = true;
    // A turn later: what is sent in one turn is one request.
    queueMicrotask(() => void this.#pump());
  }

  async #pump(): Promise<void> {
    while (!this.#stopped && (this.#queue.length > 0 || this.#signOfLife)) {
      this.#signOfLife = false;
      const batch = this.#batch();
      try {
        await this.#options.post(
          this.#first,
          batch.map(({ message }) => message),
        );
        this.#queue.splice(0, batch.length);
        this.#first += batch.length;
      } catch (error) {
        if (!(await this.#options.retry(error))) break;
        this.#signOfLife = true;
      }
    }
    this.#running = false;
  }

  #batch(): Queued[] {
    let size = 0;
    const end = this.#queue.findIndex((queued, index) => {
      size += queued.size + 1;
      return index >= MANY || size > BATCH;
    });
    return this.#queue.slice(0, end < 0 ? this.#queue.length : Math.max(end, 1));
  }
}
