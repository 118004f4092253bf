import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import pLimit from "p-limit";
import type { EngineCommands } from "../engine/engine-commands.ts";
import { describeError } from "../errors/describe-error.ts";
import { Cancelled, isError, NotAllowed, NotFound } from "../errors/errors.ts";
import { onAbort, throwIfAborted } from "../lifetime/abort.ts";
import { allows } from "../model/access.ts";
import type { EventSubject, QuaysideEvent } from "../model/event.ts";
import type { AccessLevel, Host } from "../model/host.ts";

/** Engine calls under way at once on one host; the others wait their turn. */
const AT_ONCE = 8;
/** Of those that last. */
const LASTING_AT_ONCE = 3;

export interface Action {
  readonly host: string;
  readonly subject: EventSubject;
  /** "stop", "remove" … */
  readonly type: string;
  readonly need: AccessLevel;
  /** The same on a command line, where there is one. */
  readonly command?: string;
  /** What else there is to say of it, within the message: "port 80". */
  readonly note?: string;
  /** It takes minutes: only others of its kind wait behind it. */
  readonly lasts?: boolean;
  /** It only looks, and people look at hundreds: nothing but a refusal is recorded. */
  readonly looks?: boolean;
}

/** How something ended that an action had opened. */
export interface Ending {
  /** When it was opened, epoch milliseconds. */
  readonly since: number;
  /** The host's name, which may be gone with it. */
  readonly hostName: string;
  readonly exitCode?: number;
  readonly error?: unknown;
}

export interface GateOptions {
  readonly host: (id: string) => Host | undefined;
  readonly commands: (host: string) => EngineCommands;
  /** Of the container in which Quayside itself runs. */
  readonly isOwn: (containerId: string) => boolean;
  /** Resolves when the event is on the disk. */
  readonly record: (event: QuaysideEvent) => Promise<void>;
  readonly now: () => number;
}

/**
 * The only way to an engine call that changes something: checks the access level, queues, runs, and has the event on
 * the disk before the answer goes out, refusals and failures too.
 */
export class Gate {
  readonly #options: GateOptions;
  readonly #queues = new Map<string, ReturnType<typeof pLimit>>();

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** Rejects with what `run` rejects with, NotFound, NotAllowed, Cancelled, and StoreUnusable: done, but not recorded. */
  async perform<T>(
    action: Action,
    run: (commands: EngineCommands, signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const { now, commands } = this.#options;
    let start = now();
    let result: T;
    try {
      const host = this.#allowed(action);
      result = await this.#inTurn(action, signal, () => {
        start = now();
        return run(commands(host.id), signal);
      });
    } catch (error) {
      // That it could not be recorded is told by the event log; whoever asked hears why it failed.
      await this.#record(action, start, { error, exitCode: 1 }).catch(() => {});
      throw error;
    }
    await this.#record(action, start, { exitCode: 0 });
    return result;
  }

  /**
   * Records that what an action opened is over; nothing is done to the host. That it could not be recorded is told by
   * the event log.
   */
  async ended(action: Action, { since, hostName, exitCode, error }: Ending): Promise<void> {
    await this.#record(action, since, { error, exitCode, hostName }).catch(() => {});
  }

  /** An abort ends the waiting for the turn at once; what runs listens to the signal itself. */
  #inTurn<T>(action: Action, signal: AbortSignal, run: () => Promise<T>): Promise<T> {
    // Hundreds may wait under one signal; Node would warn of a leak.
    setMaxListeners(0, signal);
    return new Promise((resolve, reject) => {
      const waiting = onAbort(signal, () => reject(new Cancelled()));
      this.#queue(action)(() => {
        waiting.dispose();
        throwIfAborted(signal);
        return run();
      }).then(resolve, reject);
    });
  }

  #allowed(action: Action): Host {
    const host = this.#options.host(action.host);
    if (host === undefined) throw new NotFound(`There is no host ${JSON.stringify(action.host)}.`);
    if (action.subject.type === "container" && this.#options.isOwn(action.subject.id))
      throw new NotAllowed("Quayside itself runs in this container.");
    if (allows(host.access, action.need)) return host;
    throw new NotAllowed(`${host.name} is set to “${host.access}”; to ${action.type} takes “${action.need}”.`);
  }

  #queue({ host, lasts = false }: Action): ReturnType<typeof pLimit> {
    const key = lasts ? `${host} lasting` : host;
    let queue = this.#queues.get(key);
    if (queue === undefined) {
      queue = pLimit(lasts ? LASTING_AT_ONCE : AT_ONCE);
      this.#queues.set(key, queue);
    }
    return queue;
  }

  #record(
    action: Action,
    start: number,
    { error, exitCode, hostName }: { [K in keyof Ending]?: Ending[K] | undefined },
  ): Promise<void> {
    const { host, now, record } = this.#options;
    const failed = error !== undefined;
    if (action.looks === true && !isError(error, "NotAllowed")) return Promise.resolve();
    const name = host(action.host)?.name ?? hostName ?? action.host;
    const note = action.note === undefined ? "" : ` (${action.note})`;
    const outcome = failed ? describeError(error, name) : undefined;
    return record({
      id: randomUUID(),
      time: now(),
      host: action.host,
      kind: "action",
      type: action.type,
      level: !failed ? "info" : isError(error, "Cancelled") || isError(error, "NotAllowed") ? "warning" : "error",
      subject: action.subject,
      message: `${action.type} ${action.subject.name}${note} on ${name}${outcome === undefined ? "" : `: ${outcome.title}. ${outcome.detail}`}`,
      duration: now() - start,
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(action.command === undefined ? {} : { command: action.command }),
      ...(outcome === undefined ? {} : { error: outcome.detail }),
    });
  }
}
