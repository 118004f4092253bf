import * as v from "valibot";
import { exportFormats } from "../../model/log-export.ts";
import type { LogBatch } from "../../model/log-line.ts";
import type { LogPart, LogSearchBatch } from "../../model/log-search.ts";
import { levels } from "../../model/log-text/line-level.ts";
import { id, ref, selector } from "./inputs.ts";
import { call, stream } from "./method.ts";

/** What is followed together. */
export const logSelectors = v.pipe(
  v.array(v.union([selector, v.object({ host: id, stack: id }), v.object({ host: id, all: v.literal(true) })])),
  v.minLength(1),
  v.maxLength(1000),
  v.readonly(),
);
const except = v.pipe(v.array(v.object({ host: id, name: id })), v.maxLength(1000), v.readonly());
/** RFC 3339, nanoseconds allowed. */
const time = v.pipe(v.string(), v.maxLength(64));

/** Lines of several containers. */
export const logQuery = {
  selectors: logSelectors,
  /** Containers that the selectors mean too, and that are not wanted. */
  except: v.exactOptional(except),
  /** Lines of history of each; all of them where it is left out. */
  tail: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000))),
  /** Only lines at or after this time, by the clock of the machine that Quayside runs on. */
  since: v.exactOptional(time),
  /** Only lines at or before this time: what comes later is not followed then. */
  until: v.exactOptional(time),
} as const;
const some = <T>(item: v.GenericSchema<unknown, T>) =>
  v.exactOptional(v.pipe(v.array(item), v.maxLength(10_000), v.readonly()));
const flag = v.exactOptional(v.boolean());

/** Lines that go into a file. */
export const logExport = v.object({
  ...logQuery,
  /** It goes on with what comes, until it is stopped. */
  follow: v.boolean(),
  format: v.picklist(exportFormats),
  /** What the file is to be called, without its ending. */
  name: v.pipe(v.string(), v.maxLength(200)),
});

export const logsMethods = {
  /** Several containers in the order of time. `follow: false`: what there is, and no more. */
  "logs.follow": stream<LogBatch>()(
    v.object({ ...logQuery, follow: v.exactOptional(v.boolean()), view: v.exactOptional(id) }),
  ),
  /** Changes what the view of this name follows; what it was given stays. */
  "logs.select": call<void>()(v.object({ view: id, selectors: logSelectors, except: v.exactOptional(except) })),

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
