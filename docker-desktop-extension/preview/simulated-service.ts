import { request as httpRequest } from "node:http";
import { text } from "node:stream/consumers";
import type { ServiceReply, ServiceRequest } from "./port-messages.ts";

/** `vm.service`: HTTP to the backend's socket, fully buffered. */
export function callService(
  socketPath: string,
  { method, url, headers, body }: ServiceRequest,
  signal: AbortSignal,
): Promise<ServiceReply> {
  return new Promise((resolve) => {
    const failed = (error: Error) => resolve({ status: 0, body: error.message });
    const sent = httpRequest({ socketPath, method, path: url, headers, signal }, (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer }), failed);
    });
    sent.on("error", failed);
    sent.end(body);
  });
}

/** A backend that isn't there yet: some 503s, then some refused connections. */
export class SlowStart {
  #calls = 0;

  interfere(): ServiceReply | undefined {
    this.#calls += 1;
    if (this.#calls <= 3) return { status: 503, body: "Service Unavailable" };
    return this.#calls <= 6 ? { status: 0, body: "connect ECONNREFUSED /run/guest-services/quayside.sock" } : undefined;
  }
}
