import type { Gate } from "../actions/gate.ts";
import type { EngineQueries } from "../engine/engine-queries.ts";
import { Conflict, isError, NotAllowed } from "../errors/errors.ts";
import type { Disposable } from "../lifetime/disposable.ts";
import type { Event } from "../lifetime/emitter.ts";
import { allows, containerNeeds } from "../model/access.ts";
import type { Container } from "../model/container.ts";
import { usualDetachKeys } from "../model/detach-keys.ts";
import type { Host } from "../model/host.ts";
import type { Ref } from "../model/ref.ts";
import type { TerminalSession, TerminalSize } from "../model/terminal.ts";
import { attachmentOf, type TerminalChoices } from "../model/terminal-facts.ts";
import { checkRequest, type TerminalRequest, usualShell } from "../model/terminal-request.ts";
import type { ContainerSession } from "./container-session.ts";
import { openAttachment } from "./open-attachment.ts";
import { type OpeningParts, openExec } from "./open-exec.ts";
import type { TerminalMemory } from "./terminal-memory.ts";

export interface TerminalsOptions {
  readonly gate: Gate;
  readonly container: (ref: Ref) => Container | undefined;
  readonly queries: (host: string) => EngineQueries;
  readonly onDidChangeHosts: Event<{ readonly changed: readonly Host[] }>;
  readonly memory: TerminalMemory;
}

/** Shells in containers, through the engine's API: no docker command line is needed. */
export class Terminals implements Disposable {
  readonly #options: TerminalsOptions;
  readonly #sessions = new Map<ContainerSession, string>();
  readonly #closed = new AbortController();
  readonly #listening: Disposable;
  readonly #around: OpeningParts;

  constructor(options: TerminalsOptions) {
    this.#options = options;
    this.#around = { gate: options.gate, queries: options.queries, closed: this.#closed.signal };
    this.#listening = options.onDidChangeHosts(({ changed }) => {
      for (const host of changed) if (!allows(host.access, containerNeeds.terminal)) this.#endAll(host);
    });
  }

  /**
   * A shell, unless `request` asks for something else. Errors: Conflict for a container that does not run, NotFound
   * (also for a user, a directory or a program that it lacks), NotAllowed, InvalidInput, HostUnreachable, Cancelled.
   */
  async open(
    ref: Ref,
    size: TerminalSize,
    signal: AbortSignal,
    request: TerminalRequest = usualShell,
  ): Promise<TerminalSession> {
    checkRequest(request);
    const name = this.#name(ref);
    const opening =
      request.kind === "attach"
        ? openAttachment(this.#around, { ...request, ref, name }, signal)
        : openExec(this.#around, ref, { ...request, container: name }, size, signal);
    const session = await opening.catch((error: unknown) => {
      throw notRunning(error, name);
    });
    // Engines before API 1.42 take no size when the shell is made.
    session.resize(size.columns, size.rows);
    this.#sessions.set(session, ref.host);
    session.onExit(() => this.#sessions.delete(session));
    if (request.kind === "exec" && request !== usualShell) this.#options.memory.keep(name, request);
    return session;
  }

  /** What can be chosen for one. Rejects with NotFound, HostUnreachable, Cancelled. */
  async choices(ref: Ref, signal: AbortSignal): Promise<TerminalChoices> {
    const { queries, memory } = this.#options;
    const [facts, last] = await Promise.all([
      queries(ref.host).terminalFacts(ref.id, signal),
      memory.last(this.#name(ref), signal),
    ]);
    return {
      users: distinct([facts.user === "" ? "root" : facts.user, "root"]),
      directories: distinct([facts.directory === "" ? "/" : facts.directory, ...facts.mounts, "/"]),
      last,
      attachment: attachmentOf(facts, usualDetachKeys),
    };
  }

  #name(ref: Ref): string {
    return this.#options.container(ref)?.name ?? ref.id.slice(0, 12);
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

/** An engine names the container by its id, and not what to do. */
function notRunning(error: unknown, name: string): unknown {
  if (!isError(error, "Conflict")) return error;
  if (/is paused/i.test(error.message)) return new Conflict(`${name} is paused: resume it first.`, { cause: error });
  return /not running|state improper/i.test(error.message)
    ? new Conflict(`${name} does not run: start it first.`, { cause: error })
    : error;
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
