import * as v from "valibot";
import type { LogBatch } from "../../model/log-line.ts";
import { selector } from "./inputs.ts";
import { stream } from "./method.ts";

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
} as const;
