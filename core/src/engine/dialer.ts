import type { Duplex } from "node:stream";

/** The way to one daemon. `hosts` builds it; the engine never knows what is behind. */
export interface Dialer {
  /** The address as people write it, for errors. */
  readonly address: string;
  /** A fresh connection, ready for HTTP. Rejects with the system's error (`code` ENOENT, EACCES, ECONNREFUSED …). */
  dial(): Promise<Duplex>;
  /** Connections to it are few and counted: none is kept that is not needed. Looked at when the engine is opened. */
  readonly scarce?: boolean;
}
