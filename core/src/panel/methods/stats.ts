import * as v from "valibot";
import { type StatsUpdate, WATCHED_CONTAINERS } from "../../model/container-stats.ts";
import { ref } from "./inputs.ts";
import { stream } from "./method.ts";

export const statsMethods = {
  /** First what is known of each, then what comes: a batch at most each second. */
  "stats.watch": stream<readonly StatsUpdate[]>()(
    v.object({ refs: v.pipe(v.array(ref), v.minLength(1), v.maxLength(WATCHED_CONTAINERS), v.readonly()) }),
  ),
} as const;
