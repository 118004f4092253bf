import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { DialPurpose, Shortage } from "../../engine/dialer.ts";
import type { Disposable } from "../../lifetime/disposable.ts";
import { dialStdio } from "./dial-stdio.ts";
import type { SshClient } from "./ssh-client.ts";

/** Under sshd's MaxSessions, which is 10 unless told otherwise: two are left for shells and questions. */
const CHANNELS = 8;
/** A second SSH connection where one is full; never a third. */
const CLIENTS = 2;

/**
 * Milliseconds: sshd counts a session as long as its command lives, which may be a while after its channel is closed.
 * A refusal within that time tells nothing about how many it allows.
 */
const LINGER = 1_000;
const RETRY = 100;

interface Line {
  readonly client: SshClient;
  /** Those that are being opened, too. */
  taken: number;
  open: number;
  /** When the last one was closed: `performance.now()`. */
  closedAt: number;
}

/** Connections to the engine by `docker system dial-stdio`, each of which is a session that sshd counts. */
export class StdioChannels implements Disposable, Shortage {
  onDidBegin: (() => void) | undefined;
  readonly #path: string;
  readonly #first: SshClient;
  readonly #connect: () => Promise<SshClient>;
  #lines: Line[];
  /** Of each connection: fewer, where sshd turned out to allow fewer. */
  #limit = CHANNELS;
  readonly #waiting: { readonly purpose: DialPurpose; readonly resolve: () => void }[] = [];
  #connecting: Promise<void> | undefined;
  #mayConnect = true;
  #disposed = false;

  /** `connect` makes the second connection. The first is not this one's to end. */
  constructor(client: SshClient, path: string, connect: () => Promise<SshClient>) {
    this.#first = client;
    this.#path = path;
    this.#connect = connect;
    this.#lines = [newLine(client)];
  }

  get isNow(): boolean {
    return this.#waiting.length > 0;
  }

  /** Waits where all are taken; a stream also where only one is left. Rejects with the connection's error. */
  async open(purpose: DialPurpose): Promise<Duplex> {
    for (;;) {
      if (this.#disposed || this.#first.ended !== undefined)
        throw Object.assign(new Error("The SSH connection was given up."), { code: "ECONNRESET" });
      this.#lines = this.#lines.filter(({ client }) => client.ended === undefined);
      const line = this.#lines.find(({ taken }) => taken < this.#limit);
      const mayConnect = this.#lines.length < CLIENTS && this.#mayConnect;
      if (line !== undefined && (purpose !== "stream" || mayConnect || this.#left() > 1)) {
        const channel = await this.#openOn(line);
        if (channel !== undefined) return channel;
      } else if (mayConnect) {
        await this.#connectAnother();
      } else {
        await new Promise<void>((resolve) => {
          this.#waiting.push({ purpose, resolve });
          this.onDidBegin?.();
        });
      }
    }
  }

  dispose(): void {
    this.#disposed = true;
    for (const { client } of this.#lines) if (client !== this.#first) client.dispose();
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  /** Nothing where sshd allows no further one for now. */
  async #openOn(line: Line): Promise<Duplex | undefined> {
    line.taken += 1;
    try {
      const channel = await dialStdio(line.client, this.#path);
      line.open += 1;
      channel.once("close", () => this.#closed(line));
      return channel;
    } catch (error) {
      line.taken -= 1;
      // RFC 4254: the server refused to open the channel.
      if ((error as { reason?: unknown }).reason === undefined) throw error;
      if (performance.now() - line.closedAt < LINGER) await sleep(RETRY);
      else if (line.open > 0) this.#limit = Math.min(this.#limit, line.open);
      else throw error;
      return undefined;
    }
  }

  #closed(line: Line): void {
    line.taken -= 1;
    line.open -= 1;
    line.closedAt = performance.now();
    this.#waiting.splice(nextInTurn(this.#waiting), 1)[0]?.resolve();
  }

  #left(): number {
    return this.#lines.reduce((left, { taken }) => left + Math.max(0, this.#limit - taken), 0);
  }

  #connectAnother(): Promise<void> {
    this.#connecting ??= this.#connect()
      .then(
        (client) => {
          if (this.#disposed) client.dispose();
          else this.#lines.push(newLine(client));
        },
        () => {
          // It may want a code from a person who is not asked for this: then those of the first must be enough.
          this.#mayConnect = false;
        },
      )
      .finally(() => {
        this.#connecting = undefined;
      });
    return this.#connecting;
  }
}

/** Who waits for a person goes first; a stream that may not go on would take the turn of somebody else. */
export function nextInTurn(waiting: readonly { readonly purpose: DialPurpose }[]): number {
  const order: readonly DialPurpose[] = ["command", "query", "stream"];
  const first = order.find((wanted) => waiting.some(({ purpose }) => purpose === wanted));
  return Math.max(
    0,
    waiting.findIndex(({ purpose }) => purpose === first),
  );
}

/** Another may have been closed just before, to find out whether this works at all. */
function newLine(client: SshClient): Line {
  return { client, taken: 0, open: 0, closedAt: performance.now() };
}
