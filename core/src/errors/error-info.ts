import type { ErrorName } from "./errors.ts";

/** An error as it crosses to a panel, into the event log, onto a tree node: words and no objects. */
export interface ErrorInfo {
  readonly name: ErrorName | "Unexpected";
  /** What happened, in a few words: "Docker is not running on laptop". */
  readonly title: string;
  /** One or two sentences: why. */
  readonly sentence: string;
  /** What the person can do next. */
  readonly hint: string;
  /** The system's own words. */
  readonly detail: string;
}
