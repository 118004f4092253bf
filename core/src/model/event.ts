import type { DeathCause } from "./death.ts";

export const eventLevels = ["info", "warning", "error"] as const;
export type EventLevel = (typeof eventLevels)[number];

export const eventKinds = ["engine", "host", "action", "gap", "store", "finding"] as const;
export type EventKind = (typeof eventKinds)[number];

/** What an event is about. */
export interface EventSubject {
  readonly type: "host" | "container" | "image" | "volume" | "network" | "stack" | "engine" | "store";
  readonly id: string;
  readonly name: string;
}

/** One thing that happened, as the event log keeps it. */
export interface QuaysideEvent {
  /** Unique. For an engine's event made of engine id, time, type, action and actor, so that two windows may both write it. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly time: number;
  /** A host's id; absent for what concerns none. */
  readonly host?: string;
  readonly kind: EventKind;
  /** The engine's action ("die"), the action performed ("stop"), "online", a finding's kind, "resolved" … */
  readonly type: string;
  readonly level: EventLevel;
  readonly subject?: EventSubject;
  /** One sentence for people. May hold names from strangers: it is text, never markup. */
  readonly message: string;
  /** Of an action: where the person did it, as people call that: "VS Code, window shop". */
  readonly actor?: string;
  /** Milliseconds that an action took. */
  readonly duration?: number;
  readonly exitCode?: number;
  /** Why a container ended, of its "die". */
  readonly cause?: DeathCause;
  readonly error?: string;
  /** The command that does the same on a command line, where there is one. */
  readonly command?: string;
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

export interface EventQuery {
  readonly host?: string;
  readonly kinds?: readonly EventKind[];
  readonly levels?: readonly EventLevel[];
  readonly subject?: string;
  readonly text?: string;
  readonly since?: number;
  readonly until?: number;
  /** The newest so many; 200 unless told. */
  readonly limit?: number;
}
