/** One way for messages from the backend to the page. */
export interface Downlink {
  /**
   * Hands over the messages after a number, until the signal aborts. Rejects with SessionLost when the session is
   * gone; with anything else, or resolves, when the way broke and may be tried again.
   */
  run(session: string, after: number, events: DownlinkEvents, signal: AbortSignal): Promise<void>;
}

export interface DownlinkEvents {
  /** Throws where a message is missing before this one: the way is then to be tried again. */
  message(sequence: number, message: unknown): void;
  /** The backend is there and wants a sign of life. */
  heartbeat(): void;
}
