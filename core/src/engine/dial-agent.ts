import http from "node:http";
import type { Duplex } from "node:stream";
import { inspect } from "node:util";
import { ConnectionClosed } from "./connection-closed.ts";
import type { Dialer } from "./dialer.ts";

/**
 * Every connection comes from the dialer, whatever name the request bears. Requests name `localhost`: VS Code's
 * proxy support throws away the agent of a request to any other host.
 */
export class DialAgent extends http.Agent {
  readonly #dialer: Dialer;
  #closed = false;

  constructor(dialer: Dialer, options: { readonly keepAlive: boolean }) {
    super({ keepAlive: options.keepAlive, maxFreeSockets: dialer.scarce === true ? 1 : 4, scheduling: "lifo" });
    this.#dialer = dialer;
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
    const socket = await this.#dialer.dial();
    if (!this.#closed) return socket;
    socket.destroy();
    throw new ConnectionClosed("The connection to the engine was given up.");
  }

  /** docker-modem inspects its options on every request, hidden fields and all: that walks each open socket. */
  [inspect.custom](): string {
    return "";
  }
}
