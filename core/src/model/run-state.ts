/** Of a container's present or last run. Times are RFC 3339 by the engine's clock, empty for never. */
export interface RunState {
  readonly tty: boolean;
  /** False too while the engine waits to start it again. */
  readonly running: boolean;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly exitCode?: number;
}
