import { baseImage } from "../lab/base-image.ts";
import { idleScript } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";

export interface RichContainer {
  readonly id: string;
  readonly name: string;
  readonly networks: readonly string[];
  readonly volume: string;
}

/** A container that has a bit of everything, running. `subnet`: the first two numbers of its networks' addresses. */
export async function runRich(engine: EngineAccess, name: string, subnet: string): Promise<RichContainer> {
  const networks = [`${name}-front`, `${name}-back`];
  for (const [index, network] of networks.entries())
    await engine.api.json("POST", "/networks/create", {
      Name: network,
      IPAM: { Config: [{ Subnet: `${subnet}.${index}.0/24` }] },
    });
  const [front = "", back = ""] = networks;
  const { cgroupParent } = engine;
  const body = {
    Image: baseImage,
    Entrypoint: ["sh", "-c"],
    Cmd: [idleScript],
    Env: ["COLOUR=blue", "SECRET=a=b c"],
    User: "1000:1000",
    WorkingDir: "/work",
    StopTimeout: 3,
    Healthcheck: { Test: ["CMD-SHELL", "true"], Interval: 3_600_000_000_000 },
    ExposedPorts: { "8080/tcp": {} },
    Volumes: { "/anonymous": {} },
    Labels: { "com.docker.compose.project": name, "com.docker.compose.service": "web", odd: "‹b› \"'" },
    HostConfig: {
      ...(cgroupParent === undefined ? {} : { CgroupParent: cgroupParent }),
      NetworkMode: front,
      Binds: [`${name}-data:/data`],
      Tmpfs: { "/scratch": "size=1m" },
      PortBindings: { "8080/tcp": [{ HostIp: "127.0.0.1", HostPort: "" }] },
      RestartPolicy: { Name: "on-failure", MaximumRetryCount: 3 },
      Memory: 64 * 2 ** 20,
      CpuShares: 512,
      ExtraHosts: ["db:10.1.2.3"],
    },
    NetworkingConfig: {
      EndpointsConfig: { [front]: { Aliases: ["web"], IPAMConfig: { IPv4Address: `${subnet}.0.77` } } },
    },
  };
  const { Id } = await engine.api.json<{ Id: string }>("POST", `/containers/create?name=${name}`, body);
  await engine.api.json("POST", `/networks/${back}/connect`, {
    ...{
      Container: Id,
      EndpointConfig: { Aliases: ["web-back", "api"], IPAMConfig: { IPv4Address: `${subnet}.1.78` } },
    },
  });
  await engine.api.json("POST", `/containers/${Id}/start`);
  return { id: Id, name, networks, volume: `${name}-data` };
}

type Json = Record<string, unknown>;
const fields = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});

/** What the engine says of a container, without what it makes up for each run and each container. */
export async function described(engine: EngineAccess, id: string): Promise<Json> {
  const json = await engine.api.json<Json>("GET", `/containers/${id}/json`);
  const short = String(json.Id).slice(0, 12);
  const { Status, Running, Paused } = fields(json.State);
  const networks = Object.entries(fields(fields(json.NetworkSettings).Networks)).map(([name, each]) => {
    const { EndpointID, MacAddress, DNSNames, Aliases, ...rest } = fields(each);
    return [name, { ...rest, Aliases: ((Aliases ?? []) as string[]).filter((alias) => alias !== short) }];
  });
  const config = fields(json.Config);
  const host = fields(json.HostConfig);
  return {
    ...{ Name: json.Name, Path: json.Path, Args: json.Args, Image: json.Image, Platform: json.Platform },
    ...{ Driver: json.Driver, MountLabel: json.MountLabel, ProcessLabel: json.ProcessLabel },
    State: { Status, Running, Paused },
    Config: { ...config, Hostname: config.Hostname === short ? "of its id" : config.Hostname },
    HostConfig: host,
    Networks: Object.fromEntries(networks),
    Mounts: ((json.Mounts ?? []) as Json[]).toSorted((a, b) =>
      String(a.Destination) < String(b.Destination) ? -1 : 1,
    ),
  };
}
