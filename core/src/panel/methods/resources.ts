import * as v from "valibot";
import { ref, resourceKind } from "./inputs.ts";
import { call } from "./method.ts";

export const resourcesMethods = {
  /** The engine's own JSON, indented. */
  "resources.inspect": call<string>()(v.object({ kind: resourceKind, ref })),
} as const;
