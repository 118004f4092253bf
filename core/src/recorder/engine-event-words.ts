import type { DeathCause } from "../model/death.ts";
import type { EngineEvent } from "../model/engine-event.ts";
import type { EventLevel, EventSubject } from "../model/event.ts";
import { type Death, deathOf, exitCodeOf } from "./deaths.ts";
import { exitCodeWords } from "./exit-code.ts";

const past: Record<string, string> = {
  create: "was created",
  start: "started",
  restart: "was restarted",
  stop: "was stopped",
  kill: "was sent a signal",
  pause: "was paused",
  unpause: "was resumed",
  rename: "was renamed",
  destroy: "was removed",
  remove: "was removed",
  delete: "was removed",
  oom: "ran out of memory",
  update: "was changed",
  pull: "was pulled",
  push: "was pushed",
  tag: "was tagged",
  untag: "was untagged",
  prune: "pruned",
  mount: "was mounted",
  unmount: "was unmounted",
  connect: "was connected",
  disconnect: "was disconnected",
};

const subjects = new Set<string>(["container", "image", "volume", "network"]);

export interface EngineEventWords {
  readonly level: EventLevel;
  readonly message: string;
  readonly subject: EventSubject;
  readonly exitCode?: number;
  readonly cause?: DeathCause;
}

const deathLevels: Readonly<Record<DeathCause, EventLevel>> = {
  ...{ oom: "error", crash: "error", dependency: "warning", killed: "info", clean: "info" },
};

function endWords(exitCode: number | undefined, why: string | undefined): string {
  const words = exitCode === undefined ? undefined : exitCodeWords(exitCode);
  const code = exitCode === undefined ? "" : ` with exit code ${exitCode}`;
  return `ended${code}${words === undefined ? "" : ` (${words})`}${why === undefined ? "" : `: ${why}`}`;
}

/**
 * Podman tells of what it does after a container's end, and of each health check without its result: that is seen in
 * the container.
 */
export function isStep({ action, attributes }: EngineEvent): boolean {
  return action === "cleanup" || (action === "health_status" && attributes.health_status === undefined);
}

/** An engine's event in a sentence; of a die with what is known of its cause. Names and ids are texts from strangers and stay as they are. */
export function describeEngineEvent(event: EngineEvent, death?: Death): EngineEventWords {
  const { type, action, attributes } = event;
  const name = attributes.name ?? (event.actorId.replace(/^sha256:/, "").slice(0, 12) || type);
  const subject: EventSubject = {
    type: subjects.has(type) ? (type as EventSubject["type"]) : "engine",
    id: event.actorId,
    name,
  };
  if (action === "die") {
    const exitCode = exitCodeOf(event);
    const { cause, why } = death ?? deathOf({ exitCode, ended: [] });
    return {
      ...{ level: deathLevels[cause], message: `${name} ${endWords(exitCode, why)}`, subject, cause },
      ...(exitCode === undefined ? {} : { exitCode }),
    };
  }
  if (action.startsWith("health_status")) {
    const [, health = ""] = /^health_status: *(.+)$/.exec(action) ?? [action, attributes.health_status];
    return { level: health === "unhealthy" ? "warning" : "info", message: `${name} is ${health}`, subject };
  }
  const level = action === "oom" ? "error" : "info";
  return { level, message: `${name} ${past[action] ?? action}`, subject };
}
