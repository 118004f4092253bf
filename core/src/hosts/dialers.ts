import { connect } from "node:net";
import type { Duplex } from "node:stream";
import type { Dialer } from "../engine/dialer.ts";
import { connectionAddress, type HostConnection } from "../model/host.ts";
import { tlsDialer } from "./tls-dialer.ts";

/** The way to a daemon. */
export function dialerFor(connection: Exclude<HostConnection, { readonly kind: "demo" }>): Dialer {
  return connection.kind === "tls" ? tlsDialer(connection) : pathDialer(connection.path, connectionAddress(connection));
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
