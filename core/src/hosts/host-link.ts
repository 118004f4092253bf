import { isDeepStrictEqual } from "node:util";
import type { Dialer } from "../engine/dialer.ts";
import { type Engine, openEngine } from "../engine/engine.ts";
import type { EngineIdentity } from "../engine/engine-identity.ts";
import { describeError } from "../errors/describe-error.ts";
import { isError } from "../errors/errors.ts";
import { delay, linkedAbort } from "../lifetime/abort.ts";
import type { Disposable } from "../lifetime/disposable.ts";
import { Emitter } from "../lifetime/emitter.ts";
import type { HostConfig, HostState } from "../model/host.ts";
import { type HostReach, ownReach } from "./host-reach.ts";
import { isPrepared, type PreparedDialer } from "./prepared-dialer.ts";
import type { LoginContext } from "./ssh/login-context.ts";
import { type HostTimings, retryDelay } from "./timings.ts";
import { whenToRetry } from "./when-to-retry.ts";

/** Milliseconds for an answer after the network changed, where the old connection may be gone. */
const LOOK = 2_000;

/** One connection to an engine, from its first answer until it is lost. */
export interface LiveEngine {
  readonly engine: Engine;
  /** Aborts when the connection is lost or given up. */
  readonly signal: AbortSignal;
  /** For who reads the events: the stream broke, so the connection is lost. */
  lost(error: unknown): void;
  /** What the engine says of itself, learned after the first answer; the host's id stands in for an empty one. */
  identified(identity: EngineIdentity): void;
}

export interface LinkSurroundings {
  readonly now: () => number;
  readonly random: () => number;
  readonly timings: HostTimings;
  /** `attended`: a person waits for it, and can be asked. */
  readonly loginFor: (host: Pick<HostConfig, "id" | "name">, attended: boolean, signal: AbortSignal) => LoginContext;
}

/** Keeps one host connected: connects, pings a silent connection, and after a failure tries again, ever more slowly. */
export class HostLink implements Disposable {
  /** Its name and access level may change while it is connected, its connection not. */
  config: HostConfig;
  readonly #dialer: Dialer;
  readonly #around: LinkSurroundings;
  readonly #closing = new AbortController();
  readonly #onDidChange = new Emitter<HostState>();
  readonly #onDidConnect = new Emitter<LiveEngine>();
  #state: HostState;
  #live: LiveEngine | undefined;
  #lastError: unknown;
  #wake: () => void = () => {};
  /** Ends a try that may wait for what is gone, and begins the next. */
  #tryAnew: () => void = () => {};
  /** A person asked for the next try. */
  #attended = false;

  readonly onDidChange = this.#onDidChange.event;
  readonly onDidConnect = this.#onDidConnect.event;

  constructor(config: HostConfig, dialer: Dialer, around: LinkSurroundings) {
    this.config = config;
    this.#dialer = dialer;
    this.#around = around;
    this.#state = { kind: config.disabled === true ? "disabled" : "connecting" };
  }

  get state(): HostState {
    return this.#state;
  }

  /** There exactly while the state is online. */
  get live(): LiveEngine | undefined {
    return this.#live;
  }

