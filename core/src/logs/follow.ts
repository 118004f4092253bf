import { Cancelled, HostUnreachable, isError } from "../errors/errors.ts";
import { type LinkedAbort, linkedAbort } from "../lifetime/abort.ts";
import { Latch } from "../lifetime/latch.ts";
import type { LogNotice } from "../model/log-line.ts";
import type { Selector } from "../model/ref.ts";
import type { RunState } from "../model/run-state.ts";
import { Cursor } from "./cursor.ts";
import { type HistoryQuery, readHistory } from "./history.ts";
import type { LogEntry } from "./lines.ts";
import type { LogSource, LogTarget, LogTargets } from "./log-source.ts";
import { inParts, type Outbox } from "./outbox.ts";
import { readPast } from "./read-log.ts";
import type { SharedStreams } from "./shared-stream.ts";
import { watchFrom } from "./splice.ts";
import { canonicalTimestamp, epochMilliseconds } from "./timestamp.ts";

export interface FollowParts {
  readonly targets: LogTargets;
  readonly streams: SharedStreams;
  readonly outbox: Outbox;
  readonly now: () => number;
}

/** The container that is followed, and how far. */
interface Followed {
  readonly id: string;
  readonly name: string;
  readonly cursor: Cursor;
  /** What of its history is to be shown; undefined once that has begun. */
  history: HistoryQuery | undefined;
  /** The run that was seen last, by its start; empty where it never ran. */
  run: string | undefined;
  /** That run was read to its end. */
  ended: boolean;
}

type Lines = AsyncIterable<readonly LogEntry[]> | Iterable<readonly LogEntry[]>;

/** Milliseconds until an engine is asked again. A change on the host cuts it short. */
const PAUSE = { shortest: 100, longest: 5000 };
/** A container that was never found is given up when the pause has grown to this. */
const PATIENCE = 1000;

/**
 * Keeps to what a selector means, through its ends and new beginnings, and fills the outbox. Each round looks where
 * things stand, reads what is unread, says what happened, then looks on or waits.
 */
export class Follow {
  readonly #parts: FollowParts;
  readonly #selector: Selector;
  readonly #history: () => HistoryQuery;
  readonly #changes = new Latch();
  #round: LinkedAbort | undefined;
  #followed: Followed | undefined;
  /** A container that is not read any more: it was removed, or its log can't be read. */
  #doneWith: string | undefined;
  #toldRemoved = false;
  #lostAt: number | undefined;
  /** To be said before the first line with a later timestamp. */
  #restart: { readonly after: string; readonly notice: LogNotice } | undefined;
  #pause = PAUSE.shortest;

  /** The history is asked for when its engine is there: its clock may be another. */
  constructor(parts: FollowParts, selector: Selector, history: () => HistoryQuery) {
    this.#parts = parts;
    this.#selector = selector;
    this.#history = history;
  }

  /** Until the signal aborts, then Cancelled. EngineError for what the engine refuses. */
  async run(signal: AbortSignal): Promise<never> {
    const listening = this.#parts.targets.onDidChange((host) => this.#changed(host));
    try {
      for (;;) {
        const round = linkedAbort(signal);
        this.#round = round;
        try {
          if (signal.aborted) throw new Cancelled();
          await this.#goRound(round.signal);
        } catch (error) {
          if (signal.aborted) throw error;
          await this.#failed(round.signal.aborted ? round.signal.reason : error, signal);
        } finally {
          round.dispose();
        }
      }
    } finally {
      listening.dispose();
    }
  }

  #changed(id: string): void {
    if (id !== this.#selector.host) return;
    const host = this.#parts.targets.host(id);
    // A stream of an engine that hangs just stays silent: that the host is lost is only seen from outside.
    if (host?.kind === "unreachable") this.#round?.abort(new HostUnreachable("connection-lost", id, host.reason));
    this.#changes.set();
  }

