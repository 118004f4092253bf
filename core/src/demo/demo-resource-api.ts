import type { IncomingMessage, ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { imageConfig } from "./demo-details.ts";
import { sendDemoPull } from "./demo-pull.ts";
import type { DemoImage, DemoNetwork, DemoResources, DemoVolume } from "./demo-resources.ts";
import { nanosecondsOf, rfc3339 } from "./docker-time.ts";
import { Refusal } from "./refusal.ts";
import { sendJson } from "./send-json.ts";

const rooms = ["images", "volumes", "networks", "system"];

export function isResourceRoom(room: string): boolean {
  return rooms.includes(room);
}

/** Answers what concerns images, volumes and networks. `path` is without a version, and not decoded. */
export async function answerResources(
  resources: DemoResources,
  path: string,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, room = "", rest = ""] = /^\/([^/]+)\/?(.*)$/.exec(path) ?? [];
  const force = /^(1|true)$/i.test(query.get("force") ?? "");
  const id = decodeURIComponent(rest.replace(/\/json$/, ""));
  const gone = () => void response.writeHead(204).end();
  const { images, volumes, networks } = resources;
  switch (
    `${request.method} ${room}/${rest === "create" || rest === "json" || rest === "df" ? rest : rest === "" ? "" : ":id"}`
  ) {
    case "GET images/json":
      return sendJson(response, 200, [...images.values()].map(imageJson));
    case "GET images/:id":
      return sendJson(response, 200, imageInspection(resources.image(id)));
    case "POST images/create":
      return await sendDemoPull(resources, query, response);
    case "DELETE images/:id":
      return sendJson(response, 200, resources.removeImage(resources.image(id), force));
    case "GET volumes/":
      return sendJson(response, 200, {
        Volumes: [...volumes.values()].map((volume) => volumeJson(volume)),
        Warnings: null,
      });
    case "GET volumes/:id":
      return sendJson(response, 200, volumeJson(resources.volume(id)));
    case "POST volumes/create": {
      const { Name, Driver, Labels, DriverOpts } = object(await json(request));
      const facts = { labels: Labels ?? null, options: DriverOpts ?? null };
      const driver = typeof Driver === "string" && Driver !== "" ? { driver: Driver } : {};
      return sendJson(response, 201, volumeJson(resources.createVolume(text(Name), { ...facts, ...driver })));
    }
    case "DELETE volumes/:id":
      resources.removeVolume(resources.volume(id));
      return gone();
    case "GET networks/":
      return sendJson(response, 200, [...networks.values()].map(networkJson));
    case "GET networks/:id":
      return sendJson(response, 200, networkJson(resources.network(id)));
    case "POST networks/create": {
      const { Name, Driver, Internal, Attachable, IPAM } = object(await json(request));
      const configs: unknown = object(IPAM).Config;
      const subnet = text(object(Array.isArray(configs) ? configs[0] : undefined).Subnet);
      const network = resources.createNetwork(text(Name), {
        ...{ internal: Internal === true, attachable: Attachable === true },
        ...(typeof Driver === "string" && Driver !== "" ? { driver: Driver } : {}),
        ...(subnet === "" ? {} : { subnet }),
      });
      return sendJson(response, 201, { Id: network.id, Warning: "" });
    }
    case "DELETE networks/:id":
      resources.removeNetwork(resources.network(id));
      return gone();
    case "GET system/df":
      return sendJson(response, 200, diskUseJson(resources));
    default:
      throw new Refusal(404, "page not found: the demo has only what Quayside asks for");
  }
}

/** Every third image and volume is used by nothing. */
function diskUseJson({ images, volumes }: DemoResources): unknown {
  const used = (index: number): number => (index % 3 === 2 ? 0 : 1);
  return {
    LayersSize: [...images.values()].reduce((sum, { size }) => sum + size, 0),
    Images: [...images.values()].map((image, index) => ({
      ...{ ...imageJson(image), SharedSize: 0, Containers: used(index) },
    })),
    Containers: [
      { State: "running", SizeRw: 214_000_000 },
      { State: "exited", SizeRw: 38_000_000 },
    ],
    Volumes: [...volumes.values()].map((volume, index) => ({
      ...volumeJson(volume),
      UsageData: { RefCount: used(index), Size: volume.size },
    })),
    BuildCache: [
      { Size: 1_300_000_000, InUse: false, Shared: false },
      { Size: 420_000_000, InUse: true, Shared: false },
    ],
  };
}

function imageJson({ id, names, size, createdAt }: DemoImage): Record<string, unknown> {
  return {
    ...{ Id: id, ParentId: "", RepoTags: names, RepoDigests: [], Created: Math.floor(createdAt / 1000) },
    ...{ Size: size, SharedSize: -1, Containers: -1, Labels: null },
  };
}

function imageInspection({ id, names, size, createdAt }: DemoImage): Record<string, unknown> {
  return {
    ...{ Id: id, RepoTags: names, RepoDigests: [], Created: rfc3339(nanosecondsOf(createdAt)), Size: size },
    ...{ Architecture: "amd64", Os: "linux", Config: imageConfig(names) },
  };
}

function volumeJson({ name, driver, createdAt, labels, options }: DemoVolume): Record<string, unknown> {
  return {
    ...{ Name: name, Driver: driver, Mountpoint: `/var/lib/docker/volumes/${name}/_data`, Scope: "local" },
    ...{ CreatedAt: rfc3339(nanosecondsOf(createdAt)), Labels: labels, Options: options },
  };
}

function networkJson({ id, name, driver, createdAt, internal, attachable, subnet }: DemoNetwork): unknown {
  return {
    ...{ Id: id, Name: name, Driver: driver, Scope: "local", Created: rfc3339(nanosecondsOf(createdAt)) },
    ...{ Internal: internal, Attachable: attachable, Ingress: false, Labels: {}, Containers: {}, Options: {} },
    IPAM: { Driver: "default", Config: subnet === undefined ? [] : [{ Subnet: subnet }] },
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
