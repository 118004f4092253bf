import type { QuaysideEvent } from "@quayside/core/model/event.ts";
import { NOW } from "./inventory-fixture.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let made = 0;

function event(ago: number, given: Partial<QuaysideEvent> & Pick<QuaysideEvent, "message">): QuaysideEvent {
  made++;
  return { id: `event-${made}`, time: NOW - ago, host: "laptop", kind: "engine", type: "die", level: "info", ...given };
}

const container = (name: string) => ({ type: "container", id: name.padEnd(64, "0"), name }) as const;

const restarts: readonly QuaysideEvent[] = [0, 1, 2].flatMap((turn) => [
  event(60 * MINUTE + turn * 90_000, {
    ...{ host: "buildvm", type: "start", subject: container("ci-runner-2") },
    message: "ci-runner-2 started on build-vm",
  }),
  event(60 * MINUTE + turn * 90_000 + 4_000, {
    ...{ host: "buildvm", level: "error", subject: container("ci-runner-2"), exitCode: 137, cause: "oom" },
    message: "ci-runner-2 ended with exit code 137 (SIGKILL): its memory ran out on build-vm",
  }),
]);

/** Newest first. */
export const some: readonly QuaysideEvent[] = [
  event(2 * MINUTE, {
    ...{ type: "health_status: unhealthy", level: "warning", subject: container("shop-api-1") },
    message: "shop-api-1 is unhealthy on laptop",
  }),
  event(4 * MINUTE, {
    ...{ kind: "action", type: "stop", subject: container("shop-web-1"), duration: 10_300, exitCode: 0 },
    ...{ actor: "VS Code, window shop", command: "docker stop --time 10 shop-web-1" },
    message: "stop shop-web-1 on laptop",
  }),
  event(14 * MINUTE, {
    ...{ host: "nas", kind: "host", type: "unreachable", level: "error" },
    ...{ subject: { type: "host", id: "nas", name: "nas" }, error: "read ETIMEDOUT" },
    message: "nas does not answer",
  }),
  ...restarts,
  event(2 * HOUR, {
    ...{ kind: "action", type: "remove", level: "warning", subject: container("shop-db-1"), duration: 2, exitCode: 1 },
    ...{ actor: "Docker Desktop", error: "laptop is set to “view”; to remove takes “admin”." },
    message: "remove shop-db-1 on laptop: This is not allowed. laptop is set to “view”; to remove takes “admin”.",
  }),
  event(3 * HOUR, {
    ...{ subject: container("shop-worker-1"), level: "error", exitCode: 1, cause: "crash" },
    message: "shop-worker-1 ended with exit code 1 on laptop",
  }),
  event(3 * HOUR + 1, {
    ...{ subject: container("shop-db-1"), exitCode: 143, cause: "killed" },
    message: "shop-db-1 ended with exit code 143 (SIGTERM): it was stopped on laptop",
  }),
  event(6 * HOUR, {
    ...{ host: "buildvm", kind: "gap", type: "too-many", level: "warning" },
    ...{ subject: { type: "host", id: "buildvm", name: "build-vm" } },
    details: { from: NOW - 8 * HOUR, to: NOW - 6 * HOUR },
    message:
      "What happened on build-vm in this span is not known in full: more happened than the engine keeps (its last 256 events)",
  }),
  event(20 * HOUR, {
    ...{ type: "pull", subject: { type: "image", id: "nginx:1.27", name: "nginx:1.27" } },
    message: "nginx:1.27 was pulled on laptop",
  }),
  event(21 * HOUR, {
    ...{ subject: container("nightly-backup"), exitCode: 0, cause: "clean" },
    message: "nightly-backup ended with exit code 0 on laptop",
  }),
  event(22 * HOUR, {
    ...{ host: "buildvm", kind: "host", type: "online" },
    ...{ subject: { type: "host", id: "buildvm", name: "build-vm" } },
    message: "build-vm answers: Docker 27.5.1",
  }),
];

/** What strangers may have written. */
export const hostile: readonly QuaysideEvent[] = [
  event(MINUTE, {
    ...{ subject: { type: "container", id: "x", name: "<img src=x onerror=alert(1)>\u202eevil\u0007" } },
    message: `<img src=x onerror=alert(1)>\u202eevil\u0007 ended with exit code 1 on laptop`,
    ...{ exitCode: 1, cause: "crash", level: "error", command: `docker rm "$(reboot)" ${"long ".repeat(400)}` },
  }),
  event(2 * MINUTE, {
    subject: container("a-name-that-goes-on-and-on-".repeat(20)),
    message: `${"a-name-that-goes-on-and-on-".repeat(20)} ${"and says much ".repeat(200)}`,
  }),
];

/** Of several days. */
export function many(count: number): readonly QuaysideEvent[] {
  return Array.from({ length: count }, (_, index) =>
    event(index * 5 * MINUTE, {
      ...{ type: index % 2 === 0 ? "start" : "die", level: index % 50 === 1 ? "warning" : "info" },
      subject: container(`job-${index % 40}`),
      message: `job-${index % 40} ${index % 2 === 0 ? "started" : "ended with exit code 0"} on laptop`,
    }),
  );
}
