import { HostUnreachable } from "../errors/errors.ts";
import type { DiskUse } from "../model/disk-use.ts";
import type { Image, Network, Volume } from "../model/resource.ts";
import { checkedId, checkedImageId, checkedImageReference, checkedVolumeName } from "./checked-id.ts";
import { diskUse } from "./disk-use-record.ts";
import type { EngineCalls } from "./engine-calls.ts";
import { type EngineRequest, engineRequest } from "./engine-request.ts";
import { imageFromList } from "./image-record.ts";
import { array, object } from "./json.ts";
import { type ImageInspection, imageFromInspect } from "./launch-record.ts";
import { networkFromList } from "./network-record.ts";
import { volumeFromList, volumeSizes } from "./volume-record.ts";

const LISTS = 30_000;
const LOOK_UPS = 10_000;
/** The engine walks through all files of all volumes. */
const WALK = 600_000;

/** Looks at images, volumes and networks. Errors: HostUnreachable, NotFound, EngineError, Cancelled. */
export class ResourceQueries {
  readonly #host: string;
  readonly #calls: EngineCalls;

  constructor(host: string, calls: EngineCalls) {
    this.#host = host;
    this.#calls = calls;
  }

  async listImages(signal: AbortSignal): Promise<Image[]> {
    const json = this.#list(await this.#get("/images/json", LISTS, signal), "images");
    return inOrder(
      json.flatMap((entry) => imageFromList(this.#host, entry) ?? []),
      // Those without a name come last.
      ({ names, id }) => `${names[0] ?? "\uffff"} ${id}`,
    );
  }

  async listVolumes(signal: AbortSignal): Promise<Volume[]> {
    const { Volumes } = object(await this.#get("/volumes", LISTS, signal));
    // An engine without any says null.
    if (Volumes === undefined) throw this.#notA("list of volumes");
    return inOrder(
      array(Volumes).flatMap((entry) => volumeFromList(this.#host, entry) ?? []),
      ({ id }) => id,
    );
  }

  async listNetworks(signal: AbortSignal): Promise<Network[]> {
    const json = this.#list(await this.#get("/networks", LISTS, signal), "networks");
    return inOrder(
      json.flatMap((entry) => networkFromList(this.#host, entry) ?? []),
      ({ name, id }) => `${name} ${id}`,
    );
  }

  /** Bytes by volume name. Minutes on a host with much in its volumes; engines before API 1.42 look at all else too. */
  async volumeSizes(signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
    return volumeSizes(
      await this.#calls.call(WALK, signal, (docker, abortSignal) => {
        const query = knows142(docker.modem.version) ? { type: "volume" } : {};
        return engineRequest(docker, { method: "GET", path: "/system/df", query }, abortSignal);
      }),
    );
  }

  /** What lies on the engine's disk, told as of `now`. Minutes on a host with much there; the engine goes on when it is given up. */
  async diskUse(now: () => number, signal: AbortSignal): Promise<DiskUse> {
    const use = diskUse(await this.#get("/system/df", WALK, signal), now());
    if (use === undefined) throw this.#notA("list of what is on the disk");
    return use;
  }

  /** The engine's own words, for people to read; of the others too. */
  inspectImageJson(id: string, signal: AbortSignal): Promise<unknown> {
    return this.#get(`/images/${checkedImageId(id)}/json`, LOOK_UPS, signal);
  }

  /** NotFound where there is none of that id. */
  async inspectImage(id: string, signal: AbortSignal): Promise<ImageInspection> {
    return this.#image(await this.inspectImageJson(id, signal));
  }

  /** The image that a name leads to now, by the engine's own rules. NotFound where it leads nowhere. */
  async inspectTaggedImage(reference: string, signal: AbortSignal): Promise<ImageInspection> {
    return this.#image(await this.#get(`/images/${checkedImageReference(reference)}/json`, LOOK_UPS, signal));
  }

  inspectVolumeJson(name: string, signal: AbortSignal): Promise<unknown> {
    return this.#get(`/volumes/${checkedVolumeName(name)}`, LOOK_UPS, signal);
  }

  inspectNetworkJson(id: string, signal: AbortSignal): Promise<unknown> {
    return this.#get(`/networks/${checkedId(id, "network")}`, LOOK_UPS, signal);
  }

  #get(path: EngineRequest["path"], deadline: number, signal: AbortSignal): Promise<unknown> {
    return this.#calls.call(deadline, signal, (docker, abortSignal) =>
      engineRequest(docker, { method: "GET", path }, abortSignal),
    );
  }

  #image(json: unknown): ImageInspection {
    const image = imageFromInspect(json);
    if (image === undefined) throw this.#notA("image");
    return image;
  }

  #list(json: unknown, what: string): readonly unknown[] {
    if (!Array.isArray(json)) throw this.#notA(`list of ${what}`);
    return json;
  }

  #notA(what: string): HostUnreachable {
    return new HostUnreachable("not-an-engine", this.#calls.address, `The answer is not a ${what}.`);
  }
}

function knows142(version: string | undefined): boolean {
  const [major = 0, minor = 0] = (version ?? "").replace(/^v/, "").split(".").map(Number);
  return major > 1 || (major === 1 && minor >= 42);
}

/** An engine gives volumes and networks in another order each time. */
function inOrder<T>(items: readonly T[], key: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, key: key(item) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ item }) => item);
}
