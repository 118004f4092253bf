import { constants } from "node:os";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { Cancelled, HostUnreachable } from "../../errors/errors.ts";
import { linkedAbort, orAborted } from "../../lifetime/abort.ts";
import type { DiskSpace, MachineFacts } from "../../model/host.ts";
import { shellWord } from "../../model/shell-word.ts";
import type { TerminalSize } from "../../model/terminal.ts";
import type { HostReach, HostShell } from "../host-reach.ts";
import { ChannelSocket } from "./channel-socket.ts";
import { outputOf } from "./remote-command.ts";
import type { SshClient } from "./ssh-client.ts";

/** Shells and ports of an SSH host, on the connection by which its engine is reached. */
export class SshReach implements HostReach {
  readonly address: string;
  readonly #client: SshClient;
  /** Told each time that the last of its shells has ended. */
  readonly #idle: () => void;
  #shells = 0;

  constructor(client: SshClient, idle: () => void) {
    this.#client = client;
    this.address = client.address;
    this.#idle = idle;
  }

  get hasShells(): boolean {
    return this.#shells > 0;
  }

  async openPort(address: string, port: number, deadline: number, signal: AbortSignal): Promise<Duplex> {
    const opening = this.#client.openPort(address, port);
    const timer = linkedAbort(signal);
    const silence = sleep(deadline, undefined, { signal: timer.signal }).then(() => {
      throw Object.assign(new Error(`no answer within ${deadline / 1000} s`), { code: "ETIMEDOUT" });
    });
    try {
      const stream = await Promise.race([opening, silence]);
      this.#endWithConnection(stream);
      return stream;
    } catch (error) {
      // sshd may find its way later: nobody waits for that any more.
      opening.then(
        (stream) => stream.destroy(),
        () => {}, // it is the same error
      );
      if (signal.aborted) throw new Cancelled();
      throw this.#portFailure(error);
    } finally {
      timer.abort();
      timer.dispose();
    }
  }

  async disk({ dataRoot }: MachineFacts, signal: AbortSignal): Promise<DiskSpace | undefined> {
    if (dataRoot === "") return undefined;
    return diskOf(await outputOf(this.#client, `LC_ALL=C df -Pk ${shellWord(dataRoot)}`, signal));
  }

  async openShell({ columns, rows }: TerminalSize, signal: AbortSignal): Promise<HostShell> {
    const opening = this.#client.openShell(columns, rows);
    let channel: Awaited<typeof opening>;
    try {
      channel = await orAborted(opening, signal);
    } catch (error) {
      opening.then(
        (late) => late.close(),
        () => {}, // it is the same error
      );
      throw this.#shellFailure(error);
    }
    const stream = new ChannelSocket(channel);
    let exitCode: number | undefined;
    channel.on("exit", (code: number | null, name?: string) => {
      const number = (constants.signals as Readonly<Record<string, number>>)[name ?? ""];
      exitCode = code ?? (number === undefined ? undefined : 128 + number);
    });
    this.#endWithConnection(stream);
    this.#shells += 1;
    stream.once("close", () => {
      this.#shells -= 1;
      if (this.#shells === 0) this.#idle();
    });
    return {
      stream,
      get exitCode() {
        return exitCode;
      },
      resize: (width, height) => channel.setWindow(height, width, 0, 0),
    };
  }

  /** ssh2 ends a channel as if all was said, where in truth the connection broke in the middle. */
  #endWithConnection(stream: Duplex): void {
    const broke = this.#client.onEnd(() => {
      const message = this.#client.ended?.message ?? "The SSH connection ended.";
      stream.destroy(new HostUnreachable("ssh-lost", this.address, message));
    });
    stream.once("close", () => broke.dispose());
  }

  #portFailure(error: unknown): unknown {
    const { reason, message } = error as Error & { readonly reason?: unknown };
    // RFC 4254: 1 is “administratively prohibited”, 2 “connect failed” with the system's words.
    if (reason === 1) return new HostUnreachable("ports-refused", this.address, message, { cause: error });
    const [, code] = systemWords.find(([words]) => words.test(message)) ?? [];
    return reason === 2 && code !== undefined ? Object.assign(new Error(message, { cause: error }), { code }) : error;
  }

  #shellFailure(error: unknown): unknown {
    const { reason, message } = error as Error & { readonly reason?: unknown };
    if (typeof reason === "number")
      return new HostUnreachable("sessions-used-up", this.address, message, { cause: error });
    if (/pseudo-terminal|shell/i.test(message))
      return new HostUnreachable("terminal-refused", this.address, message, { cause: error });
    return error;
  }
}

/** From what df -Pk prints: a head, then one line of name, total, used, available, capacity and mount point. */
export function diskOf(text: string | undefined): DiskSpace | undefined {
  const [, total, free] = /\s(\d+)\s+\d+\s+(\d+)\s+\d+%\s+\S.*$/.exec(text?.trim().split("\n").at(-1) ?? "") ?? [];
  return free === undefined ? undefined : { free: Number(free) * 1024, total: Number(total) * 1024 };
}

/** As strerror has them: sshd passes them on. */
const systemWords: readonly (readonly [RegExp, string])[] = [
  [/connection refused/i, "ECONNREFUSED"],
  [/no route to host/i, "EHOSTUNREACH"],
  [/network is unreachable/i, "ENETUNREACH"],
  [/timed out/i, "ETIMEDOUT"],
];
