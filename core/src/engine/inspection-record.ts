import type { ContainerFacts, MountDetails, NetworkAttachment, RestartRule } from "../model/container-details.ts";
import { healthFromInspect } from "./health-record.ts";
import { array, type JsonObject, number, object, text, texts, time } from "./json.ts";
import { type LaunchRecord, launchFromConfig } from "./launch-record.ts";
import { limitsFromHostConfig, securityFromHostConfig } from "./limits-record.ts";

/** One container as its inspect tells it, before it is compared with its image. */
export interface ContainerInspection extends ContainerFacts {
  readonly id: string;
  readonly name: string;
  readonly imageReference: string;
  readonly imageId: string;
  readonly launch: LaunchRecord;
}

/** The answer of `/containers/{id}/json`; nothing where that is no container. */
export function inspectionFromJson(json: unknown): ContainerInspection | undefined {
  const record = object(json);
  const id = text(record.Id);
  if (id === "") return undefined;
  const [config, hostConfig, state] = [object(record.Config), object(record.HostConfig), object(record.State)];
  const [startedAt, finishedAt] = [time(state.StartedAt), time(state.FinishedAt)];
  const exitCode = finishedAt === undefined ? undefined : number(state.ExitCode);
  const health = healthFromInspect(record);
  const size = sizeOf(record);
  return {
    id,
    name: text(record.Name).replace(/^\//, "") || id.slice(0, 12),
    imageReference: text(config.Image),
    imageId: text(record.Image).replace(/^(?=[0-9a-f]{64}$)/, "sha256:"),
    launch: launchFromConfig(config),
    hostname: text(config.Hostname),
    mounts: [...mountsOf(record.Mounts, limitsOfTmpfs(hostConfig.Mounts)), ...tmpfsOf(hostConfig.Tmpfs)],
    networks: networksOf(object(record.NetworkSettings).Networks),
    restart: restartOf(hostConfig.RestartPolicy, record.RestartCount),
    createdAt: time(record.Created) ?? 0,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(finishedAt === undefined ? {} : { finishedAt }),
    ...(exitCode === undefined ? {} : { exitCode }),
    outOfMemory: state.OOMKilled === true,
    error: text(state.Error),
    ...(health === undefined ? {} : { health }),
    limits: limitsFromHostConfig(hostConfig),
    security: securityFromHostConfig(hostConfig),
    ...(size === undefined ? {} : { size }),
  };
}

function mountsOf(value: unknown, limits: ReadonlyMap<string, number>): MountDetails[] {
  return array(value)
    .map(object)
    .map((mount) => {
      const [name, source, driver] = [text(mount.Name), text(mount.Source), text(mount.Driver)];
      const most = limits.get(text(mount.Destination));
      return {
        type: text(mount.Type),
        source: name || source,
        destination: text(mount.Destination),
        writable: mount.RW !== false,
        ...(name === "" || source === "" ? {} : { path: source }),
        ...(driver === "" || driver === "local" ? {} : { driver }),
        ...(most === undefined ? {} : { most }),
      };
    })
    .sort((a, b) => (a.destination < b.destination ? -1 : 1));
}

/** What was told by `--mount type=tmpfs,tmpfs-size=…` is not in the mounts as they are. */
function limitsOfTmpfs(value: unknown): ReadonlyMap<string, number> {
  return new Map(
    array(value)
      .map(object)
      .flatMap((mount): [string, number][] => {
        const most = number(object(mount.TmpfsOptions).SizeBytes) ?? 0;
        return most > 0 ? [[text(mount.Target), most]] : [];
      }),
  );
}

/** What was told by `--tmpfs` is not among the mounts. */
function tmpfsOf(value: unknown): MountDetails[] {
  return Object.entries(object(value)).map(([destination, told]) => {
    const options = text(told).split(",");
    const most = options.map(tmpfsSize).find((size) => size !== undefined);
    return {
      ...{ type: "tmpfs", source: "", destination, writable: !options.includes("ro") },
      ...(most === undefined ? {} : { most }),
    };
  });
}

const units = { "": 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 } as const;

/** "size=24m" in bytes (tmpfs(5)); a share of the memory is left out, since that is not known here. */
function tmpfsSize(option: string): number | undefined {
  const [, digits, unit = ""] = /^size=(\d+)([kmg]?)$/i.exec(option) ?? [];
  return digits === undefined ? undefined : Number(digits) * units[unit.toLowerCase() as keyof typeof units];
}

function networksOf(value: unknown): NetworkAttachment[] {
  return Object.entries(object(value))
    .map(([name, json]) => {
      const network = object(json);
      return {
        name,
        id: text(network.NetworkID),
        addresses: [text(network.IPAddress), text(network.GlobalIPv6Address)].filter((address) => address !== ""),
        aliases: texts(network.Aliases),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const policies = ["no", "always", "unless-stopped", "on-failure"] as const;

function restartOf(value: unknown, count: unknown): RestartRule {
  const { Name, MaximumRetryCount } = object(value);
  const named = text(Name) || "no";
  return {
    policy: policies.find((policy) => policy === named) ?? "unknown",
    most: number(MaximumRetryCount) ?? 0,
    restarts: number(count) ?? 0,
  };
}

function sizeOf(record: JsonObject): ContainerInspection["size"] {
  const whole = number(record.SizeRootFs);
  return whole === undefined ? undefined : { written: number(record.SizeRw) ?? 0, whole };
}
