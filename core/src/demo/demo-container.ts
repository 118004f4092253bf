import type { LogSource, LogSpan } from "./demo-log.ts";
import type { DemoService } from "./demo-services.ts";
import { hexDigits } from "./random.ts";

/** A container that isn't there: all that the API can be asked about it. Times are epoch milliseconds. */
export interface DemoContainer extends LogSource {
  readonly id: string;
  name: string;
  readonly service: DemoService;
  readonly createdAt: number;
  state: DemoService["state"];
  health: "healthy" | "unhealthy" | undefined;
  startedAt: number;
  finishedAt: number;
  exitCode: number;
  outOfMemory: boolean;
  restarts: number;
  spans: LogSpan[];
}

export const isUp = ({ state }: DemoContainer) => state === "running" || state === "paused";

/** As it stands at the start, its present state begun some time ago. */
export function demoContainer(service: DemoService, now: number, random: () => number): DemoContainer {
  const { state, exitCode = 0, outOfMemory = false } = service;
  const since = now - service.since * 1000;
  const ended = state === "exited" || state === "restarting";
  // What has ended ran for ten minutes; what is paused ran for an hour before.
  const startedAt = ended ? since - 600_000 : state === "paused" ? since - 3_600_000 : since;
  const span: LogSpan = { from: startedAt, starts: true };
  return {
    id: hexDigits(64, random),
    name: service.name,
    service,
    createdAt: startedAt - 2000,
    state,
    health: service.health,
    startedAt,
    finishedAt: ended ? since : 0,
    exitCode,
    outOfMemory,
    restarts: state === "restarting" ? 6 : 0,
    seed: Math.floor(random() * 2 ** 31),
    style: service.log,
    pace: service.pace,
    spans: [
      ended
        ? { ...span, to: since, end: exitCode === 0 ? "stop" : "crash" }
        : state === "paused"
          ? { ...span, to: since }
          : span,
    ],
  };
}

export function labelsOf({ service: { stack, service, name } }: DemoContainer): Record<string, string> {
  if (stack === undefined || service === undefined) return {};
  return {
    "com.docker.compose.project": stack,
    "com.docker.compose.service": service,
    "com.docker.compose.container-number": /\d+$/.exec(name)?.[0] ?? "1",
    "com.docker.compose.oneoff": "False",
    "com.docker.compose.project.working_dir": `/srv/${stack}`,
    "com.docker.compose.project.config_files": `/srv/${stack}/compose.yaml`,
  };
}
