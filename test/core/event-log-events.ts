import type { QuaysideEvent } from "@quayside/core/model/event.ts";

/** An event like the engine's, with what a test wants of it. */
export function anEvent(id: string, wanted: Partial<QuaysideEvent> = {}): QuaysideEvent {
  return {
    id,
    time: 1_700_000_000_000,
    host: "laptop",
    kind: "engine",
    type: "die",
    level: "warning",
    subject: { type: "container", id: "ab12", name: "web" },
    message: `web stopped (${id})`,
    ...wanted,
  };
}
