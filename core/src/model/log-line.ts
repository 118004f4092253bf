export type LogStream = "stdout" | "stderr";

/** One line as the container wrote it, without its line end. */
export interface LogLine {
  /** Counts up within one follow; a gap in it means lines were skipped and said so by a notice. */
  readonly sequence: number;
  /** RFC 3339 with nanoseconds, as the engine stamped it; empty where the engine gave none. */
  readonly timestamp: string;
  readonly stream: LogStream;
  /** Text from a stranger: control characters and ANSI are still in it. Invalid UTF-8 became U+FFFD. */
  readonly text: string;
  /** Set where the line was longer than the limit and was cut: its full length in bytes. */
  readonly cutFrom?: number;
}

/** A quiet line between the lines: what happened to the stream itself. */
export type LogNotice =
  | { readonly kind: "reconnected"; readonly from: number; readonly to: number }
  | { readonly kind: "restarted"; readonly at: number }
  | { readonly kind: "recreated"; readonly at: number; readonly id: string }
  | { readonly kind: "ended"; readonly at: number; readonly exitCode?: number }
  | { readonly kind: "removed"; readonly at: number }
  | { readonly kind: "skipped"; readonly at: number; readonly lines: number }
  | { readonly kind: "unreachable"; readonly at: number; readonly reason: string }
  /** The engine keeps no lines for this container (log driver "none" and the like). */
  | { readonly kind: "unreadable"; readonly at: number; readonly reason: string };

/** Where a line is from and when it was written; set where several containers are followed at once. */
export interface LogPlacing {
  /** The `number` of its origin. */
  readonly source?: number;
  /** Epoch milliseconds with a fraction, by this machine's clock. It never goes back within one source. */
  readonly at?: number;
  /** Lines that were written later have been given already: its place is among those. */
  readonly late?: true;
}

export type LogItem = LogPlacing & ({ readonly line: LogLine } | { readonly notice: LogNotice });

/** One of the containers that are followed. */
export interface LogOrigin {
  readonly number: number;
  readonly host: string;
  readonly hostName: string;
  readonly name: string;
  /** Milliseconds by which its host's clock is ahead of this machine's. */
  readonly clockAhead: number;
}

/** Lines in the order they are to be shown. */
export interface LogBatch {
  /** Those that are new or changed; told before the first of their lines. */
  readonly origins?: readonly LogOrigin[];
  /** Containers that the selectors mean too, and that are not followed since they are too many. */
  readonly omitted?: number;
  readonly items: readonly LogItem[];
  /** True from the first batch on whose lines reach the present: history has been read. */
  readonly caughtUp: boolean;
}
