import type { Readable } from "node:stream";
import type { LogHabits } from "../engine/habits.ts";
import type { Event } from "../lifetime/emitter.ts";
import type { LogSelector, NamedContainer, Ref, Selector } from "../model/ref.ts";
import type { RunState } from "../model/run-state.ts";

/** What to read of one container's log. Both streams, always with timestamps. */
export interface LogRequest {
  readonly follow: boolean;
  /** The last so many records; all of them where it is left out. */
  readonly tail?: number;
  /** At or after this time: seconds since 1970 with nanoseconds, "1795246911.298485049", all that the API takes. */
  readonly since?: string;
  /** At or before this time, in the same form. */
  readonly until?: string;
}

/** One engine, as logs need it. */
export interface LogSource {
  readonly logHabits: LogHabits;
  /** Connections to the engine are few and counted. */
  readonly fewConnections?: boolean;
  /**
   * The bytes as the engine sends them: 8-byte framed, or bare where the container has a TTY. Ends when the engine
   * ends it. Errors: HostUnreachable, NotFound, Conflict, EngineError, Cancelled.
   */
  logs(id: string, request: LogRequest, signal: AbortSignal): Promise<Readable>;
}

export interface LogTarget {
  readonly id: string;
  readonly name: string;
  readonly running: boolean;
}

export type LogHost =
  | { readonly kind: "online"; readonly source: LogSource }
  /** Not yet known what it holds. */
  | { readonly kind: "connecting" }
  | { readonly kind: "unreachable"; readonly reason: string };

/** A host with all of its containers, the newest first. */
export interface LogHostContents {
  readonly host: string;
  readonly containers: readonly (LogTarget & {
    readonly stack?: string /** Epoch milliseconds. */;
    readonly since: number;
  })[];
}

/** Which containers there are and whether their hosts answer: the inventory, as logs need it. */
export interface LogTargets {
  /** Undefined for a host that Quayside doesn't know. */
  host(host: string): LogHost | undefined;
  /** The container that the selector means now. */
  find(selector: Selector): LogTarget | undefined;
  /** All hosts that Quayside knows, whether they answer or not. */
  all(): readonly LogHostContents[];
  /** The containers that the selector means now, where it means many. */
  members(selector: LogSelector): readonly NamedContainer[];
  hostName(host: string): string;
  /** Milliseconds by which the host's clock is ahead of this machine's; undefined until it has been asked. */
  clockAhead(host: string): number | undefined;
  /** Asks the engine; times as the lines have them. Errors: HostUnreachable, NotFound, EngineError, Cancelled. */
  inspect(ref: Ref, signal: AbortSignal): Promise<RunState>;
  /** On a host, by its id, something began, ended, was made or removed, or the host itself came or went. */
  readonly onDidChange: Event<string>;
}
