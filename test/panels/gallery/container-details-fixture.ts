import type { ContainerDetails, EnvironmentEntry } from "@quayside/core/model/container-details.ts";
import type { ProcessTable } from "@quayside/core/model/process-table.ts";
import type { Ref } from "@quayside/core/model/ref.ts";
import { NOW, snapshot } from "./inventory-fixture.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const at = (hours: number, minutes: number, seconds = 0) => new Date(2026, 6, 1, hours, minutes, seconds).getTime();

/** What must be in no picture and nowhere in the page. */
export const SECRET = "hunter2-in-the-clear";

const same = (name: string, value: string): EnvironmentEntry => ({ name, kind: "same", value, secret: false });

/** The environment of the visual reference. */
const environment: readonly EnvironmentEntry[] = [
  { name: "DATABASE_URL", kind: "added", value: `postgres://shop:${SECRET}@db/shop`, secret: true },
  { name: "LOG_LEVEL", kind: "changed", value: "debug", was: "info", secret: false },
  { name: "PAYMENTS_URL", kind: "added", value: "http://payments.build-vm.internal:7070", secret: false },
  same("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
  same("NODE_VERSION", "22.14.0"),
  same("NODE_ENV", "production"),
  same("YARN_VERSION", "1.22.22"),
  same("LANG", "C.UTF-8"),
  same("TZ", "Europe/Berlin"),
  same("PORT", "8080"),
  { name: "SESSION_SECRET", kind: "same", value: `${SECRET}-too`, secret: true },
  same("FEATURES", "checkout,search"),
];

const check = (time: number, exitCode: number, output: string, duration: number) => ({
  ...{ start: time, exitCode, output, duration },
});

/** Of any container of the pictures; "shop-api-1" is the one of the visual reference. */
export function detailsOf({ host, id }: Ref): ContainerDetails {
  const container = snapshot.containers.find((one) => one.host === host && one.id === id);
  return {
    ...{ host, id, readAt: NOW, name: container?.name ?? "shop-api-1" },
    image: {
      ...{ reference: container?.image ?? "shop/api:dev", id: `sha256:9f2c41d07be3${"0".repeat(52)}` },
      ...{ state: "present", createdAt: at(9, 12), size: 214e6, platform: "linux/amd64" },
      tagMoved: { id: `sha256:71aa0c${"1".repeat(58)}`, newer: true, since: at(11, 6), createdAt: at(11, 5) },
    },
    entrypoint: { value: ["docker-entrypoint.sh"] },
    command: { value: ["node", "--enable-source-maps", "dist/main.js"], image: ["node", "dist/main.js"] },
    workingDirectory: { value: "/app" },
    user: { value: "node", image: "" },
    hostname: "6f0d41c0ffee",
    stopSignal: { value: "SIGTERM" },
    environment: { entries: environment, compared: true },
    mounts: [
      { type: "bind", source: "/home/ann/shop/api/src", destination: "/app/src", writable: false },
      { type: "volume", source: "shop_uploads", destination: "/data", writable: true, path: "/var/lib/docker/v/_data" },
    ],
    networks: [{ name: "shop_default", id: "a".repeat(64), addresses: ["172.20.0.4"], aliases: ["api", "shop-api-1"] }],
    restart: { policy: "unless-stopped", most: 0, restarts: 2 },
    createdAt: NOW - 9 * 24 * HOUR,
    startedAt: NOW - 2 * HOUR,
    finishedAt: NOW - 2 * HOUR - 3 * SECOND,
    exitCode: 137,
    outOfMemory: false,
    error: "",
    labels: [
      { kind: "own", labels: [["team", "payments"]] },
      { kind: "image", labels: [["org.opencontainers.image.source", "https://git.example/shop/api"]] },
      {
        kind: "compose",
        labels: [
          ["com.docker.compose.project", "shop"],
          ["com.docker.compose.service", "api"],
        ],
      },
    ],
    health: {
      command: "wget -qO- http://localhost:8080/healthz",
      ...{ interval: 30 * SECOND, timeout: 5 * SECOND, startPeriod: 0, retries: 3, failingStreak: 3 },
      results: [
        check(at(14, 30, 12), -1, "Health check exceeded timeout (5s)", 5000),
        check(at(14, 29, 37), -1, "Health check exceeded timeout (5s)", 5000),
        check(at(14, 29, 2), 1, "503 db check timeout\nupstream: db:5432", 4980),
        check(at(14, 28, 32), 0, "200", 38),
      ],
    },
    limits: { memory: 512 * 1024 * 1024, cpus: 4, pids: 200, ulimits: ["nofile=1024:2048"] },
    security: {
      ...{ privileged: false, readOnlyRoot: true, addedCapabilities: [], droppedCapabilities: ["ALL"] },
      ...{ options: ["no-new-privileges"], shared: [], devices: [] },
    },
  };
}

const hostile = '<img src=x onerror="document.title=1">\u202e\u001b[31m\nnext';

/** With texts that would act if they were taken for more, and more of them than fit. */
export function hostileDetailsOf(ref: Ref): ContainerDetails {
  const details = detailsOf(ref);
  const many = Array.from({ length: 2000 }, (_, index): [string, string] => [`label.${index}`, `${hostile} ${index}`]);
  return {
    ...details,
    image: { ...details.image, reference: hostile, state: "removed" },
    command: { value: ["sh", "-c", hostile, `--password=${SECRET}`, "x".repeat(5000)] },
    environment: {
      compared: false,
      entries: [
        { name: hostile, kind: "same", value: hostile, secret: false },
        { name: "LONG", kind: "same", value: "v".repeat(100_000), secret: false },
        { name: `${hostile}_TOKEN`, kind: "same", value: SECRET, secret: true },
      ],
    },
    networks: [{ name: hostile, id: "a".repeat(64), addresses: [hostile], aliases: [hostile] }],
    mounts: [{ type: hostile, source: hostile, destination: hostile, writable: true }],
    labels: [
      { kind: "own", labels: [["big", "b".repeat(1_000_000)], ["api-token", SECRET], ...many] },
      { kind: "image", labels: [[hostile, hostile]] },
    ],
    error: hostile,
    ...(details.health === undefined
      ? {}
      : { health: { ...details.health, command: hostile, results: [check(NOW, 1, hostile, 5)] } }),
  };
}

/** Without checks, environment, networks, mounts, labels: exited, and nothing to say. */
export function bareDetailsOf(ref: Ref): ContainerDetails {
  const { health: _none, ...details } = detailsOf(ref);
  return {
    ...details,
    image: { reference: "scratch/tool:1", id: `sha256:${"0".repeat(64)}`, state: "present" },
    command: { value: [] },
    entrypoint: { value: ["/tool"] },
    workingDirectory: { value: "" },
    user: { value: "" },
    environment: { entries: [], compared: true },
    ...{ mounts: [], networks: [], labels: [] },
    restart: { policy: "no", most: 0, restarts: 0 },
    exitCode: 0,
    limits: { ulimits: [] },
    security: {
      ...{ privileged: true, readOnlyRoot: false, addedCapabilities: ["SYS_ADMIN"], droppedCapabilities: [] },
      ...{ options: ["seccomp=unconfined"], shared: [["network", "host"]], devices: ["/dev/fuse"] },
    },
  };
}

/** As an engine writes it, with secrets where people put them. */
export function inspectionOf({ host, id }: Ref, labels: Readonly<Record<string, string>> = {}): string {
  const name = snapshot.containers.find((one) => one.host === host && one.id === id)?.name ?? "shop-api-1";
  const inspection = {
    Id: id,
    Created: "2026-06-22T12:32:00.123456789Z",
    Path: "docker-entrypoint.sh",
    Args: ["node", "dist/main.js", "--api-token", SECRET],
    State: { Status: "running", Running: true, Pid: 4211, ExitCode: 0, Error: "", OOMKilled: false },
    Name: `/${name}`,
    RestartCount: 2,
    Mounts: [],
    Config: {
      Hostname: "6f0d41c0ffee",
      Env: ["PATH=/usr/bin:/bin", `DATABASE_URL=postgres://shop:${SECRET}@db/shop`, "LOG_LEVEL=debug"],
      Cmd: ["node", "dist/main.js"],
      Labels: { "com.docker.compose.project": "shop", "api-token": SECRET, ...labels },
      Entrypoint: ["docker-entrypoint.sh"],
    },
    NetworkSettings: {
      SandboxKey: "/var/run/docker/netns/0",
      Ports: { "8080/tcp": [{ HostIp: "0.0.0.0", HostPort: "8080" }] },
      Networks: { shop_default: { IPAddress: "172.20.0.4", Aliases: null, DriverOpts: {} } },
    },
  };
  return JSON.stringify(inspection, null, 2);
}

/** Ten thousand labels, one of them a megabyte long. */
export function hugeInspectionOf(ref: Ref): string {
  const many = Array.from({ length: 10_000 }, (_, index): [string, string] => [
    `label.${index}`,
    `value ${index} ${"x".repeat(90)}`,
  ]);
  return inspectionOf(ref, { ...Object.fromEntries(many), big: "b".repeat(1_000_000), odd: hostile });
}

export const processes: ProcessTable = {
  readAt: NOW,
  titles: ["PID", "PPID", "USER", "%CPU", "%MEM", "RSS", "ELAPSED", "STAT", "COMMAND"],
  rows: [
    ["4211", "4190", "node", "36.2", "3.1", "497104", "02:00:03", "Ssl", "node --enable-source-maps dist/main.js"],
    ["4302", "4211", "node", "1.9", "0.2", "31248", "02:00:02", "S", `node worker.js --api-token=${SECRET}`],
    ["9118", "4211", "root", "0.0", "0.0", "812", "00:02", "S", "wget -qO- http://localhost:8080/healthz"],
  ],
  more: 0,
};
