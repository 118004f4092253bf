import type { Duplex } from "node:stream";
import type { Client, ClientChannel, ServerHostKeyAlgorithm } from "ssh2";
import { Cancelled, HostUnreachable, isError } from "../../errors/errors.ts";
import { onAbort } from "../../lifetime/abort.ts";
import { type Disposable, disposable } from "../../lifetime/disposable.ts";
import type { StepReached } from "../prepared-dialer.ts";
import { ChannelSocket } from "./channel-socket.ts";
import type { HostKeys } from "./host-keys.ts";
import { hostKey } from "./known-hosts.ts";
import { loadSsh2 } from "./load-ssh2.ts";
import { Login } from "./login.ts";
import type { LoginContext } from "./login-context.ts";
import type { SshSettings } from "./ssh-settings.ts";

export interface SshConnect {
  readonly settings: SshSettings;
  /** As people write it, for errors and questions. */
  readonly address: string;
  /** The way to its sshd: a TCP connection, a channel of a jump host, a program. */
  readonly sock: Duplex;
  readonly hostKeys: HostKeys;
  readonly context: LoginContext;
  /** Milliseconds that the server has for each answer; what this side takes doesn't count. */
  readonly deadline: number;
  readonly reached?: StepReached;
}

/** A peer that is frozen or gone is noticed after 15 to 20 s. */
const KEEP_ALIVE = { keepaliveInterval: 5_000, keepaliveCountMax: 3 } as const;

/** One SSH connection, logged in. */
export class SshClient implements Disposable {
  readonly address: string;
  /** The jump hosts on the way, in their order. */
  readonly jumps: readonly string[];
  readonly #client: Client;
  readonly #sock: Duplex;
  #ended: Error | undefined;

  private constructor(client: Client, { sock, address, settings }: SshConnect) {
    this.#client = client;
    this.#sock = sock;
    this.address = address;
    this.jumps = settings.jumps;
    client.setMaxListeners(0); // one for each port and shell that is open
    client.on("error", (error) => {
      this.#ended ??= error;
    });
    client.on("close", () => {
      this.#ended ??= new Error("The SSH connection was closed.");
    });
  }

  /** Rejects: HostKeyRefused, AuthenticationFailed, HostUnreachable, Cancelled. */
  static async connect(options: SshConnect): Promise<SshClient> {
    const { settings, address, sock, hostKeys, context, deadline } = options;
    let broken: Error | undefined;
    sock.on("error", (error) => {
      broken ??= error;
    });
    const types = await hostKeys.knownTypes(settings, address).catch((error: unknown) => {
      sock.destroy();
      throw error;
    });
    if (broken !== undefined) throw connectFailure(broken, address);
    const { Client: SshConnection } = loadSsh2();
    const client = new SshConnection();
    return await new Promise((resolve, reject) => {
      const patience = new Patience(deadline, () =>
        fail(new HostUnreachable("timeout", address, "The SSH server gave no answer in time.")),
      );
      let settled = false;
      const settle = (): boolean => {
        const first = !settled;
        settled = true;
        patience.dispose();
        listening.dispose();
        return first;
      };
      const fail = (error: Error): void => {
        if (!settle()) return;
        client.on("error", () => {}); // what it says after that is of no use
        sock.destroy();
        reject(error);
      };
      const listening = onAbort(context.signal, () => fail(new Cancelled()));
      if (settled) return;

      const login = new Login(settings, address, context, (work) => patience.pausedFor(work));
      const attempts = login.attempts();
      client.on("error", (error: Error & { readonly level?: string }) => {
        // An agent that can't sign is one attempt that failed; the others follow.
        if (error.level === "agent") return;
        if (error.level === "client-authentication") fail(login.failure(error));
        // So sshd hangs up on who tried too often.
        else if (/^too many authentication failures/i.test(error.message))
          login.dropShown().then(
            () => fail(login.failure(error)),
            (unkept: Error) => fail(unkept),
          );
        else fail(connectFailure(error, address));
      });
      client.on("close", () => fail(new HostUnreachable("connection-lost", address, "The SSH server hung up.")));
      client.on("ready", () => {
        if (!settle()) return;
        options.reached?.("login", login.how);
        resolve(new SshClient(client, options));
      });
      client.connect({
        ...KEEP_ALIVE,
        sock: sock as import("node:stream").Readable,
        username: settings.user,
        readyTimeout: 0, // the clock here stops while a person is asked
        algorithms: { serverHostKey: algorithmsFor(types) },
        hostVerifier: (blob: Buffer, verified: (accepted: boolean) => void) => {
          patience.pausedFor(hostKeys.check(settings, address, blob, context)).then(
            () => {
              const { type, fingerprint } = hostKey(blob);
              options.reached?.("key", `${type} ${fingerprint}`);
              verified(true);
            },
            (error: Error) => {
              fail(error);
              verified(false);
            },
          );
        },
        authHandler: (left, partial, next) => {
          patience.restart();
          // The first time there is no answer yet.
          attempts.next({ left: left ?? [], partial: partial ?? false }).then(
            ({ value, done }) => {
              if (done === true) fail(login.failure(new Error("The server takes none of what was offered.")));
              else next(value);
            },
            (error: Error) => fail(isError(error, "Cancelled") ? error : login.failure(error)),
          );
        },
      });
    });
  }

