import { createServer, type Server, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { Conflict } from "../errors/errors.ts";
import { throwIfAborted } from "../lifetime/abort.ts";
import type { Disposable } from "../lifetime/disposable.ts";
import { joinStreams } from "./join-streams.ts";

export interface LocalPortOptions {
  /** The number to be had where it is free. */
  readonly wanted: number;
  /** Rejects with why there is no connection. */
  readonly dial: (signal: AbortSignal) => Promise<Duplex>;
  /** How the last attempt to connect went: with an error, or without. */
  readonly tried: (error: unknown) => void;
}

/** As a browser opens six to a host, this is room for many windows; more is a client gone wild. */
export const MOST_CONNECTIONS = 64;

/** A port of 127.0.0.1, each connection to which is joined to one that is dialled for it. */
export class LocalPort implements Disposable {
  readonly #server: Server;
  readonly #options: LocalPortOptions;
  readonly #sockets = new Set<Socket>();
  readonly number: number;

  private constructor(server: Server, number: number, options: LocalPortOptions) {
    this.#server = server;
    this.#options = options;
    this.number = number;
    server.on("connection", (socket: Socket) => void this.#take(socket));
    // One that could not be taken (no descriptors left): the next may be.
    server.on("error", options.tried);
  }

  /** Rejects with the system's error, Cancelled. */
  static async open(options: LocalPortOptions, signal: AbortSignal): Promise<LocalPort> {
    throwIfAborted(signal);
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
    await listen(server, options.wanted).catch((error: NodeJS.ErrnoException) => {
      // Somebody has it, or it is kept for root.
      if (error.code !== "EADDRINUSE" && error.code !== "EACCES") throw error;
      return listen(server, 0);
    });
    const address = server.address();
    return new LocalPort(server, typeof address === "object" ? (address?.port ?? 0) : 0, options);
  }

  get connections(): number {
    return this.#sockets.size;
  }

  dispose(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async #take(socket: Socket): Promise<void> {
    const { dial, tried } = this.#options;
    if (this.#sockets.size >= MOST_CONNECTIONS) {
      socket.resetAndDestroy();
      tried(new Conflict(`${MOST_CONNECTIONS} connections are open; there is no room for more.`));
      return;
    }
    this.#sockets.add(socket);
    const gone = new AbortController();
    socket.on("error", () => {}); // it closes; that is told below
    socket.once("close", () => {
      this.#sockets.delete(socket);
      gone.abort();
    });
    try {
      const remote = await dial(gone.signal);
      remote.on("error", () => {}); // told to whoever is connected
      if (socket.destroyed) remote.destroy();
      else joinStreams(socket, remote);
      tried(undefined);
    } catch (error) {
      socket.resetAndDestroy();
      // Whoever wanted it didn't wait for it.
      if (!gone.signal.aborted) tried(error);
    }
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: "127.0.0.1", port }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
