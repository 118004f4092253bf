import { createHash } from "node:crypto";
import { posix, win32 } from "node:path";
import type { HostConnection } from "../model/host.ts";

/** What decides where the local engine is. Given in, so that all three systems can be tested on one. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** The text of a file; nothing where it can't be read. */
  readonly readText: (path: string) => string | undefined;
  readonly exists: (path: string) => boolean;
  /** Names of what is in a folder; empty where it can't be read. */
  readonly readFolder: (path: string) => readonly string[];
}

export interface FoundEngine {
  readonly name: string;
  /** As written: "unix:///var/run/docker.sock", "tcp://…", "ssh://…". */
  readonly address: string;
  /** Absent where Quayside can't dial such an address yet. */
  readonly connection?: HostConnection;
  readonly source: "DOCKER_HOST" | "DOCKER_CONTEXT" | "current context" | "context" | "socket";
}

/** The engine that the docker command line would use: DOCKER_HOST, DOCKER_CONTEXT, the current context, a socket. */
export function localEngine(around: Surroundings): FoundEngine {
  const { env } = around;
  if (env.DOCKER_HOST) return found("local", env.DOCKER_HOST, "DOCKER_HOST");

  const named = env.DOCKER_CONTEXT || currentContext(around);
  if (named !== undefined && named !== "default") {
    const address = contextAddress(around, contextId(named));
    if (address !== undefined)
      return found("local", address, env.DOCKER_CONTEXT ? "DOCKER_CONTEXT" : "current context");
  }
  const sockets = defaultSockets(around);
  const address = sockets.find((socket) => around.exists(socketPath(socket))) ?? sockets[0] ?? "";
  return found("local", address, "socket");
}

/** All docker contexts of this user, by name, the default one left out: that is the local engine. */
export function contextEngines(around: Surroundings): FoundEngine[] {
  const { join } = paths(around);
  const meta = join(configFolder(around), "contexts", "meta");
  return around
    .readFolder(meta)
    .flatMap((folder) => {
      const json = parsed(around.readText(join(meta, folder, "meta.json")));
      const name = field(json, "Name");
      const address = field(field(field(json, "Endpoints"), "docker"), "Host");
      return typeof name === "string" && typeof address === "string" && address !== ""
        ? [found(name, address, "context")]
        : [];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Reads an address as people and docker write it. Nothing for a kind that can't be dialled yet. */
export function parseAddress(address: string): HostConnection | undefined {
  const unix = /^unix:\/\/(\/.*)$/.exec(address)?.[1];
  if (unix !== undefined) return { kind: "unix", path: unix };
  const pipe = /^npipe:\/\/(.+)$/.exec(address)?.[1];
  if (pipe !== undefined) return { kind: "pipe", path: `//${pipe.replaceAll("\\", "/").replace(/^\/+/, "")}` };
  return undefined;
}

function found(name: string, address: string, source: FoundEngine["source"]): FoundEngine {
  const connection = parseAddress(address);
  return { name, address, source, ...(connection === undefined ? {} : { connection }) };
}

function paths({ platform }: Surroundings): typeof posix {
  return platform === "win32" ? win32 : posix;
}

function defaultSockets(around: Surroundings): string[] {
  const { platform, env, home } = around;
  if (platform === "win32") return ["npipe:////./pipe/docker_engine", "npipe:////./pipe/dockerDesktopLinuxEngine"];
  if (platform === "darwin") {
    return [
      "unix:///var/run/docker.sock",
      ...[".docker/run/docker.sock", ".colima/default/docker.sock", ".orbstack/run/docker.sock", ".rd/docker.sock"].map(
        (path) => `unix://${posix.join(home, path)}`,
      ),
    ];
  }
  const runtime = env.XDG_RUNTIME_DIR;
  return [
    "unix:///var/run/docker.sock",
    ...(runtime
      ? [`unix://${posix.join(runtime, "docker.sock")}`, `unix://${posix.join(runtime, "podman/podman.sock")}`]
      : []),
    `unix://${posix.join(home, ".docker/desktop/docker.sock")}`,
  ];
}

function socketPath(address: string): string {
  return address.replace(/^unix:\/\//, "").replace(/^npipe:\/\//, "");
}

function configFolder(around: Surroundings): string {
  return around.env.DOCKER_CONFIG || paths(around).join(around.home, ".docker");
}

function currentContext(around: Surroundings): string | undefined {
  const name = field(
    parsed(around.readText(paths(around).join(configFolder(around), "config.json"))),
    "currentContext",
  );
  return typeof name === "string" && name !== "" ? name : undefined;
}

/** Docker keeps a context in a folder named by the SHA-256 of its name. */
function contextId(name: string): string {
  return createHash("sha256").update(name).digest("hex");
}

function contextAddress(around: Surroundings, id: string): string | undefined {
  const file = paths(around).join(configFolder(around), "contexts", "meta", id, "meta.json");
  const address = field(field(field(parsed(around.readText(file)), "Endpoints"), "docker"), "Host");
  return typeof address === "string" && address !== "" ? address : undefined;
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    // Someone else's file: docker itself says what is wrong with it. Here it only means that nothing is known.
    return undefined;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
