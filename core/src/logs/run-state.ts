import type { RunState } from "../model/run-state.ts";
import { canonicalTimestamp } from "./timestamp.ts";

/** With its times written as those of the lines are, so that they can be compared as texts. */
export function inLogTime(run: RunState): RunState {
  return { ...run, startedAt: canonicalTimestamp(run.startedAt), finishedAt: canonicalTimestamp(run.finishedAt) };
}
