import { type DemoContainer, isUp } from "./demo-container.ts";
import { demoServices } from "./demo-services.ts";
import { nanosecondsOf, rfc3339 } from "./docker-time.ts";
import { randomAt } from "./random.ts";
import { Refusal } from "./refusal.ts";

const PATH = "PATH=/usr/local/bin:/usr/bin:/bin";
const INTERVAL = 30_000;
const SECOND = 1_000_000_000;

/** As somebody would have told a container: one thing else than its image, and one that is nobody's business. */
export function containerEnvironment({ service: { stack } }: DemoContainer): string[] {
  return [
    PATH,
    "LANG=C.UTF-8",
    "NOTE=This container is a part of Quayside's demo.",
    ...(stack === undefined
      ? ["LOG_LEVEL=info"]
      : ["LOG_LEVEL=debug", `DATABASE_URL=postgres://${stack}:not-a-secret@db/${stack}`]),
  ];
}

/** The `Config` of an image: that of the service which is made of it. */
export function imageConfig(names: readonly string[]): Record<string, unknown> {
  const service = demoServices.find(({ image }) => names.includes(image));
  return { Env: [PATH, "LANG=C.UTF-8", "LOG_LEVEL=info"], Cmd: service?.command ?? ["sh"] };
}

/** `Config.Healthcheck` of one that is checked. */
export function healthCheckOf({ health }: DemoContainer): Record<string, unknown> {
  if (health === undefined) return {};
  const Test = ["CMD-SHELL", "wget -qO- http://localhost/healthz"];
  return { Healthcheck: { Test, Interval: 30 * SECOND, Timeout: 5 * SECOND, Retries: 3 } };
}

/** `State.Health`: the last five checks, of which the last three failed where it is unhealthy. */
export function healthOf({ health, seed }: DemoContainer, now: number): Record<string, unknown> {
  if (health === undefined) return {};
  const last = Math.floor(now / INTERVAL) * INTERVAL;
  const Log = [4, 3, 2, 1, 0].map((ago) => {
    const start = last - ago * INTERVAL;
    const failed = health === "unhealthy" && ago < 3;
    const took = failed ? 5_000 : 20 + 60 * randomAt(seed, start / INTERVAL);
    return {
      Start: rfc3339(nanosecondsOf(start)),
      End: rfc3339(nanosecondsOf(Math.round(start + took))),
      ExitCode: failed ? -1 : 0,
      Output: failed ? "Health check exceeded timeout (5s)" : "200",
    };
  });
  return { Health: { Status: health, FailingStreak: health === "unhealthy" ? 3 : 0, Log } };
}

/** `GET /containers/{id}/top`, whatever columns are asked for. */
export function processesOf(container: DemoContainer): Record<string, unknown> {
  const { id, seed, service } = container;
  if (!isUp(container)) throw new Refusal(409, `Container ${id} is not running`);
  const pid = 1000 + (seed % 30_000);
  const cpu = (60 * randomAt(seed, 0) ** 4).toFixed(1);
  const main = [String(pid), "1", "app", cpu, "2.1", "181204", "02:11:09", "Ssl", service.command.join(" ")];
  const helpers = Array.from({ length: Math.floor(4 * randomAt(seed, 2)) }, (_, index) => [
    ...[String(pid + 7 + index), String(pid), "app", "0.1", "0.2", "20480", "02:11:08", "S"],
    `${service.command[0] ?? "run"}: worker ${index + 1}`,
  ]);
  return {
    Titles: ["PID", "PPID", "USER", "%CPU", "%MEM", "RSS", "ELAPSED", "STAT", "COMMAND"],
    Processes: [main, ...helpers],
  };
}
