import { Emitter } from "../lifetime/emitter.ts";
import type { Transport } from "./transport.ts";

// Taken at load: delivery goes on under a test's fake timers. A task and not a microtask, as from any real transport.
const { setTimeout } = globalThis;
// A browser, where the panels are tested too, has no setImmediate.
const soon: (run: () => void) => void = globalThis.setImmediate ?? ((run) => setTimeout(run));

/** Two ends of one connection within a process, for tests. Each message is a structured clone and arrives later. */
export function inMemoryTransports(): readonly [Transport, Transport] {
  const first = new InMemoryTransport();
  const second = new InMemoryTransport();
  first.other = second;
  second.other = first;
  return [first, second];
}

class InMemoryTransport implements Transport {
  other: InMemoryTransport | undefined;
  readonly #messages = new Emitter<unknown>();
  readonly #ends = new Emitter<void>();
  #arriving: (() => void)[] = [];
  #ended = false;

  readonly onMessage = this.#messages.event;
  readonly onEnd = this.#ends.event;

  send(message: unknown): void {
    if (this.#ended) return;
    const copy = structuredClone(message);
    this.other?.arrive((end) => end.#messages.fire(copy));
  }

  /** The other side hears of it after what was sent before. */
  dispose(): void {
    if (this.#ended) return;
    this.other?.arrive((end) => end.#end());
    this.#end();
  }

  arrive(deliver: (end: InMemoryTransport) => void): void {
    if (this.#arriving.length === 0) soon(() => this.#deliver());
    this.#arriving.push(() => deliver(this));
  }

  #deliver(): void {
    const arrived = this.#arriving;
    this.#arriving = [];
    for (const deliver of arrived) deliver();
  }

  #end(): void {
    this.#ended = true;
    this.#ends.fire();
    this.#ends.dispose();
    this.#messages.dispose();
  }
}
