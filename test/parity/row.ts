import type { EngineAccess } from "../lab/engine-access.ts";
import type { Home } from "./home.ts";

export interface Row {
  readonly panel: "Containers" | "Container" | "Logs" | "Search" | "Events" | "Terminals" | "Files" | "Hosts" | "Stats";
  /** What a person can do, or sees, there. */
  readonly does: string;
  readonly run: (home: Home, engine: EngineAccess) => Promise<void>;
}
