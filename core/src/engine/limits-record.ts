import type { Limits, SecurityOptions } from "../model/container-details.ts";
import { array, type JsonObject, number, object, text, texts } from "./json.ts";

/** `HostConfig` of an inspect. Zero and less is the engine's "no limit". */
export function limitsFromHostConfig(config: JsonObject): Limits {
  const nanoCpus = positive(config.NanoCpus);
  const [quota, period] = [positive(config.CpuQuota), positive(config.CpuPeriod) ?? 100_000];
  const cpus = nanoCpus === undefined ? quota && quota / period : nanoCpus / 1e9;
  const cpuset = text(config.CpusetCpus);
  return {
    ...given("memory", positive(config.Memory)),
    ...given("memoryReservation", positive(config.MemoryReservation)),
    ...given("memorySwap", positive(config.MemorySwap)),
    ...given("cpus", cpus),
    ...given("cpuShares", positive(config.CpuShares)),
    ...given("cpuset", cpuset === "" ? undefined : cpuset),
    ...given("pids", positive(config.PidsLimit)),
    ...given("sharedMemory", positive(config.ShmSize)),
    ulimits: array(config.Ulimits)
      .map(object)
      .map(({ Name, Soft, Hard }) => `${text(Name)}=${number(Soft) ?? ""}:${number(Hard) ?? ""}`),
  };
}

export function securityFromHostConfig(config: JsonObject): SecurityOptions {
  const shared = [
    ["network", config.NetworkMode],
    ["pid", config.PidMode],
    ["ipc", config.IpcMode],
    ["uts", config.UTSMode],
    ["users", config.UsernsMode],
  ] as const;
  return {
    privileged: config.Privileged === true,
    readOnlyRoot: config.ReadonlyRootfs === true,
    addedCapabilities: texts(config.CapAdd),
    droppedCapabilities: texts(config.CapDrop),
    options: texts(config.SecurityOpt),
    shared: shared.flatMap(([namespace, value]) => {
      const mode = text(value);
      return mode === "host" || mode.startsWith("container:") ? [[namespace, mode] as const] : [];
    }),
    devices: array(config.Devices).flatMap((device) => text(object(device).PathOnHost) || []),
  };
}

function positive(value: unknown): number | undefined {
  const told = number(value);
  return told === undefined || told <= 0 ? undefined : told;
}

function given<K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: T };
}
