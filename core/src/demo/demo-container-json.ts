import { createHash } from "node:crypto";
import { type DemoContainer, isUp, labelsOf } from "./demo-container.ts";
import { containerEnvironment, healthCheckOf, healthOf } from "./demo-details.ts";
import { humanDuration, nanosecondsOf, rfc3339 } from "./docker-time.ts";

/** An entry of `/containers/json`. */
export function listEntry(container: DemoContainer, now: number): Record<string, unknown> {
  const { service } = container;
  return {
    Id: container.id,
    Names: [`/${container.name}`],
    Image: service.image,
    ImageID: imageId(service.image),
    Command: service.command.join(" "),
    Created: Math.floor(container.createdAt / 1000),
    Ports: (service.ports ?? []).map(([privatePort, publicPort]) => ({
      PrivatePort: privatePort,
      Type: "tcp",
      ...(publicPort === undefined ? {} : { IP: "0.0.0.0", PublicPort: publicPort }),
    })),
    Labels: labelsOf(container),
    State: container.state,
    Status: statusText(container, now),
    HostConfig: { NetworkMode: networkOf(container) },
    NetworkSettings: { Networks: { [networkOf(container)]: {} } },
    Mounts: mounts(container),
  };
}

/** The answer of `/containers/{id}/json`. */
export function inspection(container: DemoContainer, now: number): Record<string, unknown> {
  const { service, state } = container;
  const [path = "", ...args] = service.command;
  const up = isUp(container);
  return {
    Id: container.id,
    Created: timeText(container.createdAt),
    Path: path,
    Args: args,
    Name: `/${container.name}`,
    Image: imageId(service.image),
    RestartCount: container.restarts,
    State: {
      Status: state,
      Running: up || state === "restarting",
      Paused: state === "paused",
      Restarting: state === "restarting",
      OOMKilled: container.outOfMemory,
      Dead: false,
      Pid: up ? 1000 + (container.seed % 30_000) : 0,
      ExitCode: up ? 0 : container.exitCode,
      Error: "",
      StartedAt: timeText(container.startedAt),
      FinishedAt: timeText(container.finishedAt),
      ...healthOf(container, now),
    },
    Config: {
      Hostname: container.id.slice(0, 12),
      Image: service.image,
      Cmd: service.command,
      Env: containerEnvironment(container),
      ...healthCheckOf(container),
      Labels: labelsOf(container),
      Tty: false,
    },
    HostConfig: {
      NetworkMode: networkOf(container),
      RestartPolicy: { Name: state === "restarting" ? "always" : "no", MaximumRetryCount: 0 },
      LogConfig: { Type: "json-file", Config: {} },
    },
    NetworkSettings: {
      Ports: Object.fromEntries(
        (service.ports ?? []).map(([privatePort, publicPort]) => [
          `${privatePort}/tcp`,
          publicPort === undefined ? null : [{ HostIp: "0.0.0.0", HostPort: String(publicPort) }],
        ]),
      ),
      Networks: { [networkOf(container)]: {} },
    },
    Mounts: mounts(container),
  };
}

/** As moby's container/state.go words it. */
export function statusText({ state, startedAt, finishedAt, exitCode, health }: DemoContainer, now: number): string {
  if (state === "exited") return `Exited (${exitCode}) ${humanDuration(now - finishedAt)} ago`;
  if (state === "restarting") return `Restarting (${exitCode}) ${humanDuration(now - finishedAt)} ago`;
  const words = state === "paused" ? " (Paused)" : health === undefined ? "" : ` (${health})`;
  return `Up ${humanDuration(now - startedAt)}${words}`;
}

export function networkOf({ service }: DemoContainer): string {
  return service.stack === undefined ? "bridge" : `${service.stack}_default`;
}

function mounts({ service }: DemoContainer): unknown[] {
  return Object.entries(service.volumes ?? {}).map(([name, destination]) => ({
    ...{ Type: "volume", Name: name, Source: `/var/lib/docker/volumes/${name}/_data` },
    ...{ Destination: destination, Driver: "local", Mode: "z", RW: true },
  }));
}

/** The same for the same name, as long as a real one. */
export function imageId(image: string): string {
  return `sha256:${createHash("sha256").update(image).digest("hex")}`;
}

/** Zero is Go's time of year 1. */
function timeText(milliseconds: number): string {
  return milliseconds === 0 ? "0001-01-01T00:00:00Z" : rfc3339(nanosecondsOf(milliseconds));
}
