import * as v from "valibot";
import { type StatsUpdate, WATCHED_CONTAINERS } from "../../model/container-stats.ts";
import type { DiskUse } from "../../model/disk-use.ts";
import { type StatsHistory, type StatsScope, statsRanges } from "../../model/stats-history.ts";
import type { StatsRecording } from "../../model/stats-recording.ts";
import { id, nothing, ref } from "./inputs.ts";
import { call, stream } from "./method.ts";

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(1000));
const scope: v.GenericSchema<unknown, StatsScope> = v.variant("kind", [
  v.object({ kind: v.literal("all") }),
  v.object({ kind: v.literal("host"), host: id }),
  v.object({ kind: v.literal("stack"), host: id, stack: name }),
  v.object({ kind: v.literal("container"), host: id, name }),
]);

export const statsMethods = {
  /** First what is known of each, then what comes: a batch at most each second. */
  "stats.watch": stream<readonly StatsUpdate[]>()(
    v.object({ refs: v.pipe(v.array(ref), v.minLength(1), v.maxLength(WATCHED_CONTAINERS), v.readonly()) }),
  ),

  /** What was recorded. Oldest first; empty where nothing was. */
  "stats.history": call<StatsHistory>()(v.object({ of: scope, range: v.picklist(statsRanges) })),
  /** What is recorded, and of which hosts; each time that it is another. */
  "stats.recording": stream<StatsRecording>()(nothing),
  /** Of one host, or of all where none is told. */
  "stats.record": call<void>()(v.object({ host: v.exactOptional(id), on: v.boolean() })),

  /**
   * What lies on the disk of a host. `look`: the engine is asked now, which may take minutes, and goes on asking itself
   * when it is given up. Else what was seen last; null where it never was.
   */
  "stats.diskUse": call<DiskUse | null>()(v.object({ host: id, look: v.boolean() })),
} as const;