  async #goRound(signal: AbortSignal): Promise<void> {
    const host = this.#parts.targets.host(this.#selector.host);
    const target = host?.kind === "online" ? this.#find() : undefined;
    // What was made just now may not be in the inventory yet.
    if (host?.kind === "online" && target === undefined && this.#followed === undefined && this.#pause < PATIENCE) {
      return this.#rest(signal);
    }
    if (host?.kind === "unreachable") this.#lost(host.reason);
    else if (host?.kind !== "connecting" && target === undefined) this.#removed();
    if (host?.kind !== "online" || target === undefined || target.id === this.#doneWith)
      return this.#changes.wait(signal);

    const followed = this.#followed?.id === target.id ? this.#followed : this.#begin(target);
    if (followed.ended && !target.running) await this.#changes.wait(signal);
    else await this.#readOn(host.source, followed, signal);
  }

  async #readOn(source: LogSource, followed: Followed, signal: AbortSignal): Promise<void> {
    const { targets, outbox, streams, now } = this.#parts;
    const ref = { host: this.#selector.host, id: followed.id };
    const state = await targets.inspect(ref, signal);
    this.#reconnected();
    const sameRun = followed.run === state.startedAt;
    // The inventory may hear of an end later than the log does; an engine, or something before it, may end a stream
    // though the container runs on.
    if (sameRun && (followed.ended ? !state.running : state.running)) await this.#rest(signal);
    if (sameRun && followed.ended && !state.running) return;
    if (followed.run && !sameRun) this.#restarted(followed, state);
    followed.run = state.startedAt;
    followed.ended = false;

    const place = { source, ref, tty: state.tty, complete: !state.running };
    const fill = (read: Lines) => this.#fill(followed, read, signal);
    const { history, cursor } = followed;
    const later: LogEntry[] = [];
    if (history !== undefined) await fill(readHistory(place, history, cursor, signal));
    else if (state.running) await fill(readPast(place, cursor, false, signal));
    else await fill(upTo(state.finishedAt, readPast(place, cursor, false, signal), later));
    // Stamped after the end of the run: waited in its pipe, or a new run has begun since the engine was asked.
    if (later.length > 0 && (await targets.inspect(ref, signal)).startedAt !== state.startedAt) return;
    await fill([later]);
    followed.history = undefined;
    this.#sayRestart();
    outbox.reachedPresent();
    if (state.running) {
      const from = now();
      await watchFrom(streams, place, cursor, outbox, fill, signal);
      if (now() - from > PAUSE.longest) this.#pause = PAUSE.shortest;
    } else {
      followed.ended = true;
      const { finishedAt, exitCode } = state;
      const at = epochMilliseconds(finishedAt);
      if (finishedAt !== "") outbox.notice({ kind: "ended", at, ...(exitCode === undefined ? {} : { exitCode }) });
    }
  }

  /** A container that is known by its id is, once removed, the one that has its name. */
  #find(): LogTarget | undefined {
    const { targets } = this.#parts;
    const found = targets.find(this.#selector);
    if (found !== undefined || this.#followed === undefined || !("id" in this.#selector)) return found;
    return targets.find({ host: this.#selector.host, name: this.#followed.name });
  }

  #begin(target: LogTarget): Followed {
    const isFirst = this.#followed === undefined;
    if (!isFirst) this.#parts.outbox.notice({ kind: "recreated", at: this.#parts.now(), id: target.id });
    const history = isFirst ? this.#history() : {};
    const cursor = new Cursor(history.since);
    this.#followed = { id: target.id, name: target.name, cursor, history, run: undefined, ended: false };
    this.#toldRemoved = false;
    this.#pause = PAUSE.shortest;
    return this.#followed;
  }

  /** Takes over what is read as fast as there is room for it. */
  async #fill(followed: Followed, read: Lines, signal: AbortSignal): Promise<void> {
    const { outbox } = this.#parts;
    for await (const entries of read) {
      for (const part of inParts(entries)) {
        this.#pass(followed, part);
        await outbox.room(signal);
        if (signal.aborted) throw new Cancelled();
      }
    }
  }

  #pass(followed: Followed, entries: readonly LogEntry[]): void {
    const { outbox } = this.#parts;
    followed.history = undefined;
    followed.cursor.advance(entries);
    const restart = this.#restart;
    const split = restart === undefined ? -1 : entries.findIndex(({ timestamp }) => timestamp > restart.after);
    if (split > -1) {
      outbox.push(entries.slice(0, split));
      this.#sayRestart();
    }
    outbox.push(entries.slice(Math.max(split, 0)));
  }