  /** Undefined where the host's machine can't be reached beside its engine. */
  get reach(): HostReach | undefined {
    if (isPrepared(this.#dialer)) return this.#dialer.reach;
    // Elsewhere than on Linux the engine runs in a virtual machine, whose networks are its own.
    return this.config.connection.kind === "unix" && process.platform === "linux" ? ownReach : undefined;
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
      const session = linkedAbort(this.#closing.signal);
      let engine: Engine | undefined;
      let error: unknown;
      const attended = this.#attended;
      this.#attended = false;
      // One that a person is busy with is left alone.
      let anew = false;
      this.#tryAnew = () => {
        if (attended) return;
        anew = true;
        session.abort();
      };
      try {
        if (isPrepared(this.#dialer))
          await this.#dialer.prepare({ context: this.#around.loginFor(this.config, attended, session.signal) });
        engine = await openEngine(
          { host: this.config.id, dialer: this.#dialer, deadline: timings.connect, now },
          session.signal,
        );
        const connected = now();
        this.#tryAnew = () => {};
        error = await this.#stayOnline(engine, session.signal);
        lastSeen = engine.lastHeard;
        // A connection that is lost as soon as it is there is a failure like the others.
        if (lastSeen - connected > timings.longestRetry) failures = 0;
      } catch (failure) {
        error = failure;
      }
      this.#tryAnew = () => {};
      failures += 1;
      const wait = anew ? 0 : whenToRetry(error, retryDelay(failures, timings, random), timings);
      if (!this.#closing.signal.aborted && !anew)
        this.#lost(error, lastSeen, wait === undefined ? undefined : now() + wait);
      // What doesn't answer any more is not asked again: the next try makes a new connection.
      if (isPrepared(this.#dialer) && isError(error, "HostUnreachable") && error.reason === "timeout")
        this.#dialer.drop();
      session.abort();
      session.dispose();
      engine?.dispose();
      await this.#sleep(wait);
    }
  }

  /** Tries again now, where it waits for its next try. `attended`: for a person, who can be asked. */
  retry(attended: boolean): void {
    this.#attended ||= attended;
    this.#wake();
  }

  /** Tries again now where it waits, and asks at once whether a connection still holds. */
  lookAgain(): void {
    const { live } = this;
    this.#tryAnew();
    if (live === undefined) this.#wake();
    else live.engine.queries.ping(Math.min(this.#around.timings.ping, LOOK), live.signal).catch(live.lost);
  }

  dispose(): void {
    this.#closing.abort();
    this.#wake();
    if (isPrepared(this.#dialer)) this.#dialer.dispose();
    this.#onDidChange.dispose();
    this.#onDidConnect.dispose();
  }

  /** Resolves with what ended the connection. */
  #stayOnline(engine: Engine, signal: AbortSignal): Promise<unknown> {
    let ended: (error: unknown) => void = () => {};
    const end = new Promise<unknown>((resolve) => {
      ended = resolve;
    });
    const live: LiveEngine = {
      engine,
      signal,
      lost: ended,
      identified: ({ id, machine, time, roundTrip }) => {
        const state = this.#state;
        const clockAhead = time === undefined ? {} : { clockAhead: aheadBy(time, this.#around.now(), roundTrip) };
        if (state.kind === "online" && this.#live === live)
          this.#setState({
            ...state,
            engine: { ...state.engine, id: id || this.config.id },
            machine: { ...machine, ...clockAhead },
          });
        // The first answer also took what a first call takes. If this fails, the silence will show it.
        this.#measure(engine, signal).catch(() => {});
      },
    };
    this.#live = live;
    this.#lastError = undefined;
    const { via, certificate, through = [] } = this.#found;
    this.#setState({
      ...{ kind: "online", engine: engine.info, latency: engine.latency, since: this.#around.now() },
      ...(via === undefined ? {} : { via }),
      ...(through.length === 0 ? {} : { through }),
      ...(certificate === undefined ? {} : { certificate }),
    });
    this.#onDidConnect.fire(live);
    return Promise.race([end, this.#pingWhenSilent(engine, signal)]);
  }

  /** Resolves with the error once the engine stopped answering. Rejects with Cancelled when the session ends. */
  async #pingWhenSilent(engine: Engine, signal: AbortSignal): Promise<unknown> {
    const { now, timings } = this.#around;
    const silentFor = (): number => now() - engine.lastHeard;
    for (let unanswered = 0; ; ) {
      await delay(Math.max(timings.silence - silentFor(), timings.silence / 10), signal);
      this.#lookAtCertificate();
      if (silentFor() < timings.silence) {
        unanswered = 0;
        continue;
      }
      try {
        await engine.queries.ping(timings.ping, signal);
      } catch (error) {
        unanswered += 1;
        const slow = isError(error, "HostUnreachable") && error.reason === "timeout";
        if (!slow || unanswered === 2) return error;
      }
    }
  }

  /** What the dialer learned on the way. */
  get #found(): Partial<Pick<PreparedDialer, "via" | "certificate" | "through">> {
    return isPrepared(this.#dialer) ? this.#dialer : {};
  }

  /** A later connection may have seen another one than the first. */
  #lookAtCertificate(): void {
    const { certificate } = this.#found;
    const state = this.#state;
    if (state.kind !== "online" || certificate === undefined || isDeepStrictEqual(certificate, state.certificate))
      return;
    this.#setState({ ...state, certificate });
  }

  /** The least of a few: the others had to wait for something else on this side. */
  async #measure(engine: Engine, signal: AbortSignal): Promise<void> {
    let latency = engine.latency;
    for (let sample = 0; sample < 5; sample++)
      latency = Math.min(latency, await engine.queries.ping(this.#around.timings.ping, signal));
    const state = this.#state;
    if (state.kind === "online" && this.#live?.engine === engine) this.#setState({ ...state, latency });
  }

  #lost(error: unknown, since: number, nextTry: number | undefined): void {
    this.#live = undefined;
    this.#lastError = error;
    this.#setState({
      kind: "unreachable",
      error: describeError(error, this.config.name),
      since,
      ...(nextTry === undefined ? {} : { nextTry }),
    });
  }

  /** Until a person asks, where no time is given. */
  #sleep(milliseconds: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const timer = milliseconds === undefined ? undefined : setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#closing.signal.aborted || this.#attended) this.#wake();
    });
  }

  #setState(state: HostState): void {
    this.#state = state;
    this.#onDidChange.fire(state);
  }
}

/** It was read about in the middle of the round trip. What lies within its half can't be told from no difference. */
function aheadBy(time: number, now: number, roundTrip: number): number {
  const ahead = Math.round(time - (now - roundTrip / 2));
  return Math.abs(ahead) <= roundTrip / 2 ? 0 : ahead;
}
