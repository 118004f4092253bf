import type { LogLine, LogStream } from "./log-line.ts";
import type { Level } from "./log-text/line-level.ts";
import type { Ref } from "./ref.ts";

/** What is looked for in the logs of many containers, and in which. */
export interface LogSearchQuery {
  /** May be empty where levels are asked for. */
  readonly text: string;
  /** The text is a regular expression. */
  readonly expression?: boolean;
  readonly matchCase?: boolean;
  readonly wholeWord?: boolean;
  /** None of them: lines of every level. */
  readonly levels?: readonly (Level | "unknown")[];
  /** Lines at or after this time: RFC 3339, nanoseconds allowed. */
  readonly since?: string;
  /** Lines at or before this time. */
  readonly until?: string;
  /** Whole hosts, whole stacks and single containers; all that there is where none of the three is told. */
  readonly hosts?: readonly string[];
  readonly stacks?: readonly { readonly host: string; readonly name: string }[];
  readonly containers?: readonly Ref[];
  /** Goes on where an earlier search was cut, and nowhere else. */
  readonly rests?: readonly LogRest[];
}

/** What of a container's log an earlier search has not read. */
export interface LogRest {
  readonly ref: Ref;
  /** Lines up to this time, itself included; all where it is left out. */
  readonly before?: string;
  /** How many lines are newer than that. */
  readonly lines: number;
}

/** One line of a container's log, so that another reading finds it again. */
export interface LogLineMark {
  readonly timestamp: string;
  readonly stream: LogStream;
  /** The how manieth of its stream with this timestamp, counted from 1. */
  readonly nth: number;
}

/** A part of a line's text: `[start, end)`. */
export type TextSpan = readonly [start: number, end: number];

/** RFC 3339 with nanoseconds is its timestamp; empty where the engine gave none. */
export interface LogHit extends LogLineMark {
  readonly ref: Ref;
  readonly level?: Level;
  /** The line around what was found, without colours. A stranger's text. */
  readonly text: string;
  /** Where in `text`. */
  readonly spans: readonly TextSpan[];
  /** The line had more before `text`, or after it. */
  readonly cutBefore?: true;
  readonly cutAfter?: true;
  /** The lines around it, cut to what a row shows. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export type SearchedState =
  | { readonly kind: "waiting" }
  | { readonly kind: "reading" }
  | { readonly kind: "done" }
  /** Not all was read: it was too much, or too much was found. Where there is a rest the search can go on with it. */
  | { readonly kind: "cut"; readonly why: "bytes" | "hits"; readonly rest?: LogRest }
  /** The engine does not give its log. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Its host does not answer. */
  | { readonly kind: "away"; readonly reason: string };

/** A part of one log, read once: the lines around one of them. */
export interface LogPart {
  readonly lines: readonly LogLine[];
  /** There are older lines than these, or newer ones. */
  readonly olderLeft: boolean;
  readonly newerLeft: boolean;
}

export interface SearchedContainer {
  readonly ref: Ref;
  readonly name: string;
  readonly state: SearchedState;
  /** What was read up to now. */
  readonly lines: number;
  readonly bytes: number;
  readonly hits: number;
  /** Lines that are so long that only their beginning was looked at. */
  readonly longLines: number;
}

/** A host that can't be searched: what is known of its containers is not to be trusted either. */
export interface SearchedHost {
  readonly host: string;
  readonly reason: string;
}

export interface LogSearchBatch {
  readonly hits: readonly LogHit[];
  /** Those of which something is new since the last batch; in the first all of them, in the order in which they are read. */
  readonly containers: readonly SearchedContainer[];
  readonly away: readonly SearchedHost[];
  readonly progress: {
    readonly done: number;
    readonly total: number;
    readonly bytes: number;
  };
}
