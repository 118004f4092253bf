import type { Volume } from "../model/resource.ts";
import { array, number, object, text, textMap, time } from "./json.ts";

/** An entry of `/volumes`. */
export function volumeFromList(host: string, json: unknown): Volume | undefined {
  const record = object(json);
  const name = text(record.Name);
  if (name === "") return undefined;
  const createdAt = time(record.CreatedAt);
  return {
    host,
    id: name,
    driver: text(record.Driver),
    mountpoint: text(record.Mountpoint),
    scope: text(record.Scope) || "local",
    ...(createdAt === undefined ? {} : { createdAt }),
    labels: textMap(record.Labels),
    options: textMap(record.Options),
  };
}

/** Bytes by volume name, of the answer of `/system/df`. The engine says -1 where it can't tell. */
export function volumeSizes(json: unknown): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const entry of array(object(json).Volumes)) {
    const record = object(entry);
    const size = number(object(record.UsageData).Size);
    if (size !== undefined && size >= 0) sizes.set(text(record.Name), size);
  }
  return sizes;
}
