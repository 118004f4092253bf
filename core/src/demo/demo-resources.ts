import { createHash } from "node:crypto";
import { isUp } from "./demo-container.ts";
import { imageId, networkOf } from "./demo-container-json.ts";
import type { DemoContainers } from "./demo-containers.ts";
import type { EventHistory } from "./event-history.ts";
import { hexDigits } from "./random.ts";
import { Refusal } from "./refusal.ts";

export interface DemoImage {
  readonly id: string;
  names: string[];
  readonly size: number;
  readonly createdAt: number;
}

export interface DemoVolume {
  readonly name: string;
  readonly createdAt: number;
  readonly size: number;
  readonly driver: string;
  readonly labels: unknown;
  readonly options: unknown;
}

export interface DemoNetwork {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly createdAt: number;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly subnet: string | undefined;
}

const MB = 1_000_000;
const day = 86_400_000;
const own = new Set(["bridge", "host", "none"]);

/** Images, volumes and networks of the demo's containers and some that nobody uses; events and refusals as moby's are. */
export class DemoResources {
  readonly images = new Map<string, DemoImage>();
  readonly volumes = new Map<string, DemoVolume>();
  readonly networks = new Map<string, DemoNetwork>();
  readonly #containers: DemoContainers;
  readonly #events: EventHistory;
  readonly #now: () => number;
  readonly #random: () => number;

  constructor(
    containers: DemoContainers,
    events: EventHistory,
    { now, random }: { readonly now: () => number; readonly random: () => number },
  ) {
    this.#containers = containers;
    this.#events = events;
    this.#now = now;
    this.#random = random;
    const began = now();
    const services = containers.list().map(({ service }) => service);
    for (const name of [...services.map(({ image }) => image), "postgres:15", "alpine:3.22"])
      this.#addImage(name, began - 30 * day);
    // A build took its name away.
    const nameless = this.#addImage("shop/api:before", began - 3 * day);
    nameless.names = [];
    for (const name of [...services.flatMap(({ volumes }) => Object.keys(volumes ?? {})), "shop_uploads-2024"])
      this.#addVolume({ name, createdAt: began - 41 * day, size: sizeOf(name, 900) });
    this.#addVolume({ name: hexDigits(64, random), createdAt: began - 9 * day, size: 0 });
    this.#addNetwork({ name: "bridge", createdAt: began - day, subnet: "172.17.0.0/16" });
    for (const name of ["host", "none"])
      this.#addNetwork({ name, driver: name === "none" ? "null" : name, createdAt: began - 90 * day });
    const stacks = [...new Set(containers.list().map(networkOf))].filter((name) => !own.has(name));
    for (const [index, name] of [...stacks, "legacy_default"].entries())
      this.#addNetwork({ name, createdAt: began - 41 * day, subnet: `172.${18 + (index % 14)}.0.0/16` });
  }

  image(reference: string): DemoImage {
    const named = reference.includes(":") ? reference : `${reference}:latest`;
    const found = this.images.get(reference) ?? [...this.images.values()].find(({ names }) => names.includes(named));
    if (found === undefined) throw new Refusal(404, `No such image: ${reference}`);
    return found;
  }

  /** Gives what the API answers: what was taken away, in moby's words. */
  removeImage(image: DemoImage, force: boolean): { readonly Untagged?: string; readonly Deleted?: string }[] {
    const user = this.#containers.list().find(({ service }) => imageId(service.image) === image.id);
    const short = image.id.slice(7, 19);
    if (user !== undefined && (isUp(user) || !force)) {
      const [how, state] = isUp(user) ? ["cannot be forced", "running"] : ["must be forced", "stopped"];
      const why = `image is being used by ${state} container ${user.id.slice(0, 12)}`;
      throw new Refusal(409, `conflict: unable to delete ${short} (${how}) - ${why}`);
    }
    if (image.names.length > 1 && !force) {
      const why = "image is referenced in multiple repositories";
      throw new Refusal(409, `conflict: unable to delete ${short} (must be forced) - ${why}`);
    }
    this.images.delete(image.id);
    for (const name of image.names) this.#tell("image", "untag", image.id, { name });
    this.#tell("image", "delete", image.id, { name: image.id });
    return [...image.names.map((name) => ({ Untagged: name })), { Deleted: image.id }];
  }

