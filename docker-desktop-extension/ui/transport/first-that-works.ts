import type { Downlink, DownlinkEvents } from "./downlink.ts";
import { SessionLost } from "./service-calls.ts";

/** Failures in a row, without a sign of life between them, after which the next way is taken. */
const PATIENCE = 3;

/** Several ways of which one is used: the next when one goes on failing. */
export class FirstThatWorks implements Downlink {
  readonly #ways: readonly [Downlink, ...Downlink[]];
  #present = 0;
  #failures = 0;

  constructor(ways: readonly [Downlink, ...Downlink[]]) {
    this.#ways = ways;
  }

  async run(session: string, after: number, events: DownlinkEvents, signal: AbortSignal): Promise<void> {
    const way = this.#ways[this.#present] ?? this.#ways[0];
    const works = () => {
      this.#failures = 0;
    };
    const heard: DownlinkEvents = {
      message(sequence, message) {
        works();
        events.message(sequence, message);
      },
      heartbeat() {
        works();
        events.heartbeat();
      },
    };
    try {
      await way.run(session, after, heard, signal);
    } catch (error) {
      if (!(error instanceof SessionLost)) this.#failed();
      throw error;
    }
  }

  #failed(): void {
    this.#failures += 1;
    if (this.#failures < PATIENCE) return;
    this.#failures = 0;
    this.#present = (this.#present + 1) % this.#ways.length;
  }
}