  /** Undefined while it is there. */
  get ended(): Error | undefined {
    return this.#ended;
  }

  /** Calls back once when the connection has ended. Dispose to stop listening. */
  onEnd(run: () => void): Disposable {
    this.#client.once("close", run);
    return disposable(() => this.#client.off("close", run));
  }

  /** To a unix socket over there. ssh2's error has `reason` 2 both where there is no such socket and where sshd forbids it. */
  openSocket(path: string): Promise<Duplex> {
    return this.#channel((done) => this.#client.openssh_forwardOutStreamLocal(path, done));
  }

  /** To a port, as seen from over there. */
  openPort(host: string, port: number): Promise<Duplex> {
    return this.#channel((done) => this.#client.forwardOut("127.0.0.1", 0, host, port, done));
  }

  /** The person's own shell over there, in a terminal. */
  openShell(columns: number, rows: number): Promise<ClientChannel> {
    const terminal = { term: "xterm-256color", cols: columns, rows, width: 0, height: 0 };
    return this.#open((done) => this.#client.shell(terminal, done));
  }

  /**
   * Runs a command by the shell over there. `begun` listens to it before anything can have come: what it says and its
   * end may follow in the same packet, and an end that nobody listens to is not told again.
   */
  run<T>(command: string, begun: (channel: ClientChannel) => T): Promise<Awaited<T>> {
    return this.#open((done) => this.#client.exec(command, done), begun);
  }

  dispose(): void {
    this.#ended ??= new Error("The SSH connection was given up.");
    this.#client.end();
    // A peer that doesn't answer any more would keep it half open.
    this.#sock.destroy();
  }

  #channel(open: (done: (error: Error | undefined, channel: ClientChannel) => void) => void): Promise<Duplex> {
    return this.#open(open, (channel) => new ChannelSocket(channel));
  }

  #open<T = ClientChannel>(
    open: (done: (error: Error | undefined, channel: ClientChannel) => void) => void,
    begun: (channel: ClientChannel) => T = (channel) => channel as T,
  ): Promise<Awaited<T>> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) {
        reject(lost(this.#ended));
        return;
      }
      try {
        open((error, channel) => (error ? reject(error) : resolve(begun(channel) as Awaited<T>)));
      } catch (error) {
        reject(lost(error)); // ssh2 throws "Not connected"
      }
    });
  }
}

/** A clock that stops while somebody is asked. */
class Patience implements Disposable {
  readonly #milliseconds: number;
  readonly #over: () => void;
  #timer: NodeJS.Timeout | undefined;
  #paused = 0;

  constructor(milliseconds: number, over: () => void) {
    this.#milliseconds = milliseconds;
    this.#over = over;
    this.restart();
  }

  restart(): void {
    clearTimeout(this.#timer);
    if (this.#paused === 0) this.#timer = setTimeout(this.#over, this.#milliseconds);
  }

  async pausedFor<T>(work: Promise<T>): Promise<T> {
    this.#paused += 1;
    clearTimeout(this.#timer);
    try {
      return await work;
    } finally {
      this.#paused -= 1;
      if (this.#paused === 0) this.restart();
    }
  }

  dispose(): void {
    this.#paused = Number.POSITIVE_INFINITY;
    clearTimeout(this.#timer);
  }
}

/** The known types first, lest the server shows another of its keys; an RSA key signs in any of three ways. */
function algorithmsFor(types: readonly string[]): ServerHostKeyAlgorithm[] {
  const rsa = ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"];
  const usual = ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", ...rsa];
  const known = types.flatMap((type) => (type === "ssh-rsa" ? rsa : [type])).filter((name) => usual.includes(name));
  return [...new Set([...known, ...usual])] as ServerHostKeyAlgorithm[];
}

function connectFailure(error: Error & { readonly level?: string; readonly code?: unknown }, address: string): Error {
  if (isError(error, "HostUnreachable")) return error;
  const options = { cause: error };
  if (error.level === "protocol" || error.level === "handshake" || /^(Bad packet|Invalid|Expected)/.test(error.message))
    return new HostUnreachable("not-ssh", address, error.message, options);
  const lostReason = error.code === "ECONNRESET" || error.level === "client-socket";
  return new HostUnreachable(lostReason ? "connection-lost" : "other", address, error.message, options);
}

function lost(cause: unknown): Error {
  const message = cause instanceof Error ? cause.message : String(cause);
  return Object.assign(new Error(message, { cause }), { code: "ECONNRESET" });
}
