import * as v from "valibot";
import type { RunState } from "./log-source.ts";
import { canonicalTimestamp } from "./timestamp.ts";

const time = v.pipe(v.fallback(v.string(), ""), v.transform(canonicalTimestamp));
const flag = v.fallback(v.boolean(), false);

const inspect = v.object({
  Config: v.fallback(v.object({ Tty: flag }), { Tty: false }),
  State: v.object({
    Running: flag,
    Restarting: flag,
    StartedAt: time,
    FinishedAt: time,
    ExitCode: v.fallback(v.optional(v.number()), undefined),
  }),
});

/** From what the engine answers to an inspect; undefined where that is no container. */
export function runStateFromInspect(json: unknown): RunState | undefined {
  const { success, output } = v.safeParse(inspect, json);
  if (!success) return undefined;
  const { Running, Restarting, StartedAt, FinishedAt, ExitCode } = output.State;
  return {
    tty: output.Config.Tty,
    // The engine says Running too while it waits to start a container again.
    running: Running && !Restarting,
    startedAt: StartedAt,
    finishedAt: FinishedAt,
    ...(ExitCode === undefined ? {} : { exitCode: ExitCode }),
  };
}
