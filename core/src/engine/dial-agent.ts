import http from "node:http";
import type { Duplex } from "node:stream";
import { inspect } from "node:util";
import { ConnectionClosed } from "./connection-closed.ts";
import type { Dialer, DialPurpose } from "./dialer.ts";

/**
 * Every connection comes from the dialer, whatever name the request bears. Requests name `localhost`: VS Code's
 * proxy support throws away the agent of a request to any other host.
 */
export class DialAgent extends http.Agent {
  readonly #dialer: Dialer;
  readonly #purpose: DialPurpose;
  #closed = false;

  constructor(dialer: Dialer, options: { readonly keepAlive: boolean; readonly purpose: DialPurpose }) {
    const maxFreeSockets = dialer.shortage === undefined ? 4 : 1;
    super({ keepAlive: options.keepAlive, maxFreeSockets, scheduling: "lifo" });
    this.#dialer = dialer;
    this.#purpose = options.purpose;
  }

  /** Closes the connections that are kept for later. */
  closeIdle(): void {
    for (const sockets of Object.values(this.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
  }

  /** Node's own hook: whether a connection that is free now is kept. Node's types lack that it answers. */
  override keepSocketAlive(socket: Duplex): boolean {
    if (this.#dialer.shortage?.isNow === true) return false;
    return (super.keepSocketAlive as (socket: Duplex) => unknown).call(this, socket) !== false;
  }

  override createConnection(
    _options: http.ClientRequestArgs,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    this.#connect().then(
      (socket) => callback?.(null, socket),
      // Node's type asks for a stream beside the error; its code doesn't look at it.
      (error: Error) => callback?.(error, undefined as unknown as Duplex),
    );
    return undefined;
  }

  /** Also closes what is still being dialled. */
  override destroy(): void {
    this.#closed = true;
    super.destroy();
  }

  async #connect(): Promise<Duplex> {
    if (this.#closed) throw new ConnectionClosed("The connection to the engine was given up.");
    const socket = await this.#dialer.dial(this.#purpose);
    if (!this.#closed) return socket;
    socket.destroy();
    throw new ConnectionClosed("The connection to the engine was given up.");
  }

  /** docker-modem inspects its options on every request, hidden fields and all: that walks each open socket. */
  [inspect.custom](): string {
    return "";
  }
}
