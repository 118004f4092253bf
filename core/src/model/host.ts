import type { ErrorInfo } from "../errors/error-info.ts";

/** How far Quayside may go on a host: look, run what is there, or everything. */
export type AccessLevel = "view" | "operate" | "admin";

export type HostConnection =
  | { readonly kind: "unix"; readonly path: string }
  | { readonly kind: "pipe"; readonly path: string }
  | TlsConnection
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
  | { readonly kind: "online"; readonly engine: EngineInfo; readonly latency: number; readonly since: number }
  | {
      readonly kind: "unreachable";
      readonly error: ErrorInfo;
      /** When the host was last known to answer, or when Quayside first asked. Epoch milliseconds. */
      readonly since: number;
      /** When Quayside tries again by itself. Epoch milliseconds. */
      readonly nextTry: number;
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
    case "demo":
      return "demo";
  }
}
