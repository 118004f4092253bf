import type { Gate } from "../actions/gate.ts";
import type { EngineQueries } from "../engine/engine-queries.ts";
import { Conflict, isError, NotAllowed } from "../errors/errors.ts";
import type { Disposable } from "../lifetime/disposable.ts";
import type { Event } from "../lifetime/emitter.ts";
import { allows, containerNeeds, debugNeeds } from "../model/access.ts";
import type { Container } from "../model/container.ts";
import { usualDetachKeys } from "../model/detach-keys.ts";
import type { AccessLevel, Host } from "../model/host.ts";
import type { Ref } from "../model/ref.ts";
import type { TerminalSession, TerminalSize } from "../model/terminal.ts";
import { attachmentOf, type TerminalChoices } from "../model/terminal-facts.ts";
import { checkRequest, type TerminalRequest, usualShell } from "../model/terminal-request.ts";
import type { ContainerSession } from "./container-session.ts";
import { DebugShells } from "./debug-shells.ts";
import { debugQuestion } from "./debug-words.ts";
import { openAttachment } from "./open-attachment.ts";
import { type OpeningParts, openExec } from "./open-exec.ts";
import type { TerminalMemory } from "./terminal-memory.ts";

export interface TerminalsOptions {
  readonly gate: Gate;
  readonly container: (ref: Ref) => Container | undefined;
  readonly queries: (host: string) => EngineQueries;
  readonly onDidChangeHosts: Event<{ readonly changed: readonly Host[] }>;
  readonly memory: TerminalMemory;
  readonly host: (id: string) => Host | undefined;
  /** The names of the images that a host has. */
  readonly images: (host: string) => readonly string[];
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Shells in containers, through the engine's API: no docker command line is needed. */
export class Terminals implements Disposable {
  readonly #options: TerminalsOptions;
  readonly #sessions = new Map<ContainerSession, { readonly host: string; readonly need: AccessLevel }>();
  readonly #closed = new AbortController();
  readonly #listening: Disposable;
  readonly #around: OpeningParts;
  readonly #debugShells: DebugShells;

  constructor(options: TerminalsOptions) {
    this.#options = options;
    this.#debugShells = new DebugShells({ ...options, closed: this.#closed.signal });
    this.#around = { gate: options.gate, queries: options.queries, closed: this.#closed.signal };
    this.#listening = options.onDidChangeHosts(({ changed }) => {
      for (const host of changed) this.#endForbidden(host);
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
    const session = await this.#start({ ref, name }, size, signal, request).catch((error: unknown) => {
      throw notRunning(error, name);
    });
    // Engines before API 1.42 take no size when the shell is made.
    session.resize(size.columns, size.rows);
    const need = request.kind === "debug" ? debugNeeds : containerNeeds.terminal;
    this.#sessions.set(session, { host: ref.host, need });
    session.onExit(() => this.#sessions.delete(session));
    this.#remember(name, request);
    return session;
  }

  #remember(name: string, request: TerminalRequest): void {
    const { memory } = this.#options;
    if (request.kind === "exec" && request !== usualShell) memory.keep(name, request);
    if (request.kind === "attach" && request.detachKeys !== undefined) memory.keepDetachKeys(request.detachKeys);
  }

  #start(
    { ref, name }: { readonly ref: Ref; readonly name: string },
    size: TerminalSize,
    signal: AbortSignal,
    request: TerminalRequest,
  ): Promise<ContainerSession> {
    switch (request.kind) {
      case "attach":
        return openAttachment(this.#around, { ...request, ref, name }, signal);
      case "debug":
        return this.#debugShells.open({ ref, name, image: request.image }, size, signal);
      case "exec":
        return openExec(this.#around, ref, { ...request, container: name }, size, signal);
    }
  }

  /** What can be chosen for one. Rejects with NotFound, HostUnreachable, Cancelled. */
  async choices(ref: Ref, signal: AbortSignal): Promise<TerminalChoices> {
    const { queries, memory, host, images } = this.#options;
    const name = this.#name(ref);
    const [facts, last, lastImage, lastDetachKeys] = await Promise.all([
      queries(ref.host).terminalFacts(ref.id, signal),
      memory.last(name, signal),
      memory.lastImage(ref.host, signal),
      memory.lastDetachKeys(signal),
    ]);
    const mounts = facts.mounts.map(({ destination }) => destination).sort();
    return {
      users: distinct([facts.user === "" ? "root" : facts.user, "root"]),
      directories: distinct([facts.directory === "" ? "/" : facts.directory, ...mounts, "/"]),
      last,
      attachment: attachmentOf(facts, usualDetachKeys),
      ...(lastDetachKeys === undefined ? {} : { lastDetachKeys }),
      debug: {
        ...debugQuestion({ name, host: host(ref.host), root: facts.root }),
        images: images(ref.host),
        ...(lastImage === undefined ? {} : { last: lastImage }),
      },
    };
  }

  #name(ref: Ref): string {
    return this.#options.container(ref)?.name ?? ref.id.slice(0, 12);
  }

  /** Whether a container was made for a debug shell of this store. */
  isOwn(labels: Readonly<Record<string, string>>): boolean {
    return this.#debugShells.isOwn(labels);
  }

  /** Removes what is left of debug shells, on a host that has just been listed. What fails is tried the next time. */
  sweep(host: string): void {
    this.#debugShells.sweep(host, this.#closed.signal).catch(() => {});
  }

  /** Ends every shell that is open. */
  async close(): Promise<void> {
    await Promise.all([...this.#sessions.keys()].map((session) => session.close()));
    this.#closed.abort();
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #endForbidden({ id, name, access }: Host): void {
    for (const [session, { host, need }] of this.#sessions)
      if (host === id && !allows(access, need))
        session.endWith(new NotAllowed(`${name} was set to “${access}”; this terminal takes “${need}”.`));
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
