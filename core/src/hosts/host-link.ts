import type { Dialer } from "../engine/dialer.ts";
import { type Engine, openEngine } from "../engine/engine.ts";
import { describeError } from "../errors/describe-error.ts";
import { isError } from "../errors/errors.ts";
import { delay, linkedAbort } from "../lifetime/abort.ts";
import type { Disposable } from "../lifetime/disposable.ts";
import { Emitter } from "../lifetime/emitter.ts";
import type { HostConfig, HostState } from "../model/host.ts";
import { type HostTimings, retryDelay } from "./timings.ts";

/** One connection to an engine, from its first answer until it is lost. */
export interface LiveEngine {
  readonly engine: Engine;
  /** Aborts when the connection is lost or given up. */
  readonly signal: AbortSignal;
  /** For who reads the events: the stream broke, so the connection is lost. */
  lost(error: unknown): void;
  /** The engine's own id, learned after the first answer. */
  identified(id: string): void;
}

export interface LinkSurroundings {
  readonly now: () => number;
  readonly random: () => number;
  readonly timings: HostTimings;
}

/** Keeps one host connected: connects, pings a silent connection, and after a failure tries again, ever more slowly. */
export class HostLink implements Disposable {
  readonly config: HostConfig;
  readonly #dialer: Dialer;
  readonly #around: LinkSurroundings;
  readonly #closing = new AbortController();
  readonly #onDidChange = new Emitter<HostState>();
  readonly #onDidConnect = new Emitter<LiveEngine>();
  #state: HostState = { kind: "connecting" };
  #live: LiveEngine | undefined;
  #lastError: unknown;
  #wake: () => void = () => {};

  readonly onDidChange = this.#onDidChange.event;
  readonly onDidConnect = this.#onDidConnect.event;

  constructor(config: HostConfig, dialer: Dialer, around: LinkSurroundings) {
    this.config = config;
    this.#dialer = dialer;
    this.#around = around;
  }

  get state(): HostState {
    return this.#state;
  }

  get live(): LiveEngine | undefined {
    return this.#live;
  }

  /** Why there is no connection now; undefined where there is one, or the first is being made. */
  get lastError(): unknown {
    return this.#lastError;
  }

  /** Runs until it is disposed of. Failures show in the state; it never rejects. */
  async run(): Promise<void> {
    const { now, random, timings } = this.#around;
    let failures = 0;
    let lastSeen = now();
    while (!this.#closing.signal.aborted) {
      let error: unknown;
      try {
        const deadline = timings.connect;
        const engine = await openEngine(
          { host: this.config.id, dialer: this.#dialer, deadline, now },
          this.#closing.signal,
        );
        failures = 0;
        error = await this.#stayOnline(engine);
        lastSeen = engine.lastHeard;
      } catch (failure) {
        error = failure;
      }
      if (this.#closing.signal.aborted) return;
      this.#lastError = error;
      failures += 1;
      const wait = retryDelay(failures, timings, random);
      this.#setState({
        kind: "unreachable",
        error: describeError(error, this.config.name),
        since: lastSeen,
        nextTry: now() + wait,
      });
      await this.#sleep(wait);
    }
  }

  /** Tries again now, where it waits for its next try. */
  retry(): void {
    this.#wake();
  }

  dispose(): void {
    this.#closing.abort();
    this.#wake();
    this.#onDidChange.dispose();
    this.#onDidConnect.dispose();
  }

  /** Resolves with what ended the connection. */
  async #stayOnline(engine: Engine): Promise<unknown> {
    const session = linkedAbort(this.#closing.signal);
    let ended: (error: unknown) => void = () => {};
    const end = new Promise<unknown>((resolve) => {
      ended = resolve;
    });
    const live: LiveEngine = {
      engine,
      signal: session.signal,
      lost: ended,
      identified: (id) => {
        const state = this.#state;
        if (state.kind === "online" && this.#live === live)
          this.#setState({ ...state, engine: { ...state.engine, id } });
      },
    };
    this.#live = live;
    this.#lastError = undefined;
    this.#setState({ kind: "online", engine: engine.info, latency: engine.latency, since: this.#around.now() });
    this.#onDidConnect.fire(live);
    try {
      return await Promise.race([end, this.#pingWhenSilent(engine, session.signal)]);
    } finally {
      this.#live = undefined;
      session.abort();
      session.dispose();
      engine.dispose();
    }
  }

  /** Resolves with the error once the engine stopped answering. Rejects with Cancelled when the session ends. */
  async #pingWhenSilent(engine: Engine, signal: AbortSignal): Promise<unknown> {
    const { now, timings } = this.#around;
    let unanswered = 0;
    for (;;) {
      await delay(Math.max(timings.silence - (now() - engine.lastHeard), timings.silence / 10), signal);
      if (now() - engine.lastHeard < timings.silence) continue;
      try {
        while (unanswered < 2) {
          try {
            await engine.queries.ping(timings.ping, signal);
            unanswered = 0;
            break;
          } catch (error) {
            unanswered += 1;
            const slow = isError(error, "HostUnreachable") && error.reason === "timeout";
            if (!slow || unanswered === 2) throw error;
          }
        }
      } catch (error) {
        return error;
      }
    }
  }

  #sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#closing.signal.aborted) this.#wake();
    });
  }

  #setState(state: HostState): void {
    this.#state = state;
    this.#onDidChange.fire(state);
  }
}
