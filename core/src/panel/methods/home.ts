import * as v from "valibot";
import type { LogExport } from "../../model/log-export.ts";
import { id, inFilePlace, lineMark, nothing, ref, resourceKind, selector } from "./inputs.ts";
import { logExport, logSelectors } from "./logs.ts";
import { call, stream } from "./method.ts";

const placeNumber = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9_999_999));

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
  /** Asks where to, and writes there until it is done; false where the person thought better of it. */
  "home.exportLogs": call<boolean>()(logExport),
  /** What is written into files, each time that it is another. */
  "home.exports": stream<readonly LogExport[]>()(nothing),
  /** Stops it; one that is over is forgotten. */
  "home.endExport": call<void>()(v.object({ id })),
  /** A text into a file; false where the person thought better of it. */
  "home.saveText": call<boolean>()(
    v.object({ name: v.pipe(v.string(), v.maxLength(200)), text: v.pipe(v.string(), v.maxLength(100_000_000)) }),
  ),
  /** What leads back to a line is put on the clipboard. */
  "home.copyLink": call<void>()(v.object({ host: id, hostName: v.string(), name: id, mark: lineMark })),
  /** Opens the logs at the line that such a link leads to. */
  "home.openLine": call<void>()(v.object({ link: v.pipe(v.string(), v.maxLength(4096)) })),
  /** The file that a line of this container's log names: as it was written there, and only where it is the person's own. */
  "home.openSource": call<void>()(
    v.object({
      selector,
      path: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)),
      line: placeNumber,
      column: v.exactOptional(placeNumber),
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
