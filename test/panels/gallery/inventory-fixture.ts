import type { Container, ContainerPort, ContainerRun } from "@quayside/core/model/container.ts";
import type { AccessLevel, Host } from "@quayside/core/model/host.ts";
import type { InventorySnapshot } from "@quayside/core/model/inventory-change.ts";

/** The moment that all pictures show. */
export const NOW = new Date(2026, 6, 1, 14, 32, 0).getTime();

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function online(
  position: number,
  id: string,
  name: string,
  path: string,
  version: string,
  latency: number,
  access: AccessLevel,
): Host {
  const engine = {
    id: `E-${id}`,
    product: "Docker",
    version,
    apiVersion: "1.41",
    operatingSystem: "Debian 12",
    architecture: "x86_64",
  };
  return {
    id,
    name,
    connection: { kind: "unix", path },
    access,
    found: false,
    isDefault: false,
    position,
    state: { kind: "online", engine, latency, since: NOW - DAY },
  };
}

export const unreachableHost: Host = {
  id: "nas",
  name: "nas",
  connection: { kind: "unix", path: "/run/tunnels/nas.sock" },
  access: "operate",
  found: false,
  isDefault: false,
  position: 3,
  state: {
    kind: "unreachable",
    since: new Date(2026, 6, 1, 14, 18, 0).getTime(),
    nextTry: NOW + 8 * SECOND,
    error: {
      name: "HostUnreachable",
      title: "nas does not answer",
      sentence: "The engine at unix:///run/tunnels/nas.sock gave no answer in 10 s.",
      hint: "Quayside tries again by itself.",
      detail: "read ETIMEDOUT",
    },
  },
};

export const hosts: readonly Host[] = [
  online(0, "laptop", "laptop", "/var/run/docker.sock", "28.5.1", 0.4, "admin"),
  online(1, "buildvm", "build-vm", "/run/tunnels/build-vm.sock", "27.5.1", 3.1, "admin"),
  online(2, "prod", "prod-eu-1", "/run/tunnels/prod-eu-1.sock", "28.3.3", 24, "view"),
  unreachableHost,
];

interface Given {
  readonly state?: Container["state"];
  readonly health?: Container["health"];
  readonly stack?: string;
  readonly ago?: number;
  readonly run?: Partial<ContainerRun>;
  readonly ports?: readonly (readonly [outer: number, inner: number])[];
  readonly labels?: Readonly<Record<string, string>>;
}

export function container(host: string, name: string, image: string, given: Given = {}): Container {
  const { state = "running", health, stack, ago = 2 * DAY, run = {}, ports = [], labels = {} } = given;
  const id = [...`${host}/${name}`]
    .map((letter) => (letter.codePointAt(0) ?? 0).toString(16))
    .join("")
    .padEnd(64, "0")
    .slice(-64);
  return {
    host,
    id,
    name,
    image,
    imageId: "sha256:0",
    command: "run",
    createdAt: NOW - 9 * DAY,
    state,
    ports: ports.map(([publicPort, privatePort]): ContainerPort => ({ publicPort, privatePort, protocol: "tcp" })),
    labels,
    networks: ["default"],
    mounts: [],
    run: { since: NOW - ago, exact: true, ...run },
    ...(health === undefined ? {} : { health }),
    ...(stack === undefined ? {} : { stack: { stack, service: name } }),
  };
}

