import type { StatsRecording } from "@quayside/core/model/stats-recording.ts";

export interface RecordingFacts {
  readonly on: boolean;
  readonly containers: number;
  /** Containers that run and are not recorded. */
  readonly left: number;
  /** All of it is done by another window. */
  readonly elsewhere: boolean;
  readonly problem?: string;
}

/** Of one host, or of all of them together. */
export function recordingOf(state: StatsRecording, host: string | undefined): RecordingFacts {
  const hosts = state.hosts.filter((one) => host === undefined || one.host === host);
  const recorded = hosts.filter(({ on }) => on);
  const problem = recorded.find((one) => one.problem !== undefined)?.problem;
  return {
    on: host === undefined ? state.all || (hosts.length > 0 && recorded.length === hosts.length) : recorded.length > 0,
    containers: recorded.reduce((sum, one) => sum + one.containers, 0),
    left: recorded.reduce((sum, one) => sum + one.left, 0),
    elsewhere: recorded.length > 0 && recorded.every(({ standing }) => standing === "elsewhere"),
    ...(problem === undefined ? {} : { problem }),
  };
}
