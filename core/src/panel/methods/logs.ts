import * as v from "valibot";
import type { LogBatch } from "../../model/log-line.ts";
import type { LogPart, LogSearchBatch } from "../../model/log-search.ts";
import { levels } from "../../model/log-text/line-level.ts";
import { id, ref, selector } from "./inputs.ts";
import { call, stream } from "./method.ts";

/** RFC 3339, nanoseconds allowed. */
const time = v.pipe(v.string(), v.maxLength(64));
const some = <T>(item: v.GenericSchema<unknown, T>) =>
  v.exactOptional(v.pipe(v.array(item), v.maxLength(10_000), v.readonly()));
const flag = v.exactOptional(v.boolean());

export const logsMethods = {
  "logs.follow": stream<LogBatch>()(
    v.object({
      selector,
      /** Lines of history; all of them where it is left out. */
      tail: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000))),
      /** Only lines at or after this time: RFC 3339, nanoseconds allowed. */
      since: v.exactOptional(v.pipe(v.string(), v.maxLength(64))),
    }),
  ),

  /** The lines around a time, for one that lies further back than a panel follows. */
  "logs.around": call<LogPart>()(v.object({ selector, timestamp: time })),

  /** Through the logs of many containers, running or stopped; ends by itself. */
  "logs.search": stream<LogSearchBatch>()(
    v.object({
      text: v.pipe(v.string(), v.maxLength(1000)),
      expression: flag,
      matchCase: flag,
      wholeWord: flag,
      levels: some(v.picklist([...levels, "unknown"])),
      since: v.exactOptional(time),
      until: v.exactOptional(time),
      hosts: some(id),
      stacks: some(v.object({ host: id, name: id })),
      containers: some(ref),
      rests: some(
        v.object({ ref, before: v.exactOptional(time), lines: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
      ),
    }),
  ),
} as const;
