import type { Finding } from "../../model/finding.ts";
import type { ContainerFacts, RestartMark } from "../facts.ts";
import { at, type Case, containerSubject, finding } from "./case.ts";
import { counted, quoted, span } from "./words.ts";

/** Within so many milliseconds so many restarts are a loop. */
const LOOP = { within: 600_000, restarts: 3 } as const;

/** The engine sets its count to zero at a start by hand: what counts is by how much it rose since. */
export function restartsWithin(marks: readonly RestartMark[], now: number, within: number): number {
  let [sum, last] = [0, undefined as number | undefined];
  for (const { at: time, count } of marks) {
    if (last !== undefined && count < last) sum = 0;
    else if (last !== undefined && time >= now - within) sum += count - last;
    last = count;
  }
  return sum;
}

export function restartLoop({ container, details, restarts }: ContainerFacts, of: Case): Finding | undefined {
  const risen = restartsWithin(restarts, of.facts.now, LOOP.within);
  const count = details?.restart.restarts ?? container.run?.restarts ?? 0;
  const waits = container.state === "restarting" && count >= LOOP.restarts;
  if (risen < LOOP.restarts && !waits) return undefined;
  const code = details?.exitCode ?? container.run?.exitCode;
  const memory = details?.outOfMemory === true || container.run?.outOfMemory === true;
  const last = memory
    ? ", the last time out of memory"
    : code === undefined
      ? ""
      : `, the last time after exit ${code}`;
  return finding(of, "restart-loop", containerSubject(container), {
    since: undefined,
    sentence:
      risen >= LOOP.restarts
        ? `Restarted ${counted(risen, "time")} in 10 min${last}.`
        : `Restarted ${counted(count, "time")} since it was started by hand${last}; it waits for the next.`,
    evidence: [
      { field: "State.Status", value: container.state },
      { field: "RestartCount", value: String(count) },
      ...(code === undefined ? [] : [{ field: "State.ExitCode", value: String(code) }]),
      ...(memory ? [{ field: "State.OOMKilled", value: "true" }] : []),
    ],
    ...{ confidence: "high", action: "none", ...stackOf(container) },
  });
}

export function unhealthy({ container, details }: ContainerFacts, of: Case): Finding | undefined {
  if (container.state !== "running" || container.health !== "unhealthy") return undefined;
  const health = details?.health;
  const streak = health?.failingStreak ?? 0;
  const failed = health?.results.slice(0, streak) ?? [];
  // Engines keep the last five results: the first failure may be gone.
  const since = streak > 0 && failed.length === streak ? failed.at(-1)?.start : undefined;
  const output = quoted(failed[0]?.output ?? "");
  const how = since === undefined ? "" : `, for ${span(of.facts.now - since)}`;
  return finding(of, "unhealthy", containerSubject(container), {
    since,
    sentence:
      `Its health check failed ${streak === 0 ? "" : `${counted(streak, "time")} in a row`}${how}${output === "" ? "." : `: ${output}`}`.replace(
        "  ",
        " ",
      ),
    evidence: [
      { field: "State.Health.Status", value: "unhealthy" },
      { field: "State.Health.FailingStreak", value: String(streak) },
      ...(output === "" ? [] : [{ field: "State.Health.Log", value: output }]),
    ],
    ...{ confidence: "high", action: "none", ...stackOf(container) },
  });
}

export function paused({ container, pausedAt }: ContainerFacts, of: Case): Finding | undefined {
  if (container.state !== "paused") return undefined;
  const started = container.run?.since;
  // Where nobody saw it paused, its start is the earliest that may be.
  const since = pausedAt ?? started;
  if (since === undefined) return undefined;
  const ago = span(of.facts.now - since);
  return finding(of, "paused", containerSubject(container), {
    since,
    sentence:
      pausedAt === undefined
        ? `Paused at some time since its start ${ago} ago; nobody saw when.`
        : `Paused ${ago} ago, not resumed since.`,
    evidence: [
      { field: "State.Paused", value: "true" },
      { field: pausedAt === undefined ? "State.StartedAt" : "pause event", value: at(since) },
    ],
    ...(pausedAt === undefined
      ? { confidence: "low", action: "none" }
      : { confidence: "medium", action: "quarantine" }),
    ...stackOf(container),
  });
}

/** What the engine itself could not get rid of. */
export function dead({ container, stuck }: ContainerFacts, of: Case): Finding | undefined {
  if (container.state !== "dead" && stuck === undefined) return undefined;
  const sentence = {
    none: "The engine could not remove it wholly.",
    removing: "Being removed since before the last scan.",
    ghost: "The engine lists it and knows no container of its id.",
  }[stuck ?? "none"];
  return finding(of, "dead", containerSubject(container), {
    since: undefined,
    sentence,
    evidence: [{ field: "State.Status", value: container.state }],
    // What the engine does not know can't be removed by asking it to.
    ...{ confidence: "high", action: stuck === undefined ? "remove" : "none", ...stackOf(container) },
  });
}

function stackOf({ stack }: ContainerFacts["container"]): { readonly stack?: string } {
  return stack === undefined ? {} : { stack: stack.stack };
}