/** The rows of the visual reference. */
export const containers: readonly Container[] = [
  container("laptop", "shop-api-1", "shop/api:dev", {
    stack: "shop",
    health: "unhealthy",
    ago: 2 * HOUR,
    ports: [[8080, 8080]],
  }),
  container("laptop", "shop-cache-1", "valkey/valkey:8.1", { stack: "shop" }),
  container("laptop", "shop-db-1", "postgres:17.2", { stack: "shop", health: "healthy", ports: [[5432, 5432]] }),
  container("laptop", "shop-migrate-1", "shop/api:dev", {
    stack: "shop",
    state: "exited",
    ago: 9 * DAY,
    run: { exitCode: 0 },
  }),
  container("laptop", "shop-web-1", "shop/web:dev", {
    stack: "shop",
    health: "healthy",
    ago: 3 * HOUR,
    ports: [
      [3000, 3000],
      [9229, 9229],
    ],
  }),
  container("laptop", "pg-scratch", "postgres:16", {
    state: "paused",
    ago: 12 * DAY,
    ports: [[55432, 5432]],
    labels: { team: "data" },
  }),
  container("buildvm", "ci-registry-1", "registry:2.8.3", { stack: "ci", ago: 41 * DAY, ports: [[5000, 5000]] }),
  container("buildvm", "ci-runner-1", "gitea/act_runner:0.2.12", { stack: "ci", ago: 6 * HOUR }),
  container("buildvm", "ci-runner-2", "gitea/act_runner:0.2.12", {
    stack: "ci",
    state: "restarting",
    ago: 10 * MINUTE,
    run: { restarts: 6 },
  }),
  container("buildvm", "staging-caddy-1", "caddy:2.10", {
    stack: "staging",
    ago: 41 * DAY,
    ports: [
      [80, 80],
      [443, 443],
    ],
  }),
  container("buildvm", "staging-payments-1", "acme/payments:1.9.0-rc2", {
    stack: "staging",
    health: "healthy",
    ago: 9 * HOUR,
  }),
  container("prod", "shop-prod-api-1", "acme/shop-api:4.18.2", { stack: "shop-prod", health: "healthy", ago: 6 * DAY }),
  container("prod", "shop-prod-traefik-1", "traefik:v3.5", {
    stack: "shop-prod",
    health: "healthy",
    ago: 19 * DAY,
    ports: [
      [80, 80],
      [443, 443],
      [8080, 8080],
    ],
  }),
  container("prod", "shop-prod-web-1", "acme/shop-web:4.18.2", { stack: "shop-prod", health: "healthy", ago: 6 * DAY }),
  container("prod", "shop-prod-web-2", "acme/shop-web:4.18.2", { stack: "shop-prod", health: "healthy", ago: 6 * DAY }),
  container("prod", "shop-prod-worker-1", "acme/shop-api:4.18.2", {
    stack: "shop-prod",
    state: "exited",
    ago: 12 * MINUTE,
    run: { exitCode: 137, outOfMemory: true },
  }),
  ...["backup", "dns", "jellyfin", "media", "paperless", "vpn"].map((name) =>
    container("nas", name, `homelab/${name}:3`),
  ),
];

/** Names that would act if they were taken for more than text. */
export const hostileContainers: readonly Container[] = [
  container("laptop", '<img src=x onerror="document.title=1">', "evil/<b>bold</b>:1", {
    labels: { note: "<script>alert(1)</script>" },
  }),
  container("laptop", "\u202egnp.exe\u202c safe", "rtl:1"),
  container("laptop", `\u001b[31mred\u001b[0m\n${"long".repeat(1000)}`, "ansi:1"),
];

export const snapshot: InventorySnapshot = { hosts, containers, listed: hosts.map(({ id }) => id) };

export const hostileSnapshot: InventorySnapshot = { ...snapshot, containers: [...containers, ...hostileContainers] };

/** So many containers over the three hosts that answer, in stacks of twenty. */
export function manyContainers(count: number): InventorySnapshot {
  const reachable = hosts.filter(({ state }) => state.kind === "online");
  const many = Array.from({ length: count }, (_, index) => {
    const host = reachable[index % reachable.length]?.id ?? "laptop";
    const stack = `stack-${String(Math.floor(index / 60)).padStart(3, "0")}`;
    const ports: [number, number][] = index % 4 === 0 ? [[10_000 + index, 80]] : [];
    return index % 37 === 0
      ? container(host, `${stack}-job-${index}`, "acme/job:1", {
          stack,
          state: "exited",
          ago: (index % 50) * HOUR,
          run: { exitCode: 1 },
        })
      : container(host, `${stack}-web-${index}`, "acme/web:4.18.2", { stack, ago: (index % 90) * HOUR, ports });
  });
  return { hosts: reachable, containers: many, listed: reachable.map(({ id }) => id) };
}
