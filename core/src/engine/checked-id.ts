import { NotFound } from "../errors/errors.ts";
import { parseImageReference } from "../model/image-reference.ts";

/**
 * An id goes into the path of a request as it is, and a panel may have made it up: nothing but what the engine itself
 * allows in ids and names gets through.
 */
export function checkedId(id: string, what = "container"): string {
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(id)) throw nothingOf(id, what);
  return id;
}

/** "sha256:…", the only way in which images are named to the engine but for a pull. */
export function checkedImageId(id: string): string {
  if (!/^([a-z0-9]+:)?[0-9a-f]{12,128}$/.test(id)) throw nothingOf(id, "image");
  return id;
}

/** A name as `parseImageReference` lets it through: what it holds of `/`, `:` and `@` is a part of the path. */
export function checkedImageReference(reference: string): string {
  if ("problem" in parseImageReference(reference)) throw nothingOf(reference, "image");
  return reference.trim();
}

/** A volume driver may have names that Docker's own has not: all but what would lead to another path. */
export function checkedVolumeName(name: string): string {
  const leadsAway = name.split(/[\\/]/).some((part) => part === "" || part === "." || part === "..");
  if (leadsAway || /[\p{Cc}\p{Surrogate}]/u.test(name)) throw nothingOf(name, "volume");
  return encodeURIComponent(name);
}

function nothingOf(id: string, what: string): NotFound {
  return new NotFound(`There is no ${what} ${JSON.stringify(id)}.`);
}
