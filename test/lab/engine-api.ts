import { Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";

export interface EngineAnswer {
  readonly status: number;
  readonly text: string;
}

/** The Engine API as it is, over the unix socket: the tests' own view of the truth, apart from the product's. */
export interface EngineApi {
  call(method: string, path: string, body?: unknown): Promise<EngineAnswer>;
  /** The body as JSON; throws when the status isn't 2xx. The caller vouches for the shape. */
  json<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** The response while it arrives (logs, events, stats); `destroy()` it to hang up. */
  open(method: string, path: string, body?: unknown): Promise<IncomingMessage>;
  dispose(): void;
}

export function engineApi(socketPath: string): EngineApi {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });

  const open: EngineApi["open"] = (method, path, body) =>
    new Promise((resolve, reject) => {
      const payload = body === undefined || Buffer.isBuffer(body) ? body : JSON.stringify(body);
      const type = Buffer.isBuffer(body) ? "application/x-tar" : "application/json";
      const headers =
        payload === undefined ? {} : { "content-type": type, "content-length": Buffer.byteLength(payload) };
      const sent = request({ socketPath, agent, method, path, headers }, resolve);
      sent.on("error", reject);
      sent.end(payload);
    });

  const call: EngineApi["call"] = async (method, path, body) => {
    const response = await open(method, path, body);
    return { status: response.statusCode ?? 0, text: await text(response) };
  };

  return {
    open,
    call,
    async json<T>(method: string, path: string, body?: unknown) {
      const answer = await call(method, path, body);
      if (answer.status < 200 || answer.status > 299) {
        throw new Error(`${method} ${path}: ${answer.status} ${answer.text.trim()}`);
      }
      return (answer.text === "" ? undefined : JSON.parse(answer.text)) as T;
    },
    dispose: () => agent.destroy(),
  };
}
