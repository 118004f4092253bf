import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import { type ConnectionOptions, connect } from "node:tls";
import type { Dialer } from "../engine/dialer.ts";
import { connectionAddress, type TlsConnection } from "../model/host.ts";

/** An engine's TLS port. The files are read for each connection, so that a renewed certificate is used at once. */
export function tlsDialer(connection: TlsConnection): Dialer {
  return {
    address: connectionAddress(connection),
    async dial() {
      const [ca, cert, key] = await Promise.all([connection.ca, connection.cert, connection.key].map(pem));
      return await handshake({
        host: connection.host,
        port: connection.port,
        // An address is no name that a server could be asked for (RFC 6066).
        ...(isIP(connection.host) === 0 ? { servername: connection.host } : {}),
        ...(connection.serverName === undefined ? {} : { servername: connection.serverName }),
        rejectUnauthorized: connection.verify,
        ALPNProtocols: ["http/1.1"],
        ...(ca === undefined ? {} : { ca }),
        ...(cert === undefined ? {} : { cert }),
        ...(key === undefined ? {} : { key }),
      });
    },
  };
}

async function pem(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw Object.assign(new Error(message, { cause }), { code: "TLS_FILE" });
  }
}

function handshake(options: ConnectionOptions): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connect(options); // throws for a key that can't be used
    socket.once("error", reject);
    socket.once("secureConnect", () => {
      socket.off("error", reject);
      resolve(socket);
    });
  });
}
