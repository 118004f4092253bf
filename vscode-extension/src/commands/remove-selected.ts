import type { Handler, Parts } from "./parts.ts";
import { removeResources } from "./remove-resources.ts";
import { thingsOf } from "./things.ts";

const kinds = ["image", "volume", "network"] as const;

/** The key Delete is for all that is selected: each kind has its own question. From the palette it is for containers. */
export function removeSelected(parts: Parts, removeContainers: Handler): Handler {
  const { model } = parts.tree;
  return async (target, open) => {
    const resources = kinds.filter((kind) => thingsOf(model, target ?? [], [kind]).length > 0);
    if (resources.length === 0 || thingsOf(model, target ?? [], ["container"]).length > 0)
      await removeContainers(target, open);
    for (const kind of resources) await removeResources(parts, kind)(target, open);
  };
}
