import type { Duplex } from "node:stream";
import { atJumpHost, HostUnreachable, isError } from "../../errors/errors.ts";
import { systemFailure } from "../../errors/system-failure.ts";
import { PASTED, type SshConnection, sshAddress } from "../../model/host.ts";
import type { StepReached } from "../prepared-dialer.ts";
import { tcpConnection } from "../tcp-connection.ts";
import type { HostKeys } from "./host-keys.ts";
import type { LoginContext } from "./login-context.ts";
import { commandConnection } from "./proxy-command.ts";
import { SshClient } from "./ssh-client.ts";
import { resolveSsh, type SshSurroundings } from "./ssh-resolver.ts";
import { parseSshTarget, type SshSettings } from "./ssh-settings.ts";
import { Turns } from "./turns.ts";

export interface SshEnvironment {
  readonly surroundings: SshSurroundings;
  readonly hostKeys: HostKeys;
  /** Milliseconds that each server on the way has for each of its answers. */
  readonly deadline: number;
}

type Target = Pick<SshConnection, "host" | "user" | "port" | "key" | "jump">;

/** Milliseconds: a handshake takes some 50, and one with a server that says nothing must not hold up the others. */
const TURN = 500;

/** A client that several hosts go through; it ends with the last of them. */
interface SharedJump {
  readonly client: Promise<SshClient>;
  /** The handshakes of the hosts behind it: all at once are what a jump host takes for an attack. */
  readonly handshakes: Turns;
  users: number;
}

/** The way to a server. */
interface Way {
  readonly sock: Duplex;
  readonly release: () => void;
  /** Absent where nobody else goes the same way. */
  readonly handshakes?: Turns;
}

/** Makes SSH connections. Jump hosts are logged in to once, however many hosts lie behind them. */
export class SshConnections {
  readonly #environment: SshEnvironment;
  readonly #jumps = new Map<string, SharedJump>();

  constructor(environment: SshEnvironment) {
    this.#environment = environment;
  }

  /** Rejects: HostUnreachable, HostKeyRefused, AuthenticationFailed, Cancelled. */
  async connect(target: Target, context: LoginContext, reached?: StepReached): Promise<SshClient> {
    const settings = await resolveSsh(target, this.#environment.surroundings, context.signal);
    return await this.#login(settings, context, [], reached);
  }

  async #login(
    settings: SshSettings,
    context: LoginContext,
    trail: readonly string[],
    reached?: StepReached,
  ): Promise<SshClient> {
    const address = sshAddress(settings);
    const { sock, release, handshakes } = await this.#way(settings, address, context, trail, (found) =>
      reached?.("name", found),
    );
    reached?.("port");
    const { hostKeys, deadline } = this.#environment;
    try {
      const connect = (): Promise<SshClient> =>
        SshClient.connect({
          ...{ settings, address, sock, hostKeys, context, deadline },
          ...(reached === undefined ? {} : { reached }),
        });
      // Who waits for it in person doesn't wait for others, nor they for what is asked.
      const alone = handshakes === undefined || context.prompter !== undefined;
      const client = await (alone ? connect() : handshakes.take(connect, context.signal));
      await context.credentials.keep(context.hostId);
      client.onEnd(release);
      return client;
    } catch (error) {
      release();
      throw error;
    }
  }

  async #way(
    settings: SshSettings,
    address: string,
    context: LoginContext,
    trail: readonly string[],
    named: (address: string) => void,
  ): Promise<Way> {
    const { host, port, jumps, proxyCommand } = settings;
    if (jumps.length > 0) return await this.#throughJump(settings, address, context, trail);
    const nothing = (): void => {};
    if (proxyCommand !== undefined) return { sock: commandConnection(proxyCommand, address), release: nothing };
    try {
      const sock = await tcpConnection(host, port, this.#environment.deadline, context.signal, named);
      return { sock, release: nothing };
    } catch (error) {
      const failure = systemFailure(error, address);
      if (!isError(failure, "HostUnreachable") || failure.reason !== "refused") throw failure;
      throw new HostUnreachable("ssh-refused", address, failure.message, { cause: error });
    }
  }

  async #throughJump(
    { host, port, jumps, ...settings }: SshSettings,
    address: string,
    context: LoginContext,
    trail: readonly string[],
  ): Promise<Way> {
    const { keyIsPasted, keyIsTold, keyFiles } = settings;
    const lentKey = keyIsPasted === true ? PASTED : keyIsTold === true ? keyFiles[0] : settings.lentKey;
    const { client, release, handshakes } = await this.#jump(jumps, lentKey, address, context, trail);
    try {
      return { sock: await client.openPort(host, port), release, handshakes };
    } catch (cause) {
      release();
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new HostUnreachable("no-route", address, `From ${client.address}: ${message}`, { cause });
    }
  }

  /** The last of these hops, through those before it. */
  async #jump(
    hops: readonly string[],
    lentKey: string | undefined,
    address: string,
    context: LoginContext,
    trail: readonly string[],
  ): Promise<{ readonly client: SshClient; readonly release: () => void; readonly handshakes: Turns }> {
    const last = parseSshTarget(hops.at(-1) ?? "");
    if (last === undefined) throw new HostUnreachable("ssh-settings", address, `“${hops.at(-1)}” is no jump host.`);
    const before = hops.slice(0, -1);
    // Only the first hop goes by its own settings for the way there, as with ssh -J.
    const told = before.length > 0 ? { ...last, jump: before.join(",") } : last;
    const resolved = await resolveSsh(told, this.#environment.surroundings, context.signal);
    const settings = lentKey === undefined ? resolved : { ...resolved, lentKey };
    const key = [...settings.jumps, sshAddress(settings)].join(" ");
    // Those who wait for each other in a circle would wait for ever.
    if (trail.includes(key)) throw new HostUnreachable("ssh-settings", address, "ProxyJump leads in a circle.");
    const onTheWay = { ...context, hostName: `${last.host} (on the way to ${context.hostName})` };
    const shared = this.#jumps.get(key) ?? this.#beginJump(key, settings, onTheWay, [...trail, key]);
    shared.users += 1;
    let released = false;
    const release = (): void => {
      if (released) return;
      released = true;
      shared.users -= 1;
      if (shared.users > 0) return;
      this.#forget(key, shared);
      shared.client.then(
        (client) => client.dispose(),
        () => {}, // it never was: those who waited for it have the error
      );
    };
    try {
      return { client: await shared.client, release, handshakes: shared.handshakes };
    } catch (error) {
      release();
      throw atJumpHost(error, last.host);
    }
  }

  #beginJump(key: string, settings: SshSettings, context: LoginContext, trail: readonly string[]): SharedJump {
    const client = this.#login(settings, context, trail);
    const shared: SharedJump = { client, handshakes: new Turns(TURN), users: 0 };
    this.#jumps.set(key, shared);
    shared.client.then(
      (client) => client.onEnd(() => this.#forget(key, shared)),
      () => this.#forget(key, shared),
    );
    return shared;
  }

  #forget(key: string, shared: SharedJump): void {
    if (this.#jumps.get(key) === shared) this.#jumps.delete(key);
  }
}
