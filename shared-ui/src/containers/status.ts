import type { Container } from "@quayside/core/model/container.ts";
import { duration, isUnderASecond } from "../text/duration.ts";
import { strings } from "./strings.ts";
import type { Look } from "./vocabulary.ts";

/**
 * Ends that people bring about: `docker stop` gives 143, 137 after the grace period, Ctrl-C gives 130. Only the engine's
 * own word makes a 137 an out-of-memory.
 */
const ORDINARY_ENDS: ReadonlySet<number> = new Set([0, 130, 137, 143]);

export function lookOf(container: Container): Look {
  switch (container.state) {
    case "running":
      if (container.health === "unhealthy") return "unhealthy";
      return container.health === "starting" ? "checking" : "running";
    case "dead":
      return "failed";
    case "exited": {
      const code = container.run?.exitCode;
      const ordinary = code === undefined || ORDINARY_ENDS.has(code);
      return ordinary && container.run?.outOfMemory !== true ? "exited" : "failed";
    }
    default:
      return container.state;
  }
}

const RUNNING: ReadonlySet<Look> = new Set(["running", "checking", "unhealthy"]);
const NEEDS_A_LOOK: ReadonlySet<Look> = new Set(["unhealthy", "restarting", "failed"]);

export function isRunning(look: Look): boolean {
  return RUNNING.has(look);
}

export function needsALook(look: Look): boolean {
  return NEEDS_A_LOOK.has(look);
}

export type Tone = "muted" | "warn" | "bad";

export function toneOf(look: Look): Tone {
  if (look === "unhealthy" || look === "failed") return "bad";
  return look === "paused" || look === "restarting" ? "warn" : "muted";
}

export interface Status {
  readonly words: string;
  /** What a narrow panel leaves out; begins with its comma. */
  readonly detail: string;
}

function agoOf(milliseconds: number): string {
  return isUnderASecond(milliseconds) ? strings.justNow : strings.ago(duration(milliseconds));
}

/** `now` in epoch milliseconds. The span is the view's: a time never is part of what a container is. */
export function statusOf(container: Container, now: number): Status {
  const run = container.run;
  const span = run === undefined ? undefined : duration(now - run.since);
  const ago = run === undefined ? "" : agoOf(now - run.since);
  switch (lookOf(container)) {
    case "running":
      return {
        words: span === undefined ? strings.running : strings.up(span),
        detail: container.health === "healthy" ? strings.healthy : "",
      };
    case "checking":
      return { words: span === undefined ? strings.running : strings.up(span), detail: strings.checking };
    case "unhealthy":
      return { words: strings.unhealthy, detail: span === undefined ? "" : strings.upDetail(span) };
    case "paused":
      return { words: strings.paused, detail: span === undefined ? "" : strings.spanDetail(span) };
    case "restarting":
      return { words: strings.restarting, detail: run?.restarts === undefined ? "" : strings.restarts(run.restarts) };
    case "removing":
      return { words: strings.removing, detail: "" };
    case "created":
      return { words: strings.created, detail: agoOf(now - container.createdAt) };
    case "exited":
      return { words: strings.exited(run?.exitCode), detail: ago };
    case "failed":
      if (run?.outOfMemory === true) return { words: strings.outOfMemory, detail: ago };
      return { words: container.state === "dead" ? strings.dead : strings.exited(run?.exitCode), detail: ago };
    case "unknown":
      return { words: strings.unknownState, detail: "" };
  }
}
