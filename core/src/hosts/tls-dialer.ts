import { isIP, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import { engineFailure } from "../engine/engine-failure.ts";
import { Cancelled, HostUnreachable } from "../errors/errors.ts";
import { onAbort } from "../lifetime/abort.ts";
import { type CertificateEnd, connectionAddress, type TlsConnection } from "../model/host.ts";
import { firstEnd } from "./certificate-end.ts";
import type { DialPreparation, PreparedDialer } from "./prepared-dialer.ts";
import type { LoginContext } from "./ssh/login-context.ts";
import { tcpConnection } from "./tcp-connection.ts";
import { TlsIdentities, type TlsIdentity } from "./tls-identity.ts";

export interface TlsDialing {
  /** Milliseconds for a connection, and as much again for the handshake. */
  readonly deadline: number;
  readonly now: () => number;
}

/** An engine's TLS port. */
export class TlsDialer implements PreparedDialer {
  readonly address: string;
  readonly via = undefined;
  readonly #connection: TlsConnection;
  readonly #identities: TlsIdentities;
  readonly #dialing: TlsDialing;
  readonly #ended = new AbortController();
  #context: LoginContext | undefined;
  /** The connection on which the engine's certificate was looked at: its first call takes it. */
  #first: TLSSocket | undefined;
  #certificate: CertificateEnd | undefined;

  constructor(connection: TlsConnection, dialing: TlsDialing) {
    this.address = connectionAddress(connection);
    this.#connection = connection;
    this.#identities = new TlsIdentities(connection);
    this.#dialing = dialing;
  }

  /** As of the last handshake. */
  get certificate(): CertificateEnd | undefined {
    return this.#certificate;
  }

  async prepare({ context, reached }: DialPreparation): Promise<void> {
    this.drop();
    const { signal } = context;
    try {
      const socket = await this.#tcp(signal, (found) => reached?.("name", found));
      reached?.("port");
      const identity = await this.#identities.current(context).catch((error) => {
        socket.destroy();
        throw error;
      });
      // Whoever had to look for a passphrase may have let the engine wait for too long.
      const way = socket.destroyed ? await this.#tcp(signal, () => {}) : socket;
      const first = await this.#handshake(way, identity, signal);
      // TLS 1.3 tells afterwards that it refuses our certificate: the first call has it from `errored`.
      first.on("error", () => {});
      this.#first = first;
      reached?.("key");
      // Nobody is asked for a later connection, and those outlive what this one was prepared for.
      this.#context = { ...context, prompter: undefined, signal: this.#ended.signal };
    } catch (error) {
      throw engineFailure(error, this.address, signal.aborted ? "cancelled" : undefined);
    }
  }

  async dial(): Promise<Duplex> {
    const first = this.#first;
    this.#first = undefined;
    if (first?.errored) throw first.errored;
    if (first !== undefined && !first.destroyed) return first;
    const context = this.#context;
    if (context === undefined) throw Object.assign(new Error("Nothing was prepared."), { code: "ECONNRESET" });
    const identity = await this.#identities.current(context);
    return await this.#handshake(await this.#tcp(context.signal, () => {}), identity, context.signal);
  }

  drop(): void {
    this.#first?.destroy();
    this.#first = undefined;
    this.#certificate = undefined;
  }

  dispose(): void {
    this.#ended.abort();
    this.drop();
  }

  #tcp(signal: AbortSignal, named: (address: string) => void): Promise<Socket> {
    const { host, port } = this.#connection;
    return tcpConnection(host, port, this.#dialing.deadline, signal, named);
  }

  async #handshake(socket: Socket, identity: TlsIdentity, signal: AbortSignal): Promise<TLSSocket> {
    const { host, serverName, verify } = this.#connection;
    const { deadline, now } = this.#dialing;
    const silent = new HostUnreachable("timeout", this.address, "The TLS handshake took too long.");
    const options: ConnectionOptions = {
      ...{ socket, host, rejectUnauthorized: verify, ALPNProtocols: ["http/1.1"], ...identity },
      // An address is no name that a server could be asked for (RFC 6066).
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(serverName === undefined ? {} : { servername: serverName }),
    };
    const secure = await handshake(options, socket, { deadline, silent, signal });
    this.#certificate = firstEnd({ socket: secure, verify, cert: identity.cert }, now());
    return secure;
  }
}

function handshake(
  options: ConnectionOptions,
  socket: Socket,
  { deadline, silent, signal }: { readonly deadline: number; readonly silent: Error; readonly signal: AbortSignal },
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    // What the TLS connection says of itself is heard there.
    socket.on("error", () => {});
    const fail = (error: Error): void => {
      clearTimeout(timer);
      listening.dispose();
      socket.destroy();
      reject(error);
    };
    const timer = setTimeout(() => fail(silent), deadline);
    const listening = onAbort(signal, () => fail(new Cancelled()));
    try {
      const secure = connect(options); // throws for a key that can't be used
      secure.on("error", fail);
      secure.once("secureConnect", () => {
        clearTimeout(timer);
        listening.dispose();
        secure.off("error", fail);
        resolve(secure);
      });
    } catch (error) {
      fail(error as Error);
    }
  });
}
