import type { ErrorInfo } from "../errors/error-info.ts";

/** How far Quayside may go on a host: look, run what is there, or everything. */
export type AccessLevel = "view" | "operate" | "admin";

export type HostConnection =
  | { readonly kind: "unix"; readonly path: string }
  | { readonly kind: "pipe"; readonly path: string }
  | TlsConnection
  | SshConnection
  /** The engine made of nothing, for a machine without Docker. */
  | { readonly kind: "demo" };

/** An engine's TCP port, by TLS. The files hold PEM and lie on the machine that Quayside runs on. */
export interface TlsConnection {
  readonly kind: "tls";
  readonly host: string;
  readonly port: number;
  /** Who may sign the engine's certificate; the system's authorities unless told. */
  readonly ca?: string;
  /** What Quayside shows to the engine. */
  readonly cert?: string;
  readonly key?: string;
  /** The name that the engine's certificate bears, where it is another than `host`. */
  readonly serverName?: string;
  /** False where the person said so: the engine's certificate is not looked at. */
  readonly verify: boolean;
}

/** An engine on a machine that is reached by SSH. What is not told here is as ssh's own settings have it. */
export interface SshConnection {
  readonly kind: "ssh";
  /** A name of the ssh configuration, a host name or an address. */
  readonly host: string;
  readonly user?: string;
  readonly port?: number;
  /** The file of the only key to log in with. */
  readonly key?: string;
  /** The hosts to pass on the way there, in ssh's notation: `[user@]host[:port]`, apart by commas; "none" for none. */
  readonly jump?: string;
  /** Where the engine's socket is over there; found by itself unless told. */
  readonly socket?: string;
}

/** What is kept of a host in `hosts.json`. */
export interface HostConfig {
  /** Made once, never shown: letters and digits only. */
  readonly id: string;
  readonly name: string;
  readonly connection: HostConnection;
  readonly access: AccessLevel;
}

/** What the engine says of itself when a connection is made. */
export interface EngineInfo {
  /** The engine's own id: two ways to one daemon have the same. Empty until the engine has told it. */
  readonly id: string;
  /** "Docker", "Podman" … as the engine names its first component. */
  readonly product: string;
  readonly version: string;
  /** The API version agreed on, such as "1.41". */
  readonly apiVersion: string;
  readonly operatingSystem: string;
  readonly architecture: string;
}

export type HostState =
  | { readonly kind: "connecting" }
  | {
      readonly kind: "online";
      readonly engine: EngineInfo;
      /** Milliseconds. */
      readonly latency: number;
      readonly since: number;
      /** Where the engine's socket was found, on a host that is reached by SSH. */
      readonly via?: string;
    }
  | {
      readonly kind: "unreachable";
      readonly error: ErrorInfo;
      /** When the host was last known to answer, or when Quayside first asked. Epoch milliseconds. */
      readonly since: number;
      /** When Quayside tries again by itself, epoch milliseconds. Absent where it waits for a person. */
      readonly nextTry?: number;
    };

export interface Host extends HostConfig {
  readonly state: HostState;
  /** True for a host that was found and not added: the local engine, the demo. It can't be removed. */
  readonly found: boolean;
}

/** The address as people write it: `unix:///var/run/docker.sock`. */
export function connectionAddress(connection: HostConnection): string {
  switch (connection.kind) {
    case "unix":
      return `unix://${connection.path}`;
    case "pipe":
      return `npipe://${connection.path.replaceAll("\\", "/")}`;
    case "tls":
      return `tcp://${connection.host.includes(":") ? `[${connection.host}]` : connection.host}:${connection.port}`;
    case "ssh":
      return sshAddress(connection);
    case "demo":
      return "demo";
  }
}

/** `ssh://root@nas:2222`, with what is told of it. */
export function sshAddress({
  user,
  host,
  port,
}: {
  readonly user?: string;
  readonly host: string;
  readonly port?: number;
}): string {
  const name = host.includes(":") ? `[${host}]` : host;
  return `ssh://${user === undefined ? "" : `${user}@`}${name}${port === undefined || port === 22 ? "" : `:${port}`}`;
}
