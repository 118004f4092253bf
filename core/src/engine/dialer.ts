import type { Duplex } from "node:stream";

/** The way to one daemon. `hosts` builds it; the engine never knows what is behind. */
export interface Dialer {
  /** The address as people write it, for errors. */
  readonly address: string;
  /** A fresh connection, ready for HTTP. Rejects with the system's error (`code` ENOENT, EACCES, ECONNREFUSED …). */
  dial(purpose: DialPurpose): Promise<Duplex>;
  /** There where connections are few and counted. Looked at when the engine is opened. */
  readonly shortage?: Shortage | undefined;
}

/**
 * A command is what a person waits for. A query is over soon. A stream lasts: streams may not take the last connection
 * that there is.
 */
export type DialPurpose = "command" | "query" | "stream";

/** Somebody waits for a connection: none may be kept that nobody uses. */
export interface Shortage {
  readonly isNow: boolean;
  /** Called each time that somebody begins to wait. */
  onDidBegin: (() => void) | undefined;
}