  /**
   * A run's last lines may be stamped after its end (they waited in the pipe), the next one's first before its start
   * (the engine notes that afterwards). Between the two, the middle divides them.
   */
  #restarted(followed: Followed, { startedAt, finishedAt }: RunState): void {
    const at = epochMilliseconds(startedAt);
    const middle = finishedAt === "" || finishedAt > startedAt ? at : (epochMilliseconds(finishedAt) + at) / 2;
    const after = followed.ended ? "" : canonicalTimestamp(new Date(middle).toISOString());
    this.#restart = { after, notice: { kind: "restarted", at } };
    this.#pause = PAUSE.shortest;
  }

  #sayRestart(): void {
    if (this.#restart !== undefined) this.#parts.outbox.notice(this.#restart.notice);
    this.#restart = undefined;
  }

  #removed(): void {
    if (!this.#toldRemoved) this.#parts.outbox.notice({ kind: "removed", at: this.#parts.now() });
    this.#toldRemoved = true;
  }

  #lost(reason: string): void {
    if (this.#lostAt !== undefined) return;
    this.#lostAt = this.#parts.now();
    this.#parts.outbox.notice({ kind: "unreachable", at: this.#lostAt, reason });
  }

  #reconnected(): void {
    if (this.#lostAt === undefined) return;
    this.#parts.outbox.notice({ kind: "reconnected", from: this.#lostAt, to: this.#parts.now() });
    this.#lostAt = undefined;
    this.#pause = PAUSE.shortest;
  }

  async #failed(error: unknown, signal: AbortSignal): Promise<void> {
    if (isError(error, "HostUnreachable")) {
      this.#lost(error.message);
    } else if (isError(error, "NotFound")) {
      this.#removed();
      this.#doneWith = this.#followed?.id;
    } else if (isError(error, "EngineError") && isUnreadable(error.message)) {
      this.#parts.outbox.notice({ kind: "unreadable", at: this.#parts.now(), reason: error.message });
      this.#doneWith = this.#followed?.id;
    } else if (!isError(error, "Conflict")) {
      // Conflict: the container is just being removed.
      throw error;
    }
    await this.#rest(signal);
  }

  async #rest(signal: AbortSignal): Promise<void> {
    await this.#changes.wait(signal, this.#pause);
    this.#pause = Math.min(this.#pause * 2, PAUSE.longest);
  }
}

/** What is to be said among the lines where this keeps them from being read once; nothing for what is a failure. */
export function readErrorNotice(error: unknown, at: number): LogNotice | undefined {
  if (isError(error, "HostUnreachable")) return { kind: "unreachable", at, reason: error.message };
  if (isError(error, "NotFound")) return { kind: "removed", at };
  if (isError(error, "EngineError")) return { kind: "unreadable", at, reason: error.message };
  return undefined;
}

/** Status 501 on engine 20.10, 500 on others; the words are the same. */
function isUnreadable(message: string): boolean {
  return /logging driver does not support reading/i.test(message);
}

/** More than a pipe holds: nobody but a new run writes as much after the end of the one before. */
const LATER = 65_536;

/** Puts aside what is stamped later. */
async function* upTo(
  timestamp: string,
  read: AsyncIterable<readonly LogEntry[]>,
  later: LogEntry[],
): AsyncGenerator<readonly LogEntry[]> {
  for await (const entries of read) {
    const split = later.length > 0 ? 0 : entries.findIndex((entry) => entry.timestamp > timestamp);
    if (split === -1) {
      yield entries;
    } else {
      yield entries.slice(0, split);
      for (const entry of entries.slice(split)) later.push(entry);
      if (later.length > LATER) return;
    }
  }
}
