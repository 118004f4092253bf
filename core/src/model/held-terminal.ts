import type { ErrorInfo } from "../errors/error-info.ts";
import type { Ref } from "./ref.ts";
import type { TerminalSize } from "./terminal.ts";
import type { Attachment } from "./terminal-facts.ts";
import type { TerminalRequest } from "./terminal-request.ts";

/** A terminal that goes on though nobody looks at it: panels come and go. */
export interface HeldTerminal {
  readonly id: string;
  readonly ref: Ref;
  /** The container's name when it was opened. */
  readonly name: string;
  readonly request: TerminalRequest;
  /** Of one that is joined to the container's main process. */
  readonly attachment?: Attachment;
  /** Epoch milliseconds. */
  readonly since: number;
  readonly state: HeldTerminalState;
}

export type HeldTerminalState =
  | { readonly kind: "running" }
  /** Its last words can still be read. `exitCode` is absent where it can't be known. */
  | { readonly kind: "ended"; readonly exitCode?: number; readonly detached?: true; readonly error?: ErrorInfo };

/** What a panel draws of it. Text for a terminal, control sequences and all. */
export type TerminalOutput =
  /** All that there is to see and to scroll back to, in place of whatever was drawn before. */
  { readonly screen: string; readonly size: TerminalSize } | { readonly output: string };
