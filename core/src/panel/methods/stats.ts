import * as v from "valibot";
import { type StatsUpdate, WATCHED_CONTAINERS } from "../../model/container-stats.ts";
import type { DiskUse } from "../../model/disk-use.ts";
import { id, ref } from "./inputs.ts";
import { call, stream } from "./method.ts";

export const statsMethods = {
  /** First what is known of each, then what comes: a batch at most each second. */
  "stats.watch": stream<readonly StatsUpdate[]>()(
    v.object({ refs: v.pipe(v.array(ref), v.minLength(1), v.maxLength(WATCHED_CONTAINERS), v.readonly()) }),
  ),

  /**
   * What lies on the disk of a host. `look`: the engine is asked now, which may take minutes, and goes on asking itself
   * when it is given up. Else what was seen last; null where it never was.
   */
  "stats.diskUse": call<DiskUse | null>()(v.object({ host: id, look: v.boolean() })),
} as const;
