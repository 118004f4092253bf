import { randomUUID } from "node:crypto";
import { finished } from "node:stream/promises";
import type { Gate } from "../actions/gate.ts";
import type { EngineCommands } from "../engine/engine-commands.ts";
import type { EngineQueries } from "../engine/engine-queries.ts";
import { NotAllowed } from "../errors/errors.ts";
import { orAborted } from "../lifetime/abort.ts";
import type { Disposable } from "../lifetime/disposable.ts";
import type { Event } from "../lifetime/emitter.ts";
import { allows, containerNeeds } from "../model/access.ts";
import type { Container } from "../model/container.ts";
import type { Host } from "../model/host.ts";
import type { Ref } from "../model/ref.ts";
import { shellWord } from "../model/shell-word.ts";
import type { TerminalSession, TerminalSize } from "../model/terminal.ts";
import { ContainerSession } from "./container-session.ts";
import { hangUpCommand, shellCommand } from "./shell.ts";

export interface TerminalsOptions {
  readonly gate: Gate;
  readonly container: (ref: Ref) => Container | undefined;
  readonly queries: (host: string) => EngineQueries;
  readonly onDidChangeHosts: Event<{ readonly changed: readonly Host[] }>;
}

/** Milliseconds that the end of a shell may take, so that a host that hangs doesn't keep Quayside from closing. */
const HANG_UP = 2_000;

/** Shells in containers, through the engine's API: no docker command line is needed. */
export class Terminals implements Disposable {
  readonly #options: TerminalsOptions;
  readonly #sessions = new Map<ContainerSession, string>();
  readonly #closed = new AbortController();
  readonly #listening: Disposable;

  constructor(options: TerminalsOptions) {
    this.#options = options;
    this.#listening = options.onDidChangeHosts(({ changed }) => {
      for (const host of changed) if (!allows(host.access, containerNeeds.terminal)) this.#endAll(host);
    });
  }

  /** Errors: Conflict for a container that does not run, NotFound, NotAllowed, HostUnreachable, Cancelled. */
  async open(ref: Ref, { columns, rows }: TerminalSize, signal: AbortSignal): Promise<TerminalSession> {
    const { gate, container, queries } = this.#options;
    const name = container(ref)?.name ?? ref.id.slice(0, 12);
    const token = randomUUID();
    const session = await gate.perform(
      {
        host: ref.host,
        subject: { type: "container", id: ref.id, name },
        type: "exec",
        need: containerNeeds.terminal,
        command: `docker exec -it ${shellWord(name)} sh`,
      },
      async (commands, abort) => {
        const request = {
          command: shellCommand(token),
          tty: true,
          columns,
          rows,
          environment: ["TERM=xterm-256color"],
        };
        const { id, stream } = await commands.exec(ref.id, request, abort);
        return new ContainerSession({
          ...{ stream, token, container: name },
          resize: (width, height) => commands.resizeExec(id, width, height, this.#closed.signal),
          hangUp: (pid) => hangUp(commands, ref.id, pid),
          exitCode: async () => queries(ref.host).execExitCode(id, this.#closed.signal),
        });
      },
      signal,
    );
    // Engines before API 1.42 take no size when the shell is made.
    session.resize(columns, rows);
    this.#sessions.set(session, ref.host);
    session.onExit(() => this.#sessions.delete(session));
    return session;
  }

  /** Ends every shell that is open. */
  async close(): Promise<void> {
    await Promise.all([...this.#sessions.keys()].map((session) => session.close()));
    this.#closed.abort();
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #endAll({ id, name, access }: Host): void {
    for (const [session, on] of this.#sessions)
      if (on === id)
        session.endWith(
          new NotAllowed(
            `${name} was set to “${access}”; a terminal in a container takes “${containerNeeds.terminal}”.`,
          ),
        );
  }
}

/** Belongs to the action that opened the shell. */
async function hangUp(commands: EngineCommands, container: string, pid: Promise<number | undefined>): Promise<void> {
  const signal = AbortSignal.timeout(HANG_UP);
  const shell = await orAborted(pid, signal);
  if (shell === undefined) return;
  const request = { command: hangUpCommand(shell), tty: false, columns: 80, rows: 24 };
  const { stream } = await commands.exec(container, request, signal);
  stream.on("end", () => stream.destroy());
  await finished(stream.resume(), { writable: false, signal });
}
