import type { EngineEvent } from "../model/engine-event.ts";

/** Actions on a container that change nothing of what the inventory shows. Health checks make thousands of them. */
const quiet = /^(exec_|top$|attach$|detach$|resize$|export$|archive-path$|extract-to-dir$|copy$|commit$|checkpoint$)/;

export type EventEffect = { readonly kind: "none" } | { readonly kind: "look-up" | "gone"; readonly id: string };

/** What an engine's event means for the picture of its containers. */
export function effectOf(event: EngineEvent): EventEffect {
  if (event.type === "container") {
    if (event.action === "destroy") return { kind: "gone", id: event.actorId };
    return quiet.test(event.action) ? { kind: "none" } : { kind: "look-up", id: event.actorId };
  }
  if (event.type === "network" && (event.action === "connect" || event.action === "disconnect")) {
    const id = event.attributes.container;
    if (id !== undefined && id !== "") return { kind: "look-up", id };
  }
  return { kind: "none" };
}

/** Equal for one event told twice: in a replay and in the stream, or to two windows. */
export function eventKey(event: EngineEvent): string {
  return `${event.timeNano} ${event.type} ${event.action} ${event.actorId}`;
}
