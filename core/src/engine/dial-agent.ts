import http from "node:http";
import type { Duplex } from "node:stream";
import { inspect } from "node:util";
import type { Dialer } from "./dialer.ts";

/**
 * Every connection comes from the dialer, whatever name the request bears. Requests name `localhost`: VS Code's
 * proxy support throws away the agent of a request to any other host.
 */
export class DialAgent extends http.Agent {
  readonly #dialer: Dialer;

  constructor(dialer: Dialer, options: { readonly keepAlive: boolean }) {
    super({ keepAlive: options.keepAlive, maxFreeSockets: 4, scheduling: "lifo" });
    this.#dialer = dialer;
  }

  override createConnection(
    _options: http.ClientRequestArgs,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    this.#dialer.dial().then(
      (socket) => callback?.(null, socket),
      // Node's type asks for a stream beside the error; its code doesn't look at it.
      (error: Error) => callback?.(error, undefined as unknown as Duplex),
    );
    return undefined;
  }

  /** docker-modem inspects its options on every request, hidden fields and all: that walks each open socket. */
  [inspect.custom](): string {
    return "";
  }
}
