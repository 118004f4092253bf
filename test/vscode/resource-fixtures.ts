import type { Container } from "@quayside/core/model/container.ts";
import type { Host, HostState } from "@quayside/core/model/host.ts";
import type { HostResources, Image, Network, Volume } from "@quayside/core/model/resource.ts";
import type { Translate } from "../../vscode-extension/src/l10n.ts";

export const t: Translate = (message, ...args) =>
  message.replace(/\{(\d)\}/g, (_, index) => String(args[Number(index)]));

const engine = {
  ...{ id: "e", product: "Docker", version: "20.10", apiVersion: "1.41" },
  ...{ operatingSystem: "linux", architecture: "amd64" },
};

export const onlineState: HostState = { kind: "online", engine, latency: 1, since: 0 };
export const awayState: HostState = {
  kind: "unreachable",
  error: { name: "HostUnreachable", reason: "refused", title: "Not there", sentence: "Gone.", hint: "", detail: "" },
  ...{ since: 0, nextTry: 1 },
};

export function host(id: string, more: Partial<Host> = {}): Host {
  return {
    ...{ id, name: id, connection: { kind: "unix", path: `/${id}.sock` }, access: "admin", state: onlineState },
    ...{ found: false, isDefault: false, position: 0, ...more },
  };
}

export function container(name: string, more: Partial<Container> = {}): Container {
  return {
    ...{ host: "a", id: `id-${name}`, name, image: "busybox", imageId: "", command: "", createdAt: 0 },
    ...{ state: "running", ports: [], labels: {}, networks: [], mounts: [], ...more },
  };
}

export const mount = (source: string) => ({ type: "volume", source, destination: "/data", writable: true });

export function image(id: string, names: readonly string[], more: Partial<Image> = {}): Image {
  return { host: "a", id: `sha256:${id}`, names, digests: [], size: 12_300_000, createdAt: 0, labels: {}, ...more };
}

export function volume(id: string, more: Partial<Volume> = {}): Volume {
  return { host: "a", id, driver: "local", mountpoint: `/v/${id}`, scope: "local", labels: {}, options: {}, ...more };
}

export function network(name: string, more: Partial<Network> = {}): Network {
  return {
    ...{ host: "a", id: `net-${name}`, name, driver: "bridge", scope: "local", createdAt: 0, internal: false },
    ...{ attachable: false, subnets: [], labels: {}, builtIn: false, ...more },
  };
}

export function held(lists: Partial<HostResources>): HostResources {
  return { host: "a", images: [], volumes: [], networks: [], errors: {}, ...lists };
}

export const anonymous = "0123456789abcdef".repeat(4);
