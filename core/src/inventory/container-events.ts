import type { EngineEvent } from "../model/engine-event.ts";

/** Actions on a container that change nothing of what the inventory shows. Health checks make thousands of them. */
const quiet =
  /^(exec_|exec$|top$|attach$|detach$|resize$|export$|archive-path$|extract-to-dir$|copy$|commit$|checkpoint$|init$|sync$|mount$|unmount$)/;

export type EventEffect =
  | { readonly kind: "none" }
  | { readonly kind: "look-up" | "late-look-up" | "gone"; readonly id: string };

/** What an engine's event means for the picture of its containers. */
export function effectOf(event: EngineEvent): EventEffect {
  if (event.type === "container") {
    // Podman calls it "remove".
    if (event.action === "destroy" || event.action === "remove") return { kind: "gone", id: event.actorId };
    // Podman before 4.6 tells of a check, not of its result, and just before it takes that over.
    if (event.action === "health_status" && event.attributes.health_status === undefined)
      return { kind: "late-look-up", id: event.actorId };
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
