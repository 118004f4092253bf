import { createHash } from "node:crypto";
import { posix, win32 } from "node:path";
import type { HostConnection, TlsConnection } from "../model/host.ts";
import type { HostCandidate } from "../model/host-candidate.ts";
import { parseSshTarget } from "./ssh/ssh-settings.ts";

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

/** The engine that the docker command line would use: DOCKER_HOST, DOCKER_CONTEXT, the current context, a socket. */
export function localEngine(around: Surroundings): HostCandidate {
  const { env } = around;
  if (env.DOCKER_HOST) return found("local", env.DOCKER_HOST, "DOCKER_HOST", tlsOfEnvironment(around));

  const named = env.DOCKER_CONTEXT || currentContext(around);
  if (named !== undefined && named !== "default") {
    const endpoint = readContext(around, contextId(named));
    if (endpoint !== undefined && !("problem" in endpoint))
      return found("local", endpoint.address, env.DOCKER_CONTEXT ? "DOCKER_CONTEXT" : "current context", endpoint.tls);
  }
  const sockets = defaultSockets(around);
  const address = sockets.find((socket) => around.exists(socketPath(socket))) ?? sockets[0] ?? "";
  return found("local", address, "socket");
}

/**
 * All docker contexts of this user, by name, the default one left out: that is the local engine. One that can't be
 * used says why, and the others are there.
 */
export function contextEngines(around: Surroundings): HostCandidate[] {
  const { join } = paths(around);
  return around
    .readFolder(join(configFolder(around), "contexts", "meta"))
    .flatMap((id): HostCandidate[] => {
      const context = readContext(around, id);
      if (context === undefined) return [];
      if ("problem" in context) return [{ ...context, address: "", source: "context" }];
      const candidate = found(context.name, context.address, "context", context.tls);
      const problem = `Quayside has no way to ${context.address}: over tcp:// it takes TLS, else ssh://, unix:// or npipe://.`;
      return [candidate.connection === undefined ? { ...candidate, problem } : candidate];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What a TLS connection takes beside its address. */
export type TlsSettings = Omit<TlsConnection, "kind" | "host" | "port">;

/**
 * Reads an address as people and docker write it. Nothing for a kind that can't be dialled yet: `tcp://` can with
 * what TLS takes, and without it never is, since anybody on the way could then do anything on the host.
 */
export function parseAddress(address: string, tls?: TlsSettings): HostConnection | undefined {
  const unix = /^unix:\/\/(\/.*)$/.exec(address)?.[1];
  if (unix !== undefined) return { kind: "unix", path: unix };
  const pipe = /^npipe:\/\/(.+)$/.exec(address)?.[1];
  if (pipe !== undefined) return { kind: "pipe", path: `//${pipe.replaceAll("\\", "/").replace(/^\/+/, "")}` };
  if (address.startsWith("ssh://")) return sshConnection(address);
  const [, host, port = "2376"] = /^tcp:\/\/(\[[0-9a-fA-F:.]+\]|[^/:@?#\s]+)(?::(\d{1,5}))?\/?$/.exec(address) ?? [];
  if (tls === undefined || host === undefined || Number(port) < 1 || Number(port) > 65_535) return undefined;
  return { kind: "tls", host: host.replace(/^\[|\]$/g, ""), port: Number(port), ...tls };
}

/** As docker writes it: `ssh://[user@]host[:port][/path/of/the/socket]`. */
function sshConnection(address: string): HostConnection | undefined {
  const [, where = "", socket] = /^(ssh:\/\/[^/]+)(\/.+)?$/.exec(address) ?? [];
  const target = parseSshTarget(where);
  return target && { kind: "ssh", ...target, ...(socket === undefined ? {} : { socket }) };
}

function found(name: string, address: string, source: HostCandidate["source"], tls?: TlsSettings): HostCandidate {
  const connection = parseAddress(address, tls);
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
    // Podman as root: nobody else can look into its folder.
    "unix:///run/podman/podman.sock",
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

interface Context {
  readonly name: string;
  readonly address: string;
  readonly tls: TlsSettings | undefined;
}

type BrokenContext = Required<Pick<HostCandidate, "name" | "problem">>;

/** Undefined for what is no context, as docker has it: a folder without the file, or one of another orchestrator. */
function readContext(around: Surroundings, id: string): Context | BrokenContext | undefined {
  const { join } = paths(around);
  const contexts = join(configFolder(around), "contexts");
  const path = join(contexts, "meta", id, "meta.json");
  if (!around.exists(path)) return undefined;
  const text = around.readText(path);
  const json = parsed(text);
  const [name, endpoints] = [field(json, "Name"), field(json, "Endpoints")];
  const docker = field(endpoints, "docker");
  const address = field(docker, "Host");
  const named = typeof name === "string" && name !== "" ? name : undefined;
  const broken = (why: string): BrokenContext => {
    const shown = named ?? nameByUse(around, id) ?? id.slice(0, 12);
    return { name: shown, problem: `The docker context “${shown}” can’t be used: ${path} ${why}.` };
  };
  if (text === undefined) return broken("can’t be read");
  if (typeof json !== "object" || json === null) return broken("is damaged");
  if (named === undefined) return broken("doesn’t say how it is called");
  if (docker === undefined && typeof endpoints === "object" && endpoints !== null) return undefined;
  if (typeof address !== "string" || address === "") return broken("names no engine");

  const files = tlsFiles(around, join(contexts, "tls", id, "docker"));
  const skip = field(docker, "SkipTLSVerify") === true;
  // Docker speaks TLS to a context that has files for it, or that says how it is to be checked.
  const tls = skip || Object.keys(files).length > 0 ? { ...files, verify: !skip } : undefined;
  return { name: named, address, tls };
}

/** The file is named by a hash, which tells the name only where that stands elsewhere. */
function nameByUse(around: Surroundings, id: string): string | undefined {
  return [around.env.DOCKER_CONTEXT, currentContext(around)].find((name) => name && contextId(name) === id);
}

/** As docker's command line reads it: DOCKER_TLS_VERIFY checks, DOCKER_TLS alone doesn't. */
function tlsOfEnvironment(around: Surroundings): TlsSettings | undefined {
  const { DOCKER_TLS_VERIFY, DOCKER_TLS, DOCKER_CERT_PATH } = around.env;
  if (!DOCKER_TLS_VERIFY && !DOCKER_TLS) return undefined;
  return { ...tlsFiles(around, DOCKER_CERT_PATH || configFolder(around)), verify: Boolean(DOCKER_TLS_VERIFY) };
}

/** Those of docker's three files that are there. */
export function tlsFiles(around: Surroundings, folder: string): Pick<TlsSettings, "ca" | "cert" | "key"> {
  const path = (file: string): string => paths(around).join(folder, file);
  const present = (["ca", "cert", "key"] as const).filter((file) => around.exists(path(`${file}.pem`)));
  return Object.fromEntries(present.map((file) => [file, path(`${file}.pem`)]));
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    // Someone else's file: what it means that nothing is known of it, the caller says.
    return undefined;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
