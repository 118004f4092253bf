import type { EngineEvent } from "../model/engine-event.ts";
import type { EventLevel, EventSubject } from "../model/event.ts";

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
}

/**
 * Podman tells of what it does after a container's end, and of each health check without its result: that is seen in
 * the container.
 */
export function isStep({ action, attributes }: EngineEvent): boolean {
  return action === "cleanup" || (action === "health_status" && attributes.health_status === undefined);
}

/** An engine's event in a sentence. Names and ids are texts from strangers and stay as they are. */
export function describeEngineEvent(event: EngineEvent): EngineEventWords {
  const { type, action, attributes } = event;
  const name = attributes.name ?? (event.actorId.replace(/^sha256:/, "").slice(0, 12) || type);
  const subject: EventSubject = {
    type: subjects.has(type) ? (type as EventSubject["type"]) : "engine",
    id: event.actorId,
    name,
  };
  if (action === "die") {
    // Podman has its own word for it.
    const told = attributes.exitCode ?? attributes.containerExitCode ?? "";
    const exitCode = /^-?\d+$/.test(told) ? Number(told) : undefined;
    return {
      level: exitCode === 0 ? "info" : "warning",
      message: told === "" ? `${name} ended` : `${name} ended with exit code ${told}`,
      subject,
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
