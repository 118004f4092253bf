import * as v from "valibot";
import { inFilePlace, lineMark, nothing, ref, resourceKind } from "./inputs.ts";
import { logSelectors } from "./logs.ts";
import { call } from "./method.ts";

/** What only the home of the panel can do: an editor tab, a terminal, a browser. */
export const homeMethods = {
  "home.openContainer": call<void>()(v.object({ ref })),
  /** At this line, where one is told. */
  "home.openLogs": call<void>()(v.object({ ref, at: v.exactOptional(lineMark) })),
  /** Of several containers, in the order of time. `title`: what people call them together. */
  "home.showLogs": call<void>()(
    v.object({
      selectors: logSelectors,
      title: v.pipe(v.string(), v.maxLength(1000)),
      hostName: v.exactOptional(v.string()),
    }),
  ),
  "home.openTerminal": call<void>()(v.object({ ref })),
  "home.openPort": call<void>()(
    v.object({ ref, port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)) }),
  ),
  /** In a browser; the home opens only addresses of the web. */
  "home.openLink": call<void>()(v.object({ address: v.pipe(v.string(), v.maxLength(10_000)) })),
  "home.showInspect": call<void>()(v.object({ ref })),
  /** The engine's JSON of what a container uses. */
  "home.showResource": call<void>()(v.object({ kind: resourceKind, ref, name: v.pipe(v.string(), v.maxLength(1000)) })),
  /** In a view of the home's own, where it has one. */
  "home.openView": call<void>()(v.object({ ref, view: v.picklist(["details", "stats"]) })),
  /** The files of a container in a panel of their own. */
  "home.showFiles": call<void>()(v.object({ ref })),
  /** In an editor of the home, where it has some. */
  "home.openFile": call<void>()(v.object(inFilePlace)),
  /** Onto the person's disk, by the home's own dialogs: a file, or a directory with all that is in it. */
  "home.downloadFile": call<void>()(v.object({ ...inFilePlace, directory: v.boolean() })),
  "home.uploadFiles": call<void>()(v.object(inFilePlace)),
  "home.addHost": call<void>()(nothing),
  "home.copy": call<void>()(v.object({ text: v.pipe(v.string(), v.maxLength(10_000_000)) })),
  /** What came of what the person did: one plain sentence, which stands for a moment. */
  "home.tell": call<void>()(
    v.object({
      level: v.picklist(["success", "warning", "error"]),
      text: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)),
    }),
  ),
} as const;
