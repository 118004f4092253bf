import type { Image } from "../model/resource.ts";
import { number, object, text, textMap, texts } from "./json.ts";

/** An entry of `/images/json`. */
export function imageFromList(host: string, json: unknown): Image | undefined {
  const record = object(json);
  const id = text(record.Id);
  if (id === "") return undefined;
  return {
    host,
    id,
    names: named(record.RepoTags),
    digests: named(record.RepoDigests),
    size: number(record.Size) ?? 0,
    createdAt: (number(record.Created) ?? 0) * 1000,
    labels: textMap(record.Labels),
  };
}

/** Engines write "<none>:<none>" for an image without a name. */
function named(value: unknown): string[] {
  return texts(value)
    .filter((name) => !name.startsWith("<none>"))
    .sort();
}
