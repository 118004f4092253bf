import { connect } from "node:net";
import type { Duplex } from "node:stream";
import type { Dialer } from "../engine/dialer.ts";

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
