import * as v from "valibot";
import type { Confirmation } from "../../model/confirmation.ts";
import {
  type Expectation,
  type FilePage,
  type FileStat,
  PANEL_SENT_BYTES,
  type PanelFile,
} from "../../model/container-file.ts";
import { filePath, id, inFilePlace, namedPlace } from "./inputs.ts";
import { call, stream } from "./method.ts";

const atOnce = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5000));
const base64 = v.pipe(
  v.string(),
  v.maxLength(Math.ceil((PANEL_SENT_BYTES * 4) / 3) + 4),
  v.regex(/^[A-Za-z0-9+/]*={0,2}$/),
);
const expected: v.GenericSchema<unknown, Expectation> = v.variant("kind", [
  v.object({ kind: v.picklist(["new", "any"]) }),
  v.object({ kind: v.literal("version"), version: v.pipe(v.string(), v.maxLength(100)) }),
]);

/** What a container or a volume holds; a container is found by its name, so that it may be created anew. */
export const filesMethods = {
  "files.list": call<FilePage>()(
    v.object({ ...inFilePlace, offset: v.pipe(v.number(), v.integer(), v.minValue(0)), limit: atOnce }),
  ),
  /** A whole file in base64, as far as a panel opens it. */
  "files.read": call<PanelFile>()(v.object(inFilePlace)),
  "files.write": call<FileStat>()(v.object({ ...inFilePlace, base64, expected })),
  /** A file of so many bytes, which come part by part: gives the id by which they are sent. */
  "files.beginUpload": call<{ readonly id: string }>()(
    v.object({ ...inFilePlace, size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)), expected }),
  ),
  /** Resolves when the next part may be sent. */
  "files.sendPart": call<void>()(v.object({ id, base64 })),
  "files.endUpload": call<FileStat>()(v.object({ id })),
  "files.cancelUpload": call<void>()(v.object({ id })),
  "files.makeDirectory": call<void>()(v.object(inFilePlace)),
  "files.rename": call<void>()(v.object({ ...inFilePlace, to: filePath })),
  "files.remove": call<void>()(v.object(inFilePlace)),
  /** What to ask before these are removed. */
  "files.confirmRemove": call<Confirmation>()(
    v.object({
      place: namedPlace,
      paths: v.pipe(v.array(filePath), v.minLength(1), v.maxLength(10_000), v.readonly()),
      directories: v.number(),
    }),
  ),
  /** A file's bytes in base64, part by part. */
  "files.download": stream<{ readonly base64: string }>()(v.object(inFilePlace)),
} as const;
