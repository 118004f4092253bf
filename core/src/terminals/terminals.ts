import type { Gate } from "../actions/gate.ts";
import type { EngineQueries } from "../engine/engine-queries.ts";
import type { Container } from "../model/container.ts";
import type { Ref } from "../model/ref.ts";
import { shellCommand } from "./shell.ts";
import { TerminalSession } from "./terminal-session.ts";

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface TerminalsOptions {
  readonly gate: Gate;
  readonly container: (ref: Ref) => Container | undefined;
  readonly queries: (host: string) => EngineQueries;
}

/** Shells in containers, through the engine's API: no docker command line is needed. */
export class Terminals {
  readonly #options: TerminalsOptions;
  readonly #sessions = new Set<TerminalSession>();
  readonly #closed = new AbortController();

  constructor(options: TerminalsOptions) {
    this.#options = options;
  }

  /** Errors: Conflict for a container that does not run, NotFound, NotAllowed, HostUnreachable, Cancelled. */
  async open(ref: Ref, { columns, rows }: TerminalSize, signal: AbortSignal): Promise<TerminalSession> {
    const { gate, container, queries } = this.#options;
    const name = container(ref)?.name ?? ref.id.slice(0, 12);
    const session = await gate.perform(
      {
        host: ref.host,
        subject: { type: "container", id: ref.id, name },
        type: "exec",
        need: "operate",
        command: `docker exec -it ${name} sh`,
      },
      async (commands, abort) => {
        const request = { command: shellCommand, tty: true, columns, rows, environment: ["TERM=xterm-256color"] };
        const exec = await commands.exec(ref.id, request, abort);
        return new TerminalSession({
          exec,
          container: name,
          resize: (width, height) => commands.resizeExec(exec.id, width, height, this.#closed.signal),
          exitCode: () => queries(ref.host).execExitCode(exec.id, this.#closed.signal),
        });
      },
      signal,
    );
    // Engines before API 1.42 take no size when the shell is made.
    session.resize(columns, rows);
    this.#sessions.add(session);
    session.onExit(() => this.#sessions.delete(session));
    return session;
  }

  dispose(): void {
    for (const session of this.#sessions) session.dispose();
    this.#closed.abort();
  }
}
