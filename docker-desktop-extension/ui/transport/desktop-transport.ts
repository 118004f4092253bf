import { delay } from "@quayside/core/lifetime/abort.ts";
import { Emitter } from "@quayside/core/lifetime/emitter.ts";
import type { Transport } from "@quayside/core/panel/transport.ts";
import type { Downlink } from "./downlink.ts";
import { type ServiceCalls, SessionLost } from "./service-calls.ts";
import { Uplink } from "./uplink.ts";

/** Messages got and not yet acknowledged, after which that is done at once. */
const UNACKNOWLEDGED = 64;

/**
 * One session with the backend, over what Docker Desktop offers. It lives through broken requests, cut streams and a
 * helper that died: numbers on both ways show what is missing and what came twice. It ends when the backend has
 * forgotten the session.
 */
export class DesktopTransport implements Transport {
  readonly #session: string;
  readonly #calls: ServiceCalls;
  readonly #uplink: Uplink;
  readonly #onMessage = new Emitter<unknown>();
  readonly #onEnd = new Emitter<void>();
  readonly #onDidFalter = new Emitter<boolean>();
  readonly #closing = new AbortController();
  #received = 0;
  #acknowledged = 0;
  #faltering = false;

  readonly onMessage = this.#onMessage.event;
  readonly onEnd = this.#onEnd.event;
  /** True when the backend can't be reached for now, false when it can again. */
  readonly onDidFalter = this.#onDidFalter.event;

  constructor(session: string, calls: ServiceCalls, downlink: Downlink) {
    this.#session = session;
    this.#calls = calls;
    let failures = 0;
    this.#uplink = new Uplink({
      post: async (first, messages) => {
        const after = this.#received;
        await calls.post(session, first, messages, after);
        this.#acknowledged = Math.max(this.#acknowledged, after);
        failures = 0;
        this.#falter(false);
      },
      retry: (error) => {
        failures += 1;
        return this.#survives(error, failures);
      },
    });
    void this.#listen(downlink);
  }

  send(message: unknown): void {
    if (!this.#closing.signal.aborted) this.#uplink.send(message);
  }

  /** The backend hears of it, if it can be reached; else the session expires there. */
  dispose(): void {
    if (this.#closing.signal.aborted) return;
    this.#end();
    this.#calls.close(this.#session).catch(() => {});
  }

  async #listen(downlink: Downlink): Promise<void> {
    const { signal } = this.#closing;
    // Whoever made this listens to it in the same turn: nothing may come sooner.
    await Promise.resolve();
    for (let failures = 0; !signal.aborted; ) {
      const before = this.#received;
      try {
        await downlink.run(
          this.#session,
          this.#received,
          { message: (...numbered) => this.#take(...numbered), heartbeat: () => this.#alive() },
          signal,
        );
        failures = 0;
      } catch (error) {
        failures = this.#received > before ? 1 : failures + 1;
        if (!(await this.#survives(error, failures))) return;
        // Its answer tells at once whether the backend is there and still knows the session.
        this.#uplink.signOfLife();
      }
    }
  }

  #take(sequence: number, message: unknown): void {
    if (sequence <= this.#received) return;
    if (sequence > this.#received + 1) throw new Error(`Message ${this.#received + 1} is missing.`);
    this.#received = sequence;
    this.#falter(false);
    this.#onMessage.fire(message);
    if (this.#received - this.#acknowledged >= UNACKNOWLEDGED) {
      this.#acknowledged = this.#received;
      this.#uplink.signOfLife();
    }
  }

  #alive(): void {
    this.#falter(false);
    this.#uplink.signOfLife();
  }

  /** Waits before the next try; false when there is none. */
  async #survives(error: unknown, failures: number): Promise<boolean> {
    if (error instanceof SessionLost) this.#end();
    if (this.#closing.signal.aborted) return false;
    // The first failure may be the cut of a moment.
    if (failures > 1) this.#falter(true);
    return delay(Math.min(50 * 2 ** failures, 2000), this.#closing.signal).then(
      () => true,
      () => false,
    );
  }

  #falter(faltering: boolean): void {
    if (this.#faltering === faltering) return;
    this.#faltering = faltering;
    this.#onDidFalter.fire(faltering);
  }

  #end(): void {
    this.#closing.abort();
    this.#uplink.stop();
    this.#onEnd.fire();
    this.#onEnd.dispose();
    this.#onMessage.dispose();
    this.#onDidFalter.dispose();
  }
}
