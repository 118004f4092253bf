import type { RunState } from "../model/run-state.ts";
import { number, object, text } from "./json.ts";

/** Reads the answer of `/containers/{id}/json`; nothing where that is no container. Year 1 is the engine's "never". */
export function runStateFromInspect(json: unknown): RunState | undefined {
  const record = object(json);
  if (text(record.Id) === "") return undefined;
  const state = object(record.State);
  const exitCode = number(state.ExitCode);
  return {
    tty: object(record.Config).Tty === true,
    // The engine says Running too while it waits to start a container again.
    running: state.Running === true && state.Restarting !== true,
    startedAt: moment(state.StartedAt),
    finishedAt: moment(state.FinishedAt),
    ...(exitCode === undefined ? {} : { exitCode }),
  };
}

function moment(value: unknown): string {
  const time = text(value);
  return time.startsWith("0001-") ? "" : time;
}
