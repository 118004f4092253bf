import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../lab/waiting.ts";

/**
 * What becomes of an answer: passed on; stopped after the first bytes of its body; broken off there; kept back until
 * `release`. Or the connection is closed as the request comes, where it has served another one before.
 */
export type Treatment = "pass" | "stall" | "cut" | "hold" | "close-reused";

export interface EngineProxy {
  readonly socket: string;
  /** "GET /v1.41/containers/json?all=true", in the order they came. */
  readonly requests: string[];
  /** Requests that were given another treatment than "pass", while it lasts. */
  readonly caught: string[];
  /** Connections that are open now. */
  readonly open: number;
  /** The last request on each of them. */
  readonly latest: readonly string[];
  treat: (request: string) => Treatment;
  /** Lets go of all that is held. */
  release(): void;
  /** Breaks every connection and takes no new one until `plugIn`. */
  unplug(): Promise<void>;
  plugIn(): Promise<void>;
  close(): Promise<void>;
}

/** Stands before a real engine on a socket of its own. */
export async function startEngineProxy(engineSocket: string): Promise<EngineProxy> {
  const folder = await mkdtemp(join(tmpdir(), "quayside-proxy-"));
  const socket = join(folder, "proxy.sock");
  const clients = new Map<Socket, string>();
  let holding: (() => void)[] = [];
  let server: Server | undefined;

  const serve = (client: Socket): void => {
    const engine = connect(engineSocket);
    let served = 0;
    let treatment: Treatment = "pass";
    let request = "";
    let held = false;
    clients.set(client, "");
    client.on("error", () => {});
    engine.on("error", () => {});
    client.on("close", () => {
      clients.delete(client);
      engine.destroy();
    });
    engine.on("close", () => {
      if (!held) client.end();
    });
    client.on("data", (chunk) => {
      const line = /^((?:GET|POST|DELETE|PUT) \S+) HTTP\/1\.1\r\n/.exec(chunk.toString("latin1"))?.[1];
      if (line !== undefined) {
        request = line;
        clients.set(client, line);
        proxy.requests.push(line);
        treatment = proxy.treat(line);
        if (treatment === "close-reused") {
          if (served > 0) {
            proxy.caught.push(line);
            client.destroy();
            return;
          }
          treatment = "pass";
        }
        served += 1;
      }
      engine.write(chunk);
    });
    engine.on("data", (chunk) => {
      if (treatment === "pass") {
        client.write(chunk);
        return;
      }
      if (!proxy.caught.includes(request) || treatment === "hold") proxy.caught.push(request);
      if (treatment === "hold") {
        engine.pause();
        held = true;
        holding.push(() => {
          held = false;
          treatment = "pass";
          client.write(chunk);
          engine.resume();
          if (engine.destroyed) client.end();
        });
        return;
      }
      const body = chunk.indexOf("\r\n\r\n");
      if (body >= 0) client.write(chunk.subarray(0, body + 14));
      if (treatment === "cut") client.destroySoon();
    });
  };

  const proxy: EngineProxy = {
    socket,
    requests: [],
    caught: [],
    get open() {
      return clients.size;
    },
    get latest() {
      return [...clients.values()];
    },
    treat: () => "pass",
    release() {
      for (const go of holding.splice(0)) go();
    },
    async plugIn() {
      const listening = createServer(serve);
      server = listening;
      await new Promise<void>((resolve) => listening.listen(socket, resolve));
    },
    async unplug() {
      holding = [];
      const closing = server;
      server = undefined;
      const closed = new Promise<void>((resolve) =>
        closing === undefined ? resolve() : closing.close(() => resolve()),
      );
      for (const client of clients.keys()) client.destroy();
      await closed;
    },
    async close() {
      await proxy.unplug();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await proxy.plugIn();
  return proxy;
}

/** Waits until so many answers were caught by a treatment. */
export function caught(proxy: EngineProxy, count: number): Promise<boolean> {
  return until(() => proxy.caught.length >= count, {
    what: `${count} requests at the proxy (${proxy.requests.join(", ")})`,
  });
}
