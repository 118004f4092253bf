import * as v from "valibot";
import { filterNameSchema, lineFilterSchema, type SavedFilter } from "../../model/line-filter.ts";
import { id, nothing } from "./inputs.ts";
import { call, stream } from "./method.ts";

/** Filters for logs that have names. */
export const filtersMethods = {
  /** By name, each time that they are others. */
  "filters.watch": stream<readonly SavedFilter[]>()(nothing),
  /** In the place of the one that has this name. */
  "filters.save": call<{ readonly id: string }>()(v.object({ name: filterNameSchema, filter: lineFilterSchema })),
  "filters.rename": call<void>()(v.object({ id, name: filterNameSchema })),
  "filters.remove": call<void>()(v.object({ id })),
} as const;
