import type {
  Container,
  ContainerHealth,
  ContainerMount,
  ContainerPort,
  ContainerRun,
  ContainerState,
  StackMembership,
} from "../model/container.ts";
import { type EngineHabits, habitsOf } from "./habits.ts";
import { array, number, object, text, textMap, texts, time } from "./json.ts";
import { parseStatus } from "./status-text.ts";

const states = new Set<string>(["created", "running", "paused", "restarting", "removing", "exited", "dead"]);
const healths = new Set<string>(["starting", "healthy", "unhealthy"]);

/** An entry of `/containers/json`. `now` is epoch milliseconds: the list tells run times as "Up 3 hours". */
export function containerFromList(host: string, json: unknown, now: number): Container | undefined {
  const record = object(json);
  const id = text(record.Id);
  if (id === "") return undefined;
  const labels = textMap(record.Labels);
  const status = parseStatus(text(record.Status), now);
  return {
    host,
    id,
    name: plainName(ownName(texts(record.Names)), id),
    image: text(record.Image),
    imageId: text(record.ImageID),
    command: text(record.Command),
    createdAt: (number(record.Created) ?? 0) * 1000,
    state: stateOf(record.State),
    ...optional("health", status.health),
    ports: ports(array(record.Ports).map(listedPort)),
    labels,
    networks: Object.keys(object(object(record.NetworkSettings).Networks)).sort(),
    mounts: mounts(record.Mounts),
    ...optional("stack", stackOf(labels)),
    ...optional("run", status.run),
  };
}

/** The answer of `/containers/{id}/json`, equal to the list's entry in all but `run` (which it knows exactly). */
export function containerFromInspect(
  host: string,
  json: unknown,
  { list }: EngineHabits = habitsOf("Docker"),
): Container | undefined {
  const record = object(json);
  const config = object(record.Config);
  const network = object(record.NetworkSettings);
  const id = text(record.Id);
  if (id === "") return undefined;
  const labels = textMap(config.Labels);
  const state = stateOf(object(record.State).Status);
  const health = text(object(object(record.State).Health).Status);
  return {
    host,
    id,
    name: plainName(text(record.Name), id),
    image: text(config.Image),
    imageId: text(record.Image),
    command: list.wholeCommand
      ? [text(record.Path), ...texts(record.Args).map(quoted)].join(" ")
      : texts(config.Cmd).join(" "),
    createdAt: Math.floor((time(record.Created) ?? 0) / 1000) * 1000,
    state,
    // The list tells the health only of one that runs, inside its status text.
    ...optional("health", state === "running" && healths.has(health) ? (health as ContainerHealth) : undefined),
    ports: ports(
      Object.entries(object(network.Ports))
        .flatMap(([key, bindings]) => inspectedPorts(key, bindings))
        .filter((port) => list.exposedPorts || port?.publicPort !== undefined),
    ),
    labels,
    networks: Object.keys(object(network.Networks)).sort(),
    mounts: mounts(record.Mounts),
    ...optional("stack", stackOf(labels)),
    ...optional("run", inspectedRun(record, state)),
  };
}

function optional<K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: T };
}

/** As the engine's list writes a command (moby daemon/list.go). */
function quoted(argument: string): string {
  return argument.includes(" ") ? `'${argument}'` : argument;
}

/** The list also names a container by the links of others to it ("/web/database"), and these may come first. */
function ownName(names: readonly string[]): string {
  return names.find((name) => !name.slice(1).includes("/")) ?? names[0] ?? "";
}

function plainName(name: string, id: string): string {
  return name.replace(/^\//, "") || id.slice(0, 12);
}

function stateOf(value: unknown): ContainerState {
  // Podman says "initialized" and "stopped" where Docker says "created" and "exited".
  const state = text(value).toLowerCase();
  if (states.has(state)) return state as ContainerState;
  if (state === "initialized" || state === "configured") return "created";
  return state === "stopped" ? "exited" : "unknown";
}

function inspectedRun(record: ReturnType<typeof object>, state: ContainerState): ContainerRun | undefined {
  const json = object(record.State);
  const ended = state === "exited" || state === "dead";
  const since = time(ended ? json.FinishedAt : json.StartedAt);
  if (since === undefined || state === "created") return undefined;
  return {
    since,
    exact: true,
    ...optional("exitCode", ended || state === "restarting" ? number(json.ExitCode) : undefined),
    ...(json.OOMKilled === true ? { outOfMemory: true } : {}),
    ...optional("restarts", number(record.RestartCount) || undefined),
  };
}

function stackOf(labels: Readonly<Record<string, string>>): StackMembership | undefined {
  const stack = labels["com.docker.compose.project"];
  if (stack === undefined || stack === "") return undefined;
  const count = Number(labels["com.docker.compose.container-number"]);
  return {
    stack,
    service: labels["com.docker.compose.service"] ?? "",
    ...(Number.isInteger(count) && count > 0 ? { number: count } : {}),
  };
}

function mounts(value: unknown): ContainerMount[] {
  return array(value)
    .map((entry) => {
      const mount = object(entry);
      return {
        type: text(mount.Type),
        source: text(mount.Name) || text(mount.Source),
        destination: text(mount.Destination),
        writable: mount.RW !== false,
      };
    })
    .sort((a, b) => inOrder(a.destination, b.destination));
}

function listedPort(value: unknown): ContainerPort | undefined {
  const port = object(value);
  const privatePort = number(port.PrivatePort);
  if (privatePort === undefined) return undefined;
  return {
    privatePort,
    protocol: text(port.Type) || "tcp",
    ...optional("publicPort", number(port.PublicPort) || undefined),
    ...optional("address", text(port.IP) || undefined),
  };
}

function inspectedPorts(key: string, bindings: unknown): (ContainerPort | undefined)[] {
  const [digits = "", protocol = "tcp"] = key.split("/");
  const privatePort = Number(digits);
  if (!Number.isInteger(privatePort)) return [];
  const bound = array(bindings).map(object);
  if (bound.length === 0) return [{ privatePort, protocol }];
  return bound.map((binding) => ({
    privatePort,
    protocol,
    ...optional("publicPort", Number(text(binding.HostPort)) || undefined),
    ...optional("address", text(binding.HostIp) || undefined),
  }));
}

/** Sorted; what is published on 0.0.0.0 and on :: alike is one port to people. */
function ports(found: readonly (ContainerPort | undefined)[]): ContainerPort[] {
  const byKey = new Map<string, ContainerPort>();
  for (const port of found) {
    if (port === undefined) continue;
    const address = port.address === "::" ? "0.0.0.0" : port.address;
    const folded = address === undefined ? port : { ...port, address };
    byKey.set(`${folded.privatePort}/${folded.protocol}/${folded.publicPort ?? ""}/${address ?? ""}`, folded);
  }
  return [...byKey.values()].sort(
    (a, b) =>
      a.privatePort - b.privatePort ||
      (a.publicPort ?? 0) - (b.publicPort ?? 0) ||
      inOrder(a.protocol, b.protocol) ||
      inOrder(a.address ?? "", b.address ?? ""),
  );
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