  /** False where it is there already. */
  pulled(name: string): boolean {
    const known = this.images.has(imageId(name));
    if (!known) this.#addImage(name, this.#now() - 12 * day);
    this.#tell("image", "pull", name, { name });
    return !known;
  }

  volume(name: string): DemoVolume {
    const volume = this.volumes.get(name);
    if (volume === undefined) throw new Refusal(404, `get ${name}: no such volume`);
    return volume;
  }

  /** One that is there already is handed out, as the engine does. */
  createVolume(name: string, facts: Partial<Pick<DemoVolume, "driver" | "labels" | "options">>): DemoVolume {
    const known = this.volumes.get(name);
    if (known !== undefined) return known;
    if (facts.driver !== undefined && facts.driver !== "local") {
      const plugin = JSON.stringify(facts.driver);
      throw new Refusal(
        404,
        `create ${name}: error looking up volume plugin ${facts.driver}: plugin ${plugin} not found`,
      );
    }
    const volume = this.#addVolume({
      name: name || hexDigits(64, this.#random),
      createdAt: this.#now(),
      size: 0,
      ...facts,
    });
    this.#tell("volume", "create", volume.name, { driver: volume.driver });
    return volume;
  }

  removeVolume({ name, driver }: DemoVolume): void {
    const users = this.#containers.list().filter(({ service }) => Object.hasOwn(service.volumes ?? {}, name));
    if (users.length > 0)
      throw new Refusal(409, `remove ${name}: volume is in use - [${users.map(({ id }) => id).join(", ")}]`);
    this.volumes.delete(name);
    this.#tell("volume", "destroy", name, { driver });
  }

  network(reference: string): DemoNetwork {
    const found = this.networks.get(reference) ?? [...this.networks.values()].find(({ name }) => name === reference);
    if (found === undefined) throw new Refusal(404, `network ${reference} not found`);
    return found;
  }

  createNetwork(name: string, facts: Partial<Omit<DemoNetwork, "id" | "name" | "createdAt">>): DemoNetwork {
    if (name === "") throw new Refusal(400, "invalid name: name is empty");
    if ([...this.networks.values()].some((network) => network.name === name))
      throw new Refusal(409, `network with name ${name} already exists`);
    if (facts.driver !== undefined && facts.driver !== "bridge")
      throw new Refusal(404, `could not find plugin ${facts.driver} in v1 plugin registry: plugin not found`);
    const network = this.#addNetwork({ name, createdAt: this.#now(), subnet: "172.31.0.0/16", ...facts });
    this.#tell("network", "create", network.id, { name, type: network.driver });
    return network;
  }

  removeNetwork({ id, name, driver }: DemoNetwork): void {
    if (own.has(name)) throw new Refusal(403, `${name} is a pre-defined network and cannot be removed`);
    if (this.#containers.list().some((container) => isUp(container) && networkOf(container) === name))
      throw new Refusal(403, `error while removing network: network ${name} id ${id} has active endpoints`);
    this.networks.delete(id);
    this.#tell("network", "destroy", id, { name, type: driver });
  }

  #addImage(name: string, createdAt: number): DemoImage {
    const id = imageId(name);
    const image = { id, names: [name], size: sizeOf(name, 400), createdAt };
    this.images.set(id, image);
    return image;
  }

  #addVolume(facts: Pick<DemoVolume, "name" | "createdAt" | "size"> & Partial<DemoVolume>): DemoVolume {
    const volume = { driver: "local", labels: null, options: null, ...facts };
    this.volumes.set(volume.name, volume);
    return volume;
  }

  #addNetwork(facts: Pick<DemoNetwork, "name" | "createdAt"> & Partial<DemoNetwork>): DemoNetwork {
    const id = hexDigits(64, this.#random);
    const network = { id, driver: "bridge", internal: false, attachable: false, subnet: undefined, ...facts };
    this.networks.set(id, network);
    return network;
  }

  #tell(type: string, action: string, id: string, attributes: Readonly<Record<string, string>>): void {
    this.#events.append(action, { type, id, attributes });
  }
}

/** Bytes, between 5 MB and so many: the same for the same name. */
function sizeOf(name: string, megabytes: number): number {
  const share = createHash("sha256").update(name).digest().readUInt32BE() / 2 ** 32;
  return Math.round((5 + share * (megabytes - 5)) * MB);
}
