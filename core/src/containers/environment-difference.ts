import type { DetailsEnvironment, EnvironmentEntry } from "../model/container-details.ts";
import { looksSecret } from "../model/secret-text.ts";

/** "NAME=value" by name, the last of each; a name alone has no value: it takes the image's away. */
function valuesOf(environment: readonly string[]): Map<string, string | undefined> {
  const values = new Map<string, string | undefined>();
  for (const entry of environment) {
    // Everything behind the first is the value: it may hold more of them, and line feeds.
    const at = entry.indexOf("=");
    values.set(at < 0 ? entry : entry.slice(0, at), at < 0 ? undefined : entry.slice(at + 1));
  }
  return values;
}

/** What a container's environment has besides, instead of, and without its image's; undefined where that isn't known. */
export function environmentDifference(
  own: readonly string[],
  image: readonly string[] | undefined,
): DetailsEnvironment {
  const values = valuesOf(own);
  const before = valuesOf(image ?? []);
  const entries: EnvironmentEntry[] = [];
  for (const [name, value] of values) {
    if (value === undefined) continue;
    const was = before.get(name);
    if (image === undefined || was === value)
      entries.push({ name, kind: "same", value, secret: looksSecret(name, value) });
    else if (was === undefined) entries.push({ name, kind: "added", value, secret: looksSecret(name, value) });
    else {
      const secret = looksSecret(name, value) || looksSecret(name, was);
      entries.push({ name, kind: "changed", value, was, secret });
    }
  }
  for (const [name, was] of before)
    if (was !== undefined && values.get(name) === undefined)
      entries.push({ name, kind: "removed", was, secret: looksSecret(name, was) });
  return { entries, compared: image !== undefined };
}
