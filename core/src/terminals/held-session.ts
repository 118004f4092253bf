import { describeError } from "../errors/describe-error.ts";
import { Emitter } from "../lifetime/emitter.ts";
import type { HeldTerminal, HeldTerminalState, TerminalOutput } from "../model/held-terminal.ts";
import type { Ref } from "../model/ref.ts";
import type { TerminalExit, TerminalSession, TerminalSize } from "../model/terminal.ts";
import type { TerminalRequest } from "../model/terminal-request.ts";
import type { TerminalScreen } from "./terminal-screen.ts";
import { TerminalViewer } from "./terminal-viewer.ts";

/** Characters that the screen has still to take in: at the first the shell has to wait, at the second it goes on. */
const MUCH = 512 << 10;
const LITTLE = 64 << 10;

export interface HeldSessionParts {
  readonly id: string;
  readonly ref: Ref;
  readonly name: string;
  readonly hostName: string;
  readonly request: TerminalRequest;
  readonly session: TerminalSession;
  readonly screen: TerminalScreen;
  readonly now: () => number;
}

/** A shell and its screen, for any number of viewers; also for none. */
export class HeldSession {
  readonly #parts: HeldSessionParts;
  readonly #since: number;
  readonly #viewers = new Set<TerminalViewer>();
  readonly #onDidEnd = new Emitter<HeldTerminalState>();
  // A letter of several bytes may come in two pieces: the decoder keeps the first.
  readonly #decoder = new TextDecoder();
  readonly #encoder = new TextEncoder();
  #undrawn = 0;
  #waits = false;
  #state: HeldTerminalState = { kind: "running" };
  #lastSeen: number;

  /** Fires once. */
  readonly onDidEnd = this.#onDidEnd.event;

  constructor(parts: HeldSessionParts) {
    this.#parts = parts;
    this.#since = parts.now();
    this.#lastSeen = this.#since;
    parts.screen.onAnswer((text) => this.write(text));
    parts.session.onExit((exit) => this.#end(exit));
    parts.session.onData((bytes) => this.#show(this.#decoder.decode(bytes, { stream: true })));
  }

  get facts(): HeldTerminal {
    const { id, ref, name, request, session } = this.#parts;
    const { attachment } = session;
    const joined = attachment === undefined ? {} : { attachment };
    return { id, ref, name, request, ...joined, since: this.#since, state: this.#state };
  }

  /** When somebody looked at it last: now, while somebody does. Epoch milliseconds. */
  get lastSeen(): number {
    return this.#viewers.size > 0 ? this.#parts.now() : this.#lastSeen;
  }

  async *watch(signal: AbortSignal): AsyncGenerator<TerminalOutput> {
    const viewer = new TerminalViewer(this.#parts.screen);
    if (this.#state.kind === "ended") viewer.finish();
    this.#viewers.add(viewer);
    try {
      yield* viewer.read(signal);
    } finally {
      this.#viewers.delete(viewer);
      this.#lastSeen = this.#parts.now();
    }
  }

  write(text: string): void {
    if (this.#state.kind === "running") this.#parts.session.write(this.#encoder.encode(text));
  }

  /** Of the one who looks at it now; the others see it in that size. */
  resize(size: TerminalSize): void {
    const { session, screen } = this.#parts;
    const { columns, rows } = screen.size;
    if (this.#state.kind === "ended" || (columns === size.columns && rows === size.rows)) return;
    screen.resize(size);
    session.resize(size.columns, size.rows);
    for (const viewer of this.#viewers) viewer.redraw();
  }

  /** Resolves when the shell is gone, or can't be told. */
  async close(): Promise<void> {
    await this.#parts.session.close();
    for (const viewer of this.#viewers) viewer.finish();
    this.#parts.screen.dispose();
  }

  #show(output: string): void {
    if (output === "") return;
    const { screen, session } = this.#parts;
    for (const viewer of this.#viewers) viewer.push(output);
    this.#undrawn += output.length;
    screen.write(output, () => {
      this.#undrawn -= output.length;
      if (!this.#waits || this.#undrawn > LITTLE) return;
      this.#waits = false;
      session.resume();
    });
    if (this.#waits || this.#undrawn < MUCH) return;
    this.#waits = true;
    session.pause();
  }

  #end({ exitCode, detached, error }: TerminalExit): void {
    this.#show(this.#decoder.decode());
    this.#state = {
      kind: "ended",
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(detached === undefined ? {} : { detached }),
      ...(error === undefined ? {} : { error: describeError(error, this.#parts.hostName) }),
    };
    for (const viewer of this.#viewers) viewer.finish();
    this.#onDidEnd.fire(this.#state);
    this.#onDidEnd.dispose();
  }
}
