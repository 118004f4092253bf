import type { Container } from "../model/container.ts";
import type { Ref } from "../model/ref.ts";
import type { ContainerUse, Network, ResourceUse } from "../model/resource.ts";

export function containerUse({ imageId, mounts, networks }: Container): ContainerUse {
  const volumes = mounts.filter(({ type }) => type === "volume").map(({ source }) => source);
  // One volume may be mounted at several places.
  return { image: imageId, volumes: [...new Set(volumes)], networks };
}

/** Of the containers of one host: ids of different hosts never meet. */
export function resourceUse(containers: readonly Container[]): ResourceUse {
  const images = new Map<string, Ref[]>();
  const volumes = new Map<string, Ref[]>();
  const networks = new Map<string, Ref[]>();
  for (const container of containers) {
    const ref: Ref = { host: container.host, id: container.id };
    const use = containerUse(container);
    if (use.image !== "") add(images, use.image, ref);
    for (const name of use.volumes) add(volumes, name, ref);
    for (const name of use.networks) add(networks, name, ref);
  }
  return { images, volumes, networks };
}

/** A container names its networks; one that never started may have the id that it was made with. */
export function networkUsers(use: ResourceUse, { id, name }: Pick<Network, "id" | "name">): readonly Ref[] {
  const byName = use.networks.get(name) ?? [];
  const byId = use.networks.get(id) ?? [];
  return byId.length === 0
    ? byName
    : [...byName, ...byId.filter((ref) => !byName.some((known) => known.id === ref.id))];
}

function add(users: Map<string, Ref[]>, key: string, ref: Ref): void {
  const known = users.get(key);
  if (known === undefined) users.set(key, [ref]);
  else known.push(ref);
}
