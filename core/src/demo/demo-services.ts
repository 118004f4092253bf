import type { LogStyle } from "./demo-log-styles.ts";

/** One container of the demo as it stands when the engine starts. Only a table: what it does is told elsewhere. */
export interface DemoService {
  readonly name: string;
  /** Compose project and service; a container that belongs to none stands alone. */
  readonly stack?: string;
  readonly service?: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly state: "running" | "paused" | "exited" | "restarting";
  readonly health?: "healthy" | "unhealthy";
  /** Seconds that it has been in this state. */
  readonly since: number;
  readonly exitCode?: number;
  readonly outOfMemory?: boolean;
  /** Private port, or private and public one. */
  readonly ports?: readonly (readonly [number, number?])[];
  /** Volume name → path in the container. */
  readonly volumes?: Readonly<Record<string, string>>;
  readonly log: LogStyle;
  /** Milliseconds between two lines, about. */
  readonly pace: number;
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

export const demoServices: readonly DemoService[] = [
  {
    ...{ name: "shop-web-1", stack: "shop", service: "web", image: "shop/web:dev", command: ["node", "server.js"] },
    ...{
      state: "running",
      health: "healthy",
      since: 3 * hour,
      ports: [
        [3000, 3000],
        [9229, 9229],
      ],
      log: "web",
      pace: 900,
    },
  },
  {
    ...{
      name: "shop-api-1",
      stack: "shop",
      service: "api",
      image: "shop/api:dev",
      command: ["./api", "--listen", ":8080"],
    },
    ...{ state: "running", health: "unhealthy", since: 26 * minute, ports: [[8080, 8080]], log: "api", pace: 700 },
  },
  {
    ...{ name: "shop-db-1", stack: "shop", service: "db", image: "postgres:17.2", command: ["postgres"] },
    ...{ state: "running", health: "healthy", since: 2 * day, ports: [[5432, 5432]], log: "postgres", pace: 8000 },
    volumes: { shop_data: "/var/lib/postgresql/data" },
  },
  {
    ...{
      name: "shop-cache-1",
      stack: "shop",
      service: "cache",
      image: "valkey/valkey:8.1",
      command: ["valkey-server"],
    },
    ...{ state: "running", since: 2 * day, ports: [[6379]], log: "cache", pace: 30_000 },
  },
  {
    ...{ name: "shop-worker-1", stack: "shop", service: "worker", image: "shop/api:dev", command: ["./worker"] },
    ...{ state: "exited", since: 12 * minute, exitCode: 137, outOfMemory: true, log: "worker", pace: 1500 },
  },
  {
    ...{
      name: "shop-migrate-1",
      stack: "shop",
      service: "migrate",
      image: "shop/api:dev",
      command: ["./migrate", "up"],
    },
    ...{ state: "exited", since: 9 * day, exitCode: 0, log: "migrate", pace: 60_000 },
  },
  {
    ...{ name: "ci-registry-1", stack: "ci", service: "registry", image: "registry:2.8.3" },
    ...{
      command: ["registry", "serve", "/etc/docker/registry/config.yml"],
      volumes: { ci_images: "/var/lib/registry" },
    },
    ...{ state: "running", since: 41 * day, ports: [[5000, 5000]], log: "registry", pace: 12_000 },
  },
  {
    ...{
      name: "ci-runner-1",
      stack: "ci",
      service: "runner",
      image: "gitea/act_runner:0.2.12",
      command: ["act_runner", "daemon"],
    },
    ...{ state: "running", since: 6 * hour, log: "runner", pace: 1200 },
  },
  {
    ...{
      name: "ci-runner-2",
      stack: "ci",
      service: "runner",
      image: "gitea/act_runner:0.2.12",
      command: ["act_runner", "daemon"],
    },
    ...{ state: "restarting", since: 5, exitCode: 1, log: "brokenRunner", pace: 400 },
  },
  {
    ...{ name: "staging-caddy-1", stack: "staging", service: "caddy", image: "caddy:2.10" },
    ...{ command: ["caddy", "run", "--config", "/etc/caddy/Caddyfile"], volumes: { staging_caddy: "/data" } },
    ...{
      state: "running",
      since: 41 * day,
      ports: [
        [80, 80],
        [443, 443],
      ],
      log: "caddy",
      pace: 2500,
    },
  },
  {
    ...{ name: "staging-payments-1", stack: "staging", service: "payments", image: "acme/payments:1.9.0-rc2" },
    ...{
      command: ["java", "-jar", "payments.jar"],
      state: "running",
      health: "healthy",
      since: 9 * hour,
      ports: [[8443]],
      log: "payments",
      pace: 1600,
    },
  },
  {
    ...{ name: "pg-scratch", image: "postgres:16", command: ["postgres"], state: "paused", since: 12 * day },
    ...{ ports: [[5432, 55_432]], log: "postgres", pace: 20_000 },
  },
];

/** The first dozen of these are the table's; further ones are plain replicas in stacks of twenty. */
export function demoService(index: number): DemoService {
  const known = demoServices[index];
  if (known !== undefined) return known;
  const number = index - demoServices.length;
  const stack = `load-${Math.floor(number / 20) + 1}`;
  return {
    ...{
      name: `${stack}-web-${(number % 20) + 1}`,
      stack,
      service: "web",
      image: "acme/web:4.18.2",
      command: ["node", "server.js"],
    },
    ...{ state: "running", since: 600 + number, ports: [[3000]], log: "web", pace: 3000 },
  };
}
