import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answer, type DemoWorld, sendFailure } from "./demo-api.ts";
import { DemoContainers } from "./demo-containers.ts";
import { DemoExecs } from "./demo-execs.ts";
import { startLife } from "./demo-life.ts";
import { DemoResources } from "./demo-resources.ts";
import { demoServices } from "./demo-services.ts";
import { EventHistory } from "./event-history.ts";
import { startExec } from "./exec-upgrade.ts";
import { hexDigits, seededRandom } from "./random.ts";

export interface DemoOptions {
  /** A dozen unless told. */
  readonly containers?: number;
  /** The same seed makes the same demo. */
  readonly seed?: number;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** Containers that end and start again without end, for scale tests. None unless told. */
  readonly eventsPerSecond?: number;
}

export interface DemoEngine {
  /** A unix socket in a private folder, or a Windows pipe. */
  readonly socketPath: string;
  /** Ends every connection and removes the folder. */
  dispose(): Promise<void>;
}

/** An engine made of nothing: for a machine without Docker and for scale tests. It keeps no process alive. */
export async function startDemoEngine(options: DemoOptions = {}): Promise<DemoEngine> {
  const { containers: count = demoServices.length, seed = 1, now = Date.now } = options;
  const random = seededRandom(seed);
  const events = new EventHistory(now);
  const containers = new DemoContainers({ count, now, random }, events);
  const world: DemoWorld = {
    containers,
    // Of its own: what containers there are must not hang on it.
    resources: new DemoResources(containers, events, { now, random: seededRandom(seed + 1) }),
    events,
    execs: new DemoExecs(random),
    now,
    id: `DEMO:${hexDigits(16, random).toUpperCase()}`,
  };
  const { eventsPerSecond } = options;
  const life = startLife(containers, { now, random, ...(eventsPerSecond === undefined ? {} : { eventsPerSecond }) });
  const listening = containers.onDidEnd((id) => world.execs.end(id));

  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    answer(world, request, response).catch((error: unknown) => sendFailure(response, error));
  });
  server.on("upgrade", (request, socket, head) => startExec(world.execs, request, socket, head));
  const open = new Set<{ destroy(): void }>();
  server.on("connection", (socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    socket.unref();
  });
  server.unref();

  const folder = process.platform === "win32" ? undefined : await mkdtemp(join(tmpdir(), "quayside-demo-"));
  const name = hexDigits(16, Math.random);
  const socketPath = folder === undefined ? `\\\\.\\pipe\\quayside-demo-${name}` : join(folder, "docker.sock");
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(socketPath, resolve);
  });
  return {
    socketPath,
    async dispose() {
      life.dispose();
      listening.dispose();
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
