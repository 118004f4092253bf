import type { Disposable } from "../lifetime/disposable.ts";
import type { Event } from "../lifetime/emitter.ts";
import type { Attachment } from "./terminal-facts.ts";

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface TerminalExit {
  /** Absent where it can't be known: the connection broke, or what the shell ran in is gone. */
  readonly exitCode?: number;
  /** It was left by its detach keys: what it was joined to goes on. */
  readonly detached?: true;
  /** What went wrong; absent where the shell ended by itself or was closed from here. */
  readonly error?: unknown;
}

/** A shell or another program in a container, its main process, or a shell on a host. Bytes stay bytes, both ways. */
export interface TerminalSession extends Disposable {
  /** The shell's output waits over there until somebody listens. */
  readonly onData: Event<Uint8Array>;
  /** Of one that is joined to a container's main process. */
  readonly attachment?: Attachment;
  /** Fires once. */
  readonly onExit: Event<TerminalExit>;
  write(data: Uint8Array): void;
  /** Its output waits over there until `resume`. */
  pause(): void;
  resume(): void;
  /** The last size wins; those in between may be left out. */
  resize(columns: number, rows: number): void;
  /**
   * Ends the shell, and what runs in it; a main process is left as it is. Resolves when that is done, or can't be.
   */
  close(): Promise<void>;
}
