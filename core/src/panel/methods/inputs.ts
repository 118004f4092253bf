import * as v from "valibot";

/** What the inputs of several groups are made of. */
export const nothing = v.object({});
export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(256));
export const ref = v.object({ host: id, id });
export const refs = v.pipe(v.array(ref), v.minLength(1), v.maxLength(10_000), v.readonly());
export const selector = v.union([
  v.object({ host: id, id }),
  v.object({ host: id, name: id }),
  v.object({ host: id, service: v.object({ stack: id, name: id }) }),
]);
/** One line of a log. */
export const lineMark = v.object({
  timestamp: v.pipe(v.string(), v.maxLength(64)),
  stream: v.picklist(["stdout", "stderr"]),
  nth: v.pipe(v.number(), v.integer(), v.minValue(1)),
});

/** One of what containers use. */
export const resourceKind = v.picklist(["image", "volume", "network"]);

export const filePath = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
/** Whose files. */
export const namedPlace = v.object({
  host: id,
  kind: v.picklist(["container", "volume"]),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)),
});
export const inFilePlace = { place: namedPlace, path: filePath };
