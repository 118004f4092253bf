import type { Container } from "@quayside/core/model/container.ts";
import { factsOf } from "./facts.ts";
import { isRunning, lookOf, needsALook } from "./status.ts";
import type { Filter } from "./view-settings.ts";
import type { Facet, Look } from "./vocabulary.ts";

function inFacet(facet: Facet, look: Look): boolean {
  if (facet === "running") return isRunning(look);
  return facet === "look" ? needsALook(look) : facet === look;
}

/** A test made once for many containers. Every word must be found, in the name, the image, a port or a label. */
export function matcher(filter: Filter): (container: Container) => boolean {
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const hosts = new Set(filter.hosts);
  return (container) => {
    if (hosts.size > 0 && !hosts.has(container.host)) return false;
    if (filter.facets.length > 0) {
      const look = lookOf(container);
      if (!filter.facets.some((facet) => inFacet(facet, look))) return false;
    }
    if (words.length === 0) return true;
    const { searchText } = factsOf(container);
    return words.every((word) => searchText.includes(word));
  };
}
