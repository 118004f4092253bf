import { connect } from "node:net";
import type { Duplex } from "node:stream";
import type { Dialer } from "../engine/dialer.ts";
import { connectionAddress, type HostConnection } from "../model/host.ts";
import type { SshConnections } from "./ssh/ssh-connections.ts";
import { SshDialer } from "./ssh/ssh-dialer.ts";
import { TlsDialer, type TlsDialing } from "./tls-dialer.ts";

export interface DialerParts extends TlsDialing {
  readonly ssh: SshConnections;
  readonly demo: Dialer;
}

/** The way to a daemon. */
export function dialerFor(connection: HostConnection, { ssh, demo, ...tls }: DialerParts): Dialer {
  switch (connection.kind) {
    case "ssh":
      return new SshDialer(connection, ssh);
    case "demo":
      return demo;
    default:
      return directDialer(connection, tls);
  }
}

/** To a daemon that has a socket, a pipe or a port of its own to dial. */
export function directDialer(
  connection: Exclude<HostConnection, { readonly kind: "ssh" | "demo" }>,
  tls: TlsDialing,
): Dialer {
  if (connection.kind === "tls") return new TlsDialer(connection, tls);
  return pathDialer(connection.path, connectionAddress(connection));
}

/** A unix socket or a Windows pipe: Node takes both as a path. */
export function pathDialer(path: string, address: string): Dialer {
  return {
    address,
    dial: () =>
      new Promise<Duplex>((resolve, reject) => {
        const socket = connect(path);
        socket.once("error", reject);
        socket.once("connect", () => {
          socket.off("error", reject);
          resolve(socket);
        });
      }),
  };
}
