import type { ErrorName, UnreachableReason } from "./errors.ts";

/** Forget the key that Quayside keeps for the host; open a debug shell beside a container that has none of its own. */
export type Remedy = "forget-key" | "debug-shell";

/** An error as it crosses to a panel, into the event log, onto a tree node: words and no objects. */
export interface ErrorInfo {
  /** "Disconnected": what a panel tells itself when its connection is over. */
  readonly name: ErrorName | "Disconnected" | "Unexpected";
  /** Why the host can’t be reached, where that is the error: a view may say the common ones in its own way. */
  readonly reason?: UnreachableReason;
  /** What happened, in a few words: "Docker is not running on laptop". */
  readonly title: string;
  /** One or two sentences: why. */
  readonly sentence: string;
  /** What the person can do next. */
  readonly hint: string;
  /** What Quayside itself can do about it when a person says so. */
  readonly remedy?: Remedy;
  /** The system's own words. */
  readonly detail: string;
}
