import type { Disposable } from "../lifetime/disposable.ts";
import type { Event } from "../lifetime/emitter.ts";

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface TerminalExit {
  /** Absent where it can't be known: the connection broke, or what the shell ran in is gone. */
  readonly exitCode?: number;
  /** What went wrong; absent where the shell ended by itself or was closed from here. */
  readonly error?: unknown;
}

/** A shell in a container or on a host. Bytes stay bytes, both ways. */
export interface TerminalSession extends Disposable {
  /** The shell's output waits over there until somebody listens. */
  readonly onData: Event<Uint8Array>;
  /** Fires once. */
  readonly onExit: Event<TerminalExit>;
  write(data: Uint8Array): void;
  /** Its output waits over there until `resume`. */
  pause(): void;
  resume(): void;
  /** The last size wins; those in between may be left out. */
  resize(columns: number, rows: number): void;
  /** Ends the shell, and what runs in it. Resolves when that is done, or can't be. */
  close(): Promise<void>;
}
