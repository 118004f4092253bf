import type { Action, Gate } from "../actions/gate.ts";
import { Conflict, NotAllowed } from "../errors/errors.ts";
import type { HostReach } from "../hosts/host-reach.ts";
import type { Disposable } from "../lifetime/disposable.ts";
import type { Event } from "../lifetime/emitter.ts";
import { allows, hostNeeds } from "../model/access.ts";
import { connectionAddress, type Host } from "../model/host.ts";
import { shellWord } from "../model/shell-word.ts";
import type { TerminalExit, TerminalSession, TerminalSize } from "../model/terminal.ts";
import { HostShellSession } from "./host-shell-session.ts";

export interface HostShellsOptions {
  readonly gate: Gate;
  readonly host: (id: string) => Host | undefined;
  readonly reach: (host: string) => HostReach | undefined;
  readonly onDidChangeHosts: Event<{ readonly changed: readonly Host[] }>;
  readonly now: () => number;
}

/** Shells on hosts themselves, on the SSH connection by which the engine is reached. */
export class HostShells implements Disposable {
  readonly #options: HostShellsOptions;
  readonly #sessions = new Map<HostShellSession, string>();
  readonly #recording = new Set<Promise<void>>();
  readonly #listening: Disposable;

  constructor(options: HostShellsOptions) {
    this.#options = options;
    this.#listening = options.onDidChangeHosts(({ changed }) => {
      for (const host of changed) if (!allows(host.access, hostNeeds.shell)) this.#endAll(host);
    });
  }

  /** Rejects: Conflict where the host is not reached by SSH, NotFound, NotAllowed, HostUnreachable, Cancelled. */
  async open(id: string, size: TerminalSize, signal: AbortSignal): Promise<TerminalSession> {
    const { gate, host, reach, now } = this.#options;
    const { name = id, connection } = host(id) ?? {};
    const action: Action = {
      host: id,
      subject: { type: "host", id, name },
      type: "open-shell",
      need: hostNeeds.shell,
      ...(connection?.kind === "ssh" ? { command: `ssh ${shellWord(connectionAddress(connection))}` } : {}),
    };
    let since = now();
    const session = await gate.perform(
      action,
      async (_commands, abort) => {
        const way = reach(id);
        if (way?.openShell === undefined)
          throw new Conflict(`${name} is not reached by SSH: there is no way to a shell on it.`);
        since = now();
        return new HostShellSession(await way.openShell(size, abort));
      },
      signal,
    );
    this.#sessions.set(session, id);
    session.onExit((exit) => {
      this.#sessions.delete(session);
      this.#recordEnd(action, since, name, exit);
    });
    return session;
  }

  /** Ends every shell that is open, and resolves when that is on record. */
  async close(): Promise<void> {
    await Promise.all(
      [...this.#sessions.keys()].map((session) => {
        const ended = new Promise<void>((resolve) => session.onExit(() => resolve()));
        session.dispose();
        return ended;
      }),
    );
    await Promise.all(this.#recording);
  }

  dispose(): void {
    this.#listening.dispose();
    for (const session of this.#sessions.keys()) session.dispose();
  }

  #recordEnd(action: Action, since: number, hostName: string, exit: TerminalExit): void {
    const recording = this.#options.gate
      .ended({ ...action, type: "close-shell" }, { since, hostName, ...exit })
      .finally(() => this.#recording.delete(recording));
    this.#recording.add(recording);
  }

  #endAll({ id, name, access }: Host): void {
    for (const [session, on] of this.#sessions)
      if (on === id)
        session.endWith(new NotAllowed(`${name} was set to “${access}”; a shell on it takes “${hostNeeds.shell}”.`));
  }
}
