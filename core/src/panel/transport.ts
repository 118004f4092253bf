import type { Event } from "../lifetime/emitter.ts";

/**
 * One way to carry messages between a panel and core. Messages are plain data that a structured clone keeps.
 * In order, none twice, none lost; when that can't be kept any more the transport ends.
 */
export interface Transport {
  /** Throws where the message can't be carried, such as a function. Does nothing after the end. */
  send(message: unknown): void;
  readonly onMessage: Event<unknown>;
  /** Fires once, when the other side is gone or dispose was called. */
  readonly onEnd: Event<void>;
  dispose(): void;
}
