import http from "node:http";
import { Readable } from "node:stream";
import Modem from "docker-modem";
import { onAbort } from "../lifetime/abort.ts";
import { ConnectionClosed } from "./connection-closed.ts";
import type { DialAgent } from "./dial-agent.ts";

interface RequestOptions extends http.RequestOptions {
  readonly signal?: AbortSignal;
}

interface RequestContext {
  readonly isStream?: boolean;
  readonly hijack?: boolean;
  readonly statusCodes: Record<number, boolean | string>;
}

type Callback = (error: Error | null, result?: unknown) => void;

/** docker-modem as its code is: its types call these private. */
interface OpenModem {
  version: string | undefined;
  buildRequest(
    options: RequestOptions,
    context: RequestContext,
    data: string | Buffer | Readable | undefined,
    callback: Callback,
  ): void;
  buildPayload(
    error: Error | null,
    isStream: boolean | undefined,
    statusCodes: RequestContext["statusCodes"],
    openStdin: boolean | undefined,
    request: http.ClientRequest,
    response: http.IncomingMessage,
    json: unknown,
    callback: Callback,
  ): void;
}

const OpenModem = Modem as unknown as new (options: { host: string; protocol: string }) => OpenModem;

/** No list of an engine is nearly as long: what sends more is none, and would fill the memory. */
const ANSWER_LIMIT = 256 << 20;

class AnswerTooLong extends Error {
  readonly code = "ANSWER_TOO_LONG";
}

/** Queries share kept connections; what changes something gets a fresh one, so that it is never sent twice. */
export interface Agents {
  readonly kept: DialAgent;
  readonly fresh: DialAgent;
  readonly streams: DialAgent;
}

function cutOff(): Error {
  return new ConnectionClosed("The engine closed the connection in the middle of its answer.");
}

/**
 * docker-modem 5.0.7 with its request replaced: there, a connection that drops in mid-body never settles the promise,
 * and every request is inspected down to the sockets though debugging is off. Query strings, status codes and the
 * wording of errors stay the modem's.
 */
export class GuardedModem extends OpenModem {
  readonly #agents: Agents;

  constructor(agents: Agents) {
    super({ host: "localhost", protocol: "http" });
    this.#agents = agents;
  }

  /** Called by the modem's own `dial`. */
  override buildRequest(
    options: RequestOptions,
    context: RequestContext,
    data: string | Buffer | Readable | undefined,
    callback: Callback,
  ): void {
    const { kept, fresh, streams } = this.#agents;
    const lasts = context.isStream === true && context.hijack !== true;
    const agent = lasts ? streams : options.method !== "GET" ? fresh : kept;
    this.#request(options, context, data, callback, agent);
  }

  #request(
    options: RequestOptions,
    context: RequestContext,
    data: string | Buffer | Readable | undefined,
    callback: Callback,
    agent: DialAgent,
  ): void {
    const { signal, ...rest } = options;
    const request = http.request({ ...rest, agent });
    let settled = false;
    const settle: Callback = (error, result) => {
      if (settled) return;
      settled = true;
      callback(error, result);
    };
    const stopListening = signal && onAbort(signal, () => request.destroy(new Error("aborted")));

    request.on("close", () => {
      stopListening?.dispose();
      settle(cutOff());
    });
    request.on("error", (error: NodeJS.ErrnoException) => {
      // A kept connection may have been closed by the engine just as it was taken up again: nothing was asked yet.
      // The others may be as dead as this one.
      if (!settled && request.reusedSocket && (error.code === "ECONNRESET" || error.code === "EPIPE")) {
        settled = true;
        this.#request(options, context, data, callback, this.#agents.fresh);
        return;
      }
      settle(error);
    });
    request.on("upgrade", (_response, socket, head) => {
      if (head.length > 0) socket.unshift(head);
      settle(null, socket);
    });
    request.on("response", (response) => {
      const payload = (json: unknown, stream: boolean | undefined) =>
        this.buildPayload(null, stream, context.statusCodes, false, request, response, json, settle);
      const failed = context.statusCodes[response.statusCode ?? 0] !== true;
      if (context.isStream === true && !failed) {
        payload(null, true);
        return;
      }
      const chunks: Buffer[] = [];
      let length = 0;
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > ANSWER_LIMIT) response.destroy(new AnswerTooLong("The answer has no end."));
      });
      response.on("error", settle);
      response.on("end", () => {
        if (!response.complete) settle(cutOff());
        else payload(parseBody(Buffer.concat(chunks)), false);
      });
    });
    if (data instanceof Readable) send(data, request);
    else request.end(data);
  }
}

/** What is sent may fail on its way, and the request before it is all sent: each ends the other. */
function send(data: Readable, request: http.ClientRequest): void {
  data.on("error", (error) => request.destroy(error));
  request.on("close", () => data.destroy());
  data.pipe(request);
}

/** JSON where it is JSON; else the text, which the caller finds not to be what it expects. */
function parseBody(body: Buffer): unknown {
  const text = body.toString("utf8");
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
