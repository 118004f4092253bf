import { isAnonymousVolume } from "@quayside/core/model/container.ts";
import type { HostResources, Image, Network, ResourceKind, Volume } from "@quayside/core/model/resource.ts";
import { naturalKey } from "@quayside/shared-ui/containers/facts.ts";
import { type Filter, isFiltered } from "@quayside/shared-ui/containers/view-settings.ts";

export type Resource = Image | Volume | Network;

/** What people call it: of an image its first name, or the beginning of its id where it has none. */
export function resourceName(resource: Resource): string {
  if (isImage(resource)) return resource.names[0] ?? shortId(resource.id);
  if (isNetwork(resource)) return resource.name;
  return isAnonymous(resource) ? shortId(resource.id) : resource.id;
}

export function isImage(resource: Resource): resource is Image {
  return "digests" in resource;
}

export function isNetwork(resource: Resource): resource is Network {
  return "subnets" in resource;
}

/** Twelve digits of what the engine made up. */
export function shortId(id: string): string {
  return id.replace(/^sha256:/, "").slice(0, 12);
}

export function isAnonymous({ id }: Pick<Volume, "id">): boolean {
  return isAnonymousVolume({ type: "volume", source: id });
}

/** By name as people count; what has no name of its own comes last. */
export function sortedResources(held: HostResources, kind: ResourceKind): Resource[] {
  const all: readonly Resource[] = held[kind];
  return all
    .map((resource) => ({ resource, key: `${Number(isNameless(resource))}${naturalKey(resourceName(resource))}` }))
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({ resource }) => resource);
}

function isNameless(resource: Resource): boolean {
  if (isImage(resource)) return resource.names.length === 0;
  return !isNetwork(resource) && isAnonymous(resource);
}

/**
 * Every word must be found in a name, a driver, a subnet or a label, and not in an image's id: short words are in all of
 * those. States are a container's: none of these has one.
 */
export function resourceMatcher(filter: Filter): (resource: Resource) => boolean {
  if (!isFiltered(filter)) return () => true;
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0 || filter.facets.length > 0) return () => false;
  return (resource) => {
    if (filter.hosts.length > 0 && !filter.hosts.includes(resource.host)) return false;
    const text = searchText(resource);
    return words.every((word) => text.includes(word));
  };
}

function searchText(resource: Resource): string {
  const labels = Object.entries(resource.labels).map(([name, value]) => `${name}=${value}`);
  const own = isImage(resource)
    ? resource.names
    : isNetwork(resource)
      ? [resource.name, resource.driver, ...resource.subnets]
      : [resource.id, resource.driver];
  return [...own, ...labels].join("\n").toLowerCase();
}
