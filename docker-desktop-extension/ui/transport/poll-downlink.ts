import type { Downlink, DownlinkEvents } from "./downlink.ts";
import type { ServiceCalls } from "./service-calls.ts";

/** The backend holds a request for 20 s; an answer that takes so much longer will not come. */
const PATIENCE = 45_000;

/** Long polling: one request after another, each held until there is something. */
export class PollDownlink implements Downlink {
  readonly #calls: ServiceCalls;

  constructor(calls: ServiceCalls) {
    this.#calls = calls;
  }

  async run(session: string, after: number, events: DownlinkEvents, signal: AbortSignal): Promise<void> {
    for (let held = this.#ask(session, after); ; ) {
      const { first, messages } = await held;
      // Nothing can take a held request back: what it still brings is for a page that has left.
      if (signal.aborted) return;
      // Asked before these are worked off, so that the way is hardly ever without a request.
      held = this.#ask(session, first + messages.length - 1);
      for (const [index, message] of messages.entries()) events.message(first + index, message);
    }
  }

  #ask(session: string, after: number): ReturnType<ServiceCalls["messages"]> {
    const held = within(PATIENCE, this.#calls.messages(session, after));
    // Its failure is met when it is awaited, which may be after the signal has aborted: never.
    held.catch(() => {});
    return held;
  }
}

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("The backend gave no answer in time.")), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
