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

/** In place of the path of a private key: it was pasted, and lies in the secret store. */
export const PASTED = "pasted";

/**
 * An engine's TCP port, by TLS. `ca` and `cert` are the path of a file on the machine that Quayside runs on, or PEM
 * itself. `key` is the path of a file, or "pasted": then it lies in the secret store.
 */
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
  /** The file of the only key to log in with, or "pasted". */
  readonly key?: string;
  /** The hosts to pass on the way there, in ssh's notation: `[user@]host[:port]`, apart by commas; "none" for none. */
  readonly jump?: string;
  /** Where the engine's socket is over there; found by itself unless told. */
  readonly socket?: string;
}

/** Marks the host wherever its things stand beside those of others. */
export const hostColours = ["blue", "green", "yellow", "orange", "red", "purple"] as const;
export type HostColour = (typeof hostColours)[number];

/** What is kept of a host in `hosts.json`, which has them in the order that people gave them. */
export interface HostConfig {
  /** Made once, never shown: letters and digits only. */
  readonly id: string;
  readonly name: string;
  readonly connection: HostConnection;
  readonly access: AccessLevel;
  /** Hosts of one group stand together under its name. */
  readonly group?: string;
  readonly tags?: readonly string[];
  readonly colour?: HostColour;
  /** Not connected to until it is enabled again. */
  readonly disabled?: true;
}

/** The machine that the engine runs on, as it was when the connection was made. */
export interface MachineFacts {
  readonly name: string;
  readonly cpus: number;
  /** Bytes. */
  readonly memory: number;
  /** "Debian GNU/Linux 13 (trixie)" */
  readonly system: string;
  /** The engine runs without root: its networks are its own, and the machine has no way into them. */
  readonly rootless?: true;
  /** Milliseconds by which its clock is ahead of this machine's; undefined where it tells no time. */
  readonly clockAhead?: number;
  /** Where the engine keeps its images, containers and volumes; empty where it doesn't tell. */
  readonly dataRoot: string;
}

/** Of the disk on which the engine keeps its data. Bytes. */
export interface DiskSpace {
  readonly free: number;
  readonly total: number;
}

/** The certificate that ends first of those that a TLS connection takes. */
export interface CertificateEnd {
  readonly whose: "engine" | "ours";
  /** Epoch milliseconds. */
  readonly at: number;
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
  | { readonly kind: "disabled" }
  | { readonly kind: "connecting" }
  | {
      readonly kind: "online";
      readonly engine: EngineInfo;
      /** Milliseconds. */
      readonly latency: number;
      readonly since: number;
      /** Where the engine's socket was found, on a host that is reached by SSH. */
      readonly via?: string;
      /** The jump hosts on the way, in their order; absent where there are none. */
      readonly through?: readonly string[];
      /** Known a moment after the connection is made. */
      readonly machine?: MachineFacts;
      readonly certificate?: CertificateEnd;
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
  /** Where something new goes unless told: one host at most. */
  readonly isDefault: boolean;
  /** Its place among all hosts. */
  readonly position: number;
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

/** Whether it shows another key than the one that Quayside itself keeps for it: a person may have the old one forgotten. */
export function keepsOldKey({ state }: Host): boolean {
  return state.kind === "unreachable" && state.error.remedy === "forget-key";
}
