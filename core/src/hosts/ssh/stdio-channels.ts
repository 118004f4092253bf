import type { Duplex } from "node:stream";
import type { DialPurpose, Shortage } from "../../engine/dialer.ts";
import type { Disposable } from "../../lifetime/disposable.ts";
import { dialStdio } from "./dial-stdio.ts";
import type { SshClient } from "./ssh-client.ts";

/** Under sshd's MaxSessions, which is 10 unless told otherwise: two are left for shells and questions. */
const CHANNELS = 8;
/** A second SSH connection where one is full; never a third. */
const CLIENTS = 2;

interface Line {
  readonly client: SshClient;
  /** Fewer, where sshd turned out to allow fewer. */
  limit: number;
  open: number;
}

/** Connections to the engine by `docker system dial-stdio`, each of which is a session that sshd counts. */
export class StdioChannels implements Disposable, Shortage {
  onDidBegin: (() => void) | undefined;
  readonly #path: string;
  readonly #connect: () => Promise<SshClient>;
  readonly #lines: Line[];
  readonly #waiting: { readonly purpose: DialPurpose; readonly resolve: () => void }[] = [];
  #connecting: Promise<void> | undefined;
  #mayConnect = true;
  #disposed = false;

  /** `connect` makes the second connection. The first is not this one's to end. */
  constructor(client: SshClient, path: string, connect: () => Promise<SshClient>) {
    this.#path = path;
    this.#connect = connect;
    this.#lines = [{ client, limit: CHANNELS, open: 0 }];
  }

  get isNow(): boolean {
    return this.#waiting.length > 0;
  }

  /** Waits where all are taken; a stream also where only one is left. Rejects with the connection's error. */
  async open(purpose: DialPurpose): Promise<Duplex> {
    for (;;) {
      if (this.#disposed) throw Object.assign(new Error("The SSH connection was given up."), { code: "ECONNRESET" });
      const line = this.#lines.find(({ client, open, limit }) => client.ended === undefined && open < limit);
      const mayConnect = this.#lines.length < CLIENTS && this.#mayConnect;
      if (line !== undefined && (purpose === "call" || mayConnect || this.#left() > 1)) {
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
    for (const { client } of this.#lines.slice(1)) client.dispose();
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  /** Nothing where sshd allows no further one. */
  async #openOn(line: Line): Promise<Duplex | undefined> {
    line.open += 1;
    try {
      const channel = await dialStdio(line.client, this.#path);
      channel.once("close", () => this.#closed(line));
      return channel;
    } catch (error) {
      line.open -= 1;
      // RFC 4254: the server refused to open the channel; only with others open does that mean that it is full.
      if ((error as { reason?: unknown }).reason === undefined || line.open === 0) throw error;
      line.limit = line.open;
      return undefined;
    }
  }

  #closed(line: Line): void {
    line.open -= 1;
    // A stream that may not go on would take the turn of a call.
    const next = Math.max(
      0,
      this.#waiting.findIndex(({ purpose }) => purpose === "call"),
    );
    this.#waiting.splice(next, 1)[0]?.resolve();
  }

  #left(): number {
    return this.#lines.reduce((left, { client, open, limit }) => left + (client.ended ? 0 : limit - open), 0);
  }

  #connectAnother(): Promise<void> {
    this.#connecting ??= this.#connect()
      .then(
        (client) => {
          if (this.#disposed) client.dispose();
          else this.#lines.push({ client, limit: CHANNELS, open: 0 });
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
