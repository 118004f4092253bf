import type { Duplex } from "node:stream";
import type { DialPurpose, Shortage } from "../../engine/dialer.ts";
import { HostUnreachable, isError } from "../../errors/errors.ts";
import { type SshConnection, sshAddress } from "../../model/host.ts";
import type { HostReach } from "../host-reach.ts";
import type { DialPreparation, PreparedDialer } from "../prepared-dialer.ts";
import { probeStdio } from "./dial-stdio.ts";
import type { LoginContext } from "./login-context.ts";
import { findSockets } from "./remote-socket.ts";
import type { SshClient } from "./ssh-client.ts";
import type { SshConnections } from "./ssh-connections.ts";
import { SshReach } from "./ssh-reach.ts";
import { StdioChannels } from "./stdio-channels.ts";

/** How the engine is reached once somebody is logged in. */
interface Route {
  readonly path: string;
  /** Where sshd forbids the way to the socket. */
  readonly stdio?: StdioChannels;
}

/** An engine over there: one SSH connection, on which each connection to the engine is a channel. */
export class SshDialer implements PreparedDialer {
  readonly address: string;
  readonly #connection: SshConnection;
  readonly #connections: SshConnections;
  readonly #ended = new AbortController();
  #client: SshClient | undefined;
  #reach: SshReach | undefined;
  #route: Route | undefined;
  /** Given up for the engine, which didn't answer, while shells of a person still go on there. */
  readonly #leftToShells = new Set<SshClient>();
  /** Where the socket was the last time. A shell over there may take its time to start, so that it isn't asked again. */
  #lastPath: string | undefined;

  constructor(connection: SshConnection, connections: SshConnections) {
    this.address = sshAddress(connection);
    this.#connection = connection;
    this.#connections = connections;
  }

  get via(): string | undefined {
    if (this.#route === undefined) return undefined;
    const { path, stdio } = this.#route;
    return stdio === undefined ? path : `${path} (docker system dial-stdio)`;
  }

  get through(): readonly string[] | undefined {
    return this.#client?.jumps;
  }

  get reach(): HostReach | undefined {
    return this.#client?.ended === undefined ? this.#reach : undefined;
  }

  get shortage(): Shortage | undefined {
    return this.#route?.stdio;
  }

  async prepare({ context, reached }: DialPreparation): Promise<void> {
    if (this.#client !== undefined && this.#client.ended === undefined) return;
    this.drop();
    const client = await this.#connections.connect(this.#connection, context, reached);
    try {
      this.#route = await this.#findRoute(client, context);
      this.#client = client;
      this.#reach = new SshReach(client, () => this.#endIfLeft(client));
    } catch (error) {
      client.dispose();
      throw error;
    }
  }

  async dial(purpose: DialPurpose): Promise<Duplex> {
    const [client, route] = [this.#client, this.#route];
    if (client === undefined || route === undefined)
      throw Object.assign(new Error("The SSH connection is not there."), { code: "ECONNRESET" });
    if (route.stdio !== undefined) return await route.stdio.open(purpose);
    try {
      return await client.openSocket(route.path);
    } catch (error) {
      // sshd has the same answer for a socket that is gone and for one at which nobody listens.
      if ((error as { reason?: unknown }).reason === 2)
        throw new HostUnreachable("refused", `${this.address}${route.path}`, (error as Error).message, {
          cause: error,
        });
      throw error;
    }
  }

  drop(): void {
    this.#route?.stdio?.dispose();
    // It may be the engine alone that doesn't answer; who mends it over there must not be cut off.
    if (this.#client !== undefined && this.reach !== undefined && this.#reach?.hasShells === true)
      this.#leftToShells.add(this.#client);
    else this.#client?.dispose();
    this.#client = undefined;
    this.#reach = undefined;
    this.#route = undefined;
  }

  dispose(): void {
    this.#ended.abort();
    this.drop();
    for (const client of this.#leftToShells) client.dispose();
    this.#leftToShells.clear();
  }

  #endIfLeft(client: SshClient): void {
    if (this.#leftToShells.delete(client)) client.dispose();
  }

  /** Tries the way out: sshd may forbid it, which it tells in no other way. */
  async #findRoute(client: SshClient, context: LoginContext): Promise<Route> {
    const told = this.#connection.socket;
    const last = this.#lastPath;
    if (told === undefined && last !== undefined && (await opens(client, last))) return { path: last };
    const found = told === undefined ? await findSockets(client, context.signal) : undefined;
    const best = found?.[0];
    if (best !== undefined && !best.permitted)
      throw new HostUnreachable("socket-permission", `${this.address}${best.path}`, "Permission denied.");
    const path = told ?? best?.path ?? "/var/run/docker.sock";
    try {
      (await client.openSocket(path)).destroy();
      this.#lastPath = path;
      return { path };
    } catch (error) {
      // It is not there, or nobody listens, or sshd forbids it. The docker command tells these apart.
      return await this.#routeByCommand(client, path, error, context);
    }
  }

  async #routeByCommand(client: SshClient, path: string, refusal: unknown, context: LoginContext): Promise<Route> {
    try {
      await probeStdio(client, path, context.signal);
      // Nobody is asked for a second connection, and it outlives what this one was prepared for.
      const later = { ...context, prompter: undefined, signal: this.#ended.signal };
      return { path, stdio: new StdioChannels(client, path, () => this.#connections.connect(this.#connection, later)) };
    } catch (error) {
      if (isError(error, "Cancelled")) throw error;
      const words = error instanceof Error ? error.message : String(error);
      const address = `${this.address}${path}`;
      const options = { cause: refusal };
      if (/permission denied/i.test(words)) throw new HostUnreachable("socket-permission", address, words, options);
      if (/dial unix .*no such file/i.test(words)) throw new HostUnreachable("socket-missing", address, words, options);
      if (/dial unix .*connection refused/i.test(words)) throw new HostUnreachable("refused", address, words, options);
      throw new HostUnreachable("forwarding-refused", this.address, words, options);
    }
  }
}

async function opens(client: SshClient, path: string): Promise<boolean> {
  return await client.openSocket(path).then(
    (socket) => {
      socket.destroy();
      return true;
    },
    () => false, // then it is looked for anew
  );
}
