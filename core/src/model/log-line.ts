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

export type LogItem = { readonly line: LogLine } | { readonly notice: LogNotice };

/** Lines in the order they are to be shown. */
export interface LogBatch {
  readonly items: readonly LogItem[];
  /** True from the first batch on whose lines reach the present: history has been read. */
  readonly caughtUp: boolean;
}
