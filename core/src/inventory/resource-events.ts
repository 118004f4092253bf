import type { EngineEvent } from "../model/engine-event.ts";
import type { ResourceKind } from "../model/resource.ts";

const kinds: Readonly<Record<string, ResourceKind>> = { image: "images", volume: "volumes", network: "networks" };
/** What changes no list: who uses what is told by the containers. */
const quiet = new Set(["push", "save", "mount", "unmount", "connect", "disconnect"]);

/** Which list an engine's event makes old. */
export function staleAfter({ type, action }: EngineEvent): ResourceKind | undefined {
  // The engine tells nothing else of the image that a commit makes.
  if (type === "container" && action === "commit") return "images";
  return quiet.has(action) ? undefined : kinds[type];
}
