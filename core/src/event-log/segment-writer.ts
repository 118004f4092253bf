import { type FileHandle, mkdir, open, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { StoreUnusable } from "../errors/errors.ts";
import { errorCode, type StorageProblem, unusable } from "../storage/storage-problem.ts";
import { headerLine, segmentName } from "./segment-format.ts";

/** One group commit in so many milliseconds, unless somebody waits for one. */
const commitEvery = 50;
const retryAfter = 1_000;
/** A segment that is so big, or so old, is left for the next one: whole segments go when they are too old. */
const SEGMENT_BYTES = 4 << 20;
const SEGMENT_AGE = 86_400_000;
/** What is held back while the disk refuses; beyond it the oldest go, and it is said how many. */
const maxHeld = 100_000;

export interface SegmentWriterOptions {
  /** The folder of the segments. */
  readonly folder: string;
  readonly clock: () => number;
  readonly onProblem: (problem: StorageProblem) => void;
  /** The name of the segment that grew. */
  readonly onCommit: (segment: string) => void;
  /** A segment was left for a new one. */
  readonly onRotate?: () => void;
}

interface QueuedLine {
  readonly text: string;
  readonly waiter?: { resolve(): void; reject(error: StoreUnusable): void };
}

interface OpenSegment {
  readonly handle: FileHandle;
  readonly path: string;
  readonly since: number;
  /** Bytes that are known to be on the disk and whole. */
  size: number;
}

/** Writes this process's segment: lines queue in memory, one write and one fdatasync for all of them at a time. */
export class SegmentWriter {
  readonly #options: SegmentWriterOptions;
  #queue: QueuedLine[] = [];
  #segment: OpenSegment | undefined;
  #committing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lost = 0;
  #failing = false;
  #closed = false;

  constructor(options: SegmentWriterOptions) {
    this.#options = options;
  }

  /** The name of the segment that is being written. */
  get segment(): string | undefined {
    return this.#segment === undefined ? undefined : basename(this.#segment.path);
  }

  append(text: string): void {
    if (this.#closed) throw this.#closedError();
    this.#queue.push({ text });
    this.#dropBeyondLimit();
    if (!this.#committing) this.#commitIn(commitEvery);
  }

  /**
   * Resolves when the line is on the disk. Rejects with StoreUnusable when the disk refused it; the line is held all the
   * same and written when the disk takes it again.
   */
  appendDurable(text: string): Promise<void> {
    if (this.#closed) return Promise.reject(this.#closedError());
    return new Promise((resolve, reject) => {
      this.#queue.push({ text, waiter: { resolve, reject } });
      void this.flush();
    });
  }

  /** One attempt to bring everything that was appended before onto the disk; failures go to the waiters and `onProblem`. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#committing ??= this.#commitAll();
    await this.#committing;
  }

  async dispose(): Promise<void> {
    this.#closed = true;
    await this.flush();
    await this.flush(); // what came in during the last commit of a run that had failed
    clearTimeout(this.#timer);
    this.#lost += this.#queue.length;
    this.#queue = [];
    this.#reportLost();
    await this.#segment?.handle.close();
    this.#segment = undefined;
  }

  async #commitAll(): Promise<void> {
    await null; // lines that are appended in one go get one commit
    while (this.#queue.length > 0) {
      const batch = this.#queue;
      this.#queue = [];
      try {
        await this.#commit(batch.map((line) => line.text).join(""));
      } catch (cause) {
        const error = await this.#holdBack(batch, cause);
        this.#committing = undefined; // before anybody hears: who tries again at once gets an attempt of its own
        for (const line of batch) line.waiter?.reject(error);
        return;
      }
      for (const line of batch) line.waiter?.resolve();
      this.#failing = false;
      this.#reportLost();
    }
    this.#committing = undefined;
  }

  async #commit(text: string): Promise<void> {
    const segment = this.#segment ?? (await this.#openSegment());
    await segment.handle.appendFile(text);
    await segment.handle.datasync();
    const { size, nlink } = await segment.handle.stat();
    if (nlink === 0) {
      // Deleted under our hands: it would go on taking events that nobody can ever read.
      await this.#abandonSegment();
      return this.#commit(text);
    }
    segment.size = size;
    this.#options.onCommit(basename(segment.path));
    if (size < SEGMENT_BYTES && this.#options.clock() - segment.since < SEGMENT_AGE) return;
    await this.#abandonSegment();
    this.#options.onRotate?.();
  }

  async #openSegment(): Promise<OpenSegment> {
    const { folder, clock } = this.#options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (let start = Math.trunc(clock()); ; start++) {
      const path = join(folder, segmentName(process.pid, start));
      try {
        // "x": two containers that share a volume may have one process id.
        const handle = await open(path, "ax", 0o600);
        const segment = { handle, path, since: clock(), size: 0 };
        this.#segment = segment;
        await handle.appendFile(headerLine);
        await syncFolder(folder);
        return segment;
      } catch (error) {
        if (errorCode(error) !== "EEXIST") throw error;
      }
    }
  }

  async #holdBack(batch: QueuedLine[], cause: unknown): Promise<StoreUnusable> {
    const { folder, onProblem } = this.#options;
    const error = unusable(this.#segment?.path ?? folder, "written", cause);
    this.#queue = [...batch.map(({ text }) => ({ text })), ...this.#queue];
    this.#dropBeyondLimit();
    if (!this.#failing) {
      onProblem({
        path: folder,
        sentence: `${error.message} Events are held in memory and written when it works again.`,
        error,
      });
    }
    this.#failing = true;
    await this.#abandonSegment();
    if (!this.#closed) this.#commitIn(retryAfter).unref();
    return error;
  }

  /**
   * The next attempt goes into a new segment: this one may end in half a line, and after a failed fsync Linux calls the
   * pages clean that it never wrote, so that a second fsync would succeed without them. What is then in both has one id
   * and is read once.
   */
  async #abandonSegment(): Promise<void> {
    const segment = this.#segment;
    this.#segment = undefined;
    if (segment === undefined) return;
    try {
      await segment.handle.close();
      // One that never took a whole commit goes: a full disk would gather one with each attempt.
      if (segment.size === 0) await rm(segment.path, { force: true });
    } catch (cause) {
      const error = unusable(segment.path, "closed", cause);
      this.#options.onProblem({ path: segment.path, sentence: error.message, error });
    }
  }

  #dropBeyondLimit(): void {
    if (this.#queue.length <= maxHeld) return;
    const dropped = this.#queue.splice(0, this.#queue.length - maxHeld);
    this.#lost += dropped.length;
    for (const line of dropped)
      line.waiter?.reject(unusable(this.#options.folder, "written", "too many events wait for it"));
  }

  #reportLost(): void {
    if (this.#lost === 0) return;
    const { folder, onProblem } = this.#options;
    onProblem({
      path: folder,
      sentence: `${this.#lost} events were lost, since ${folder} could not be written.`,
      lines: this.#lost,
    });
    this.#lost = 0;
  }

  #commitIn(milliseconds: number): NodeJS.Timeout {
    this.#timer ??= setTimeout(() => void this.flush(), milliseconds);
    return this.#timer;
  }

  #closedError(): StoreUnusable {
    return new StoreUnusable(`The event log in ${this.#options.folder} is closed.`);
  }
}

/** A new file's name is on the disk only when its folder is. Windows does it by itself and can't open a folder. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
