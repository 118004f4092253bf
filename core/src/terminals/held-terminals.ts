import { randomUUID } from "node:crypto";
import { Cancelled, Conflict, NotFound } from "../errors/errors.ts";
import type { Disposable } from "../lifetime/disposable.ts";
import { Emitter } from "../lifetime/emitter.ts";
import { latest } from "../lifetime/latest.ts";
import type { HeldTerminal, TerminalOutput } from "../model/held-terminal.ts";
import type { Ref } from "../model/ref.ts";
import type { TerminalSize } from "../model/terminal.ts";
import { type TerminalRequest, usualShell } from "../model/terminal-request.ts";
import { HeldSession } from "./held-session.ts";
import type { Terminals } from "./terminals.ts";

export interface HeldTerminalsOptions {
  readonly terminals: Pick<Terminals, "open">;
  readonly containerName: (ref: Ref) => string;
  readonly hostName: (host: string) => string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** For how many milliseconds a shell goes on that nobody looks at; an hour unless told. */
  readonly unseenFor?: number;
}

const AN_HOUR = 3_600_000;
/** Open at once. Each may keep some 2 MB of what it said. */
const LIMIT = 32;

/** Terminals in containers for the panels, whose pages come and go: what runs in them goes on meanwhile. */
export class HeldTerminals implements Disposable {
  readonly #options: HeldTerminalsOptions;
  readonly #sessions = new Map<string, HeldSession>();
  readonly #onDidChange = new Emitter<void>();
  readonly #sweep: NodeJS.Timeout;
  readonly #unseenFor: number;
  #opening = 0;

  constructor(options: HeldTerminalsOptions) {
    this.#options = options;
    this.#unseenFor = options.unseenFor ?? AN_HOUR;
    this.#sweep = setInterval(() => this.#endUnseen(), this.#unseenFor / 4).unref();
  }

  list(): readonly HeldTerminal[] {
    return [...this.#sessions.values()].map(({ facts }) => facts);
  }

  /** All of them, each time that they are others. Ends on abort. */
  watchList(signal: AbortSignal): AsyncGenerator<readonly HeldTerminal[]> {
    return latest(() => this.list(), this.#onDidChange.event, signal);
  }

  /** Gives its id. Rejects as Terminals.open does, and with Conflict where too many are open. */
  async open(
    ref: Ref,
    size: TerminalSize,
    signal: AbortSignal,
    request: TerminalRequest = usualShell,
  ): Promise<string> {
    if (this.#sessions.size + this.#opening >= LIMIT)
      throw new Conflict(`${LIMIT} terminals are open already: end one of them first.`);
    this.#opening += 1;
    try {
      // Loaded with the first: a window that opens none need not read it.
      const { TerminalScreen } = await import("./terminal-screen.ts");
      const session = await this.#options.terminals.open(ref, size, signal, request);
      if (signal.aborted) {
        // Nobody would ever hear of it.
        await session.close();
        throw new Cancelled();
      }
      const { containerName, hostName, now } = this.#options;
      const held = new HeldSession({
        ...{ id: randomUUID(), ref, request, session, now, screen: new TerminalScreen(size) },
        ...{ name: containerName(ref), hostName: hostName(ref.host) },
      });
      const { id } = held.facts;
      this.#sessions.set(id, held);
      held.onDidEnd((state) => {
        // As with a shell of one's own: what ended well, or was left, is simply gone.
        const isShell = request.kind === "debug" || (request.kind === "exec" && request.command === undefined);
        const isGone = state.kind === "ended" && (state.detached === true || (isShell && state.exitCode === 0));
        if (isGone) this.#drop(id);
        else this.#onDidChange.fire();
      });
      this.#onDidChange.fire();
      return id;
    } finally {
      this.#opening -= 1;
    }
  }

  /** What it shows: first the whole. Ends with it, and on abort. Throws NotFound. */
  watch(id: string, signal: AbortSignal): AsyncGenerator<TerminalOutput> {
    return this.#get(id).watch(signal);
  }

  /** Throws NotFound, as the next two. */
  write(id: string, text: string): void {
    this.#get(id).write(text);
  }

  resize(id: string, size: TerminalSize): void {
    this.#get(id).resize(size);
  }

  /** The shell ends, and what it said is forgotten. */
  async end(id: string): Promise<void> {
    const session = this.#get(id);
    this.#drop(id);
    await session.close();
  }

  /** Ends all of a host. */
  async endAll(host: string): Promise<void> {
    await Promise.all(this.#on(host).map(({ facts: { id } }) => this.end(id)));
  }

  /** The host answers again: what was lost with it need not stand there any more. */
  hostIsBack(host: string): void {
    for (const session of this.#on(host)) {
      const { id, state } = session.facts;
      const isLost = state.kind === "ended" && state.error?.name === "HostUnreachable";
      if (isLost) void this.end(id);
    }
  }

  /** Ends all. */
  async close(): Promise<void> {
    await Promise.all([...this.#sessions.keys()].map((id) => this.end(id)));
  }

  dispose(): void {
    clearInterval(this.#sweep);
    this.#onDidChange.dispose();
  }

  #on(host: string): HeldSession[] {
    return [...this.#sessions.values()].filter(({ facts }) => facts.ref.host === host);
  }

  #get(id: string): HeldSession {
    const session = this.#sessions.get(id);
    if (session === undefined) throw new NotFound("This terminal is not open any more.", "");
    return session;
  }

  #drop(id: string): void {
    if (this.#sessions.delete(id)) this.#onDidChange.fire();
  }

  #endUnseen(): void {
    const { now } = this.#options;
    for (const session of this.#sessions.values())
      if (now() - session.lastSeen > this.#unseenFor) void this.end(session.facts.id);
  }
}
