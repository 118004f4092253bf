import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { isError, StoreUnusable } from "../errors/errors.ts";
import { orAborted, throwIfAborted } from "../lifetime/abort.ts";
import type { Disposable } from "../lifetime/disposable.ts";
import { Emitter } from "../lifetime/emitter.ts";
import type { EventQuery, QuaysideEvent } from "../model/event.ts";
import { type StorageProblem, unusable } from "../storage/storage-problem.ts";
import { watchFolder } from "../storage/watch-folder.ts";
import { type Retention, removeOld, usualRetention } from "./retention.ts";
import { SegmentFolder } from "./segment-folder.ts";
import { encodeEvent, isSegmentName } from "./segment-format.ts";
import { SegmentWriter } from "./segment-writer.ts";

export interface EventLogOptions {
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** What the person must hear: events can't be written, a file can't be read. Each once, not for every event. */
  readonly onProblem: (problem: StorageProblem) => void;
  readonly retention?: Retention;
}

/** What happened, of all windows, as one log: it stores and finds, nothing else. */
export class EventLog {
  readonly #writer: SegmentWriter;
  readonly #segments: SegmentFolder;
  readonly #appended = new Emitter<readonly QuaysideEvent[]>();
  readonly #folder: string;
  readonly #removeOld: () => Promise<void>;
  readonly #onProblem: (problem: StorageProblem) => void;
  #watch: Disposable | undefined;
  /** Refreshes go one after the other; what is asked for meanwhile is joined. `undefined` in it: all segments. */
  readonly #due = new Set<string | undefined>();
  #refreshing: Promise<void> | undefined;
  #reported: string | undefined;
  #closed = false;

  /** Events that came after `open`, by this window or another, each once, when they are on the disk. */
  readonly onDidAppend = this.#appended.event;

  private constructor(folder: string, { clock, onProblem, retention = usualRetention }: EventLogOptions) {
    this.#folder = folder;
    this.#onProblem = onProblem;
    this.#removeOld = () => removeOld(folder, retention, { now: clock(), own: this.#writer.segment });
    this.#segments = new SegmentFolder(folder, onProblem);
    this.#writer = new SegmentWriter({
      folder,
      clock,
      onProblem,
      onCommit: (segment) => void this.#refresh(segment),
      onRotate: () => void this.#removeOld(),
    });
  }

  /** Opens the log in `storage`/events, removes what is too old, and reads the index. Rejects with StoreUnusable when that folder can't be used. */
  static async open(storage: string, options: EventLogOptions): Promise<EventLog> {
    const folder = join(storage, "events");
    await mkdir(folder, { recursive: true, mode: 0o700 }).catch((cause) => {
      throw unusable(folder, "made", cause);
    });
    const log = new EventLog(folder, options);
    await log.#removeOld();
    await log.#segments.load();
    log.#watch = watchFolder(folder, (name) => {
      if (name === undefined || isSegmentName(name)) void log.#refresh(name);
    });
    void log.#refresh(undefined); // what came between the reading and the watching
    return log;
  }

  /** On the disk within 100 ms; what the disk refuses is told to `onProblem` and held. Throws only after `dispose`. */
  append(event: QuaysideEvent): void {
    this.#writer.append(encodeEvent(event));
  }

  /** Resolves when the event is on the disk, so that no kill can take it back. Rejects with StoreUnusable when it is not. */
  appendDurable(event: QuaysideEvent): Promise<void> {
    return this.#writer.appendDurable(encodeEvent(event));
  }

  /** Newest first; of one millisecond by id. Holds everything that was appended before, here, and all that others wrote. */
  query(query: EventQuery, signal: AbortSignal = new AbortController().signal): Promise<QuaysideEvent[]> {
    return orAborted(this.#query(query, signal), signal);
  }

  /** Files that could not be read, or not wholly. */
  problems(): readonly StorageProblem[] {
    return this.#segments.problems;
  }

  /** Writes what is queued; what can't be written is told to `onProblem`. */
  async dispose(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#watch?.dispose();
    await this.#writer.dispose();
    await this.#refreshing;
    this.#appended.dispose();
  }

  async #query(query: EventQuery, signal: AbortSignal): Promise<QuaysideEvent[]> {
    throwIfAborted(signal);
    if (this.#closed) throw new StoreUnusable("The event log is closed.");
    await this.#writer.flush();
    await this.#refresh(undefined);
    return this.#segments.select(query, signal);
  }

  #refresh(segment: string | undefined): Promise<void> {
    this.#due.add(segment);
    this.#refreshing ??= this.#refreshDue();
    return this.#refreshing;
  }

  /** Never rejects: a folder that can't be read is told to `onProblem`, and what was read of it before stays. */
  async #refreshDue(): Promise<void> {
    await null; // one read for all that is asked for in one go
    while (this.#due.size > 0) {
      const only = this.#due.has(undefined) ? undefined : [...this.#due][0];
      if (only === undefined) this.#due.clear();
      else this.#due.delete(only);
      try {
        const events = await this.#segments.refresh(only);
        this.#reported = undefined;
        if (events.length > 0) this.#appended.fire(events);
      } catch (error) {
        this.#tellOnce(error);
      }
    }
    this.#refreshing = undefined;
  }

  #tellOnce(cause: unknown): void {
    const error = isError(cause, "StoreUnusable") ? cause : unusable(this.#folder, "read", cause);
    if (error.message === this.#reported) return;
    this.#reported = error.message;
    this.#onProblem({ path: this.#folder, sentence: error.message, error });
  }
}
