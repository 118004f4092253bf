import { join } from "node:path";
import { isError, StoreUnusable } from "../../errors/errors.ts";
import { delay } from "../../lifetime/abort.ts";
import type { Container } from "../../model/container.ts";
import { type HostRecording, RECORDED_CONTAINERS, RECORDED_WHERE_FEW } from "../../model/stats-recording.ts";
import { takeFreeLock } from "../../storage/file-lock.ts";
import type { StorageProblem } from "../../storage/storage-problem.ts";
import { Cascade } from "./cascade.ts";
import type { Level } from "./levels.ts";
import { levels } from "./levels.ts";
import { LinesQueue } from "./lines-queue.ts";
import { type ContainersParts, RecordedContainers } from "./recorded-containers.ts";
import type { ReadPoint, SegmentFiles } from "./segment-files.ts";

export interface RecordingTimings {
  /** Milliseconds between two looks whether another window still records. */
  readonly lease: number;
  /** Milliseconds between two writes. */
  readonly write: number;
}

export const usualRecordingTimings: RecordingTimings = { lease: 3_000, write: 10_000 };

export interface HostRecorderParts extends ContainersParts {
  readonly folder: string;
  readonly files: SegmentFiles;
  /** Of this host, by name, those that may use something. */
  readonly alive: () => readonly Container[];
  /** Undefined while the host is away. */
  readonly fewConnections: () => boolean | undefined;
  readonly report: (problem: StorageProblem) => void;
  readonly onDidChange: () => void;
  readonly timings: RecordingTimings;
}

type Standing = Omit<HostRecording, "host" | "on">;

/** Records one host for as long as it lives, while no other window does: the one that holds the lease. */
export class HostRecorder {
  readonly #parts: HostRecorderParts;
  readonly #closing = new AbortController();
  readonly #queue = new LinesQueue();
  readonly #running: Promise<void>;
  #standing: Standing = { standing: "starting", containers: 0, left: 0 };
  #told: string | undefined;
  #few = false;
  #writing: Promise<void> = Promise.resolve();
  #containers: RecordedContainers | undefined;

  constructor(parts: HostRecorderParts) {
    this.#parts = parts;
    this.#running = this.#run(this.#closing.signal);
  }

  get standing(): Standing {
    return this.#standing;
  }

  /** What waits for the disk. */
  pending(level: Level): readonly ReadPoint[] {
    return this.#queue.of(level);
  }

  /** The containers of the host are others now. */
  reconcile(): void {
    if (this.#containers === undefined) return;
    const alive = this.#parts.alive();
    this.#few = this.#parts.fewConnections() ?? this.#few;
    const most = this.#few ? RECORDED_WHERE_FEW : RECORDED_CONTAINERS;
    this.#containers.follow(alive, most);
    const left = Math.max(0, alive.length - most);
    this.#stand({ ...this.#standing, containers: this.#containers.size, left });
  }

  /** Writes what there is. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { folder, files, timings } = this.#parts;
    while (!signal.aborted) {
      try {
        const lease = await takeFreeLock(join(folder, "recording"));
        if (lease === undefined) this.#stand({ standing: "elsewhere", containers: 0, left: 0 });
        else
          try {
            if ((await files.newerVersion()) !== undefined)
              throw new StoreUnusable(`${folder} was written by a newer Quayside. Update Quayside.`);
            await this.#record(lease.stillOurs, signal);
          } finally {
            await lease.release();
          }
      } catch (error) {
        this.#fail(error);
      }
      await delay(timings.lease, signal).catch(() => {}); // it is over, which the loop sees
    }
  }

  /** Until it is closed, or the lease is another window's. */
  async #record(stillOurs: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
    const { now, timings } = this.#parts;
    const cascade = new Cascade((level, series, point) => this.#queue.add(level, series, point));
    await this.#recover(cascade, signal);
    const containers = new RecordedContainers(this.#parts);
    this.#containers = containers;
    this.#stand({ standing: "here", containers: 0, left: 0 });
    this.reconcile();
    let before = Math.floor(now() / 1000) * 1000;
    const seconds = setInterval(() => {
      const time = Math.floor(now() / 1000) * 1000;
      // A timer that comes twice in a second, or late: what isn't seen is a gap.
      if (time === before) return;
      before = time;
      for (const [series, point] of containers.second(time)) cascade.add(series, point);
      cascade.end(time);
    }, 1000);
    try {
      while (!signal.aborted && (await stillOurs())) {
        await this.write();
        await delay(timings.write, signal).catch(() => {}); // it is over, which the loop sees
      }
      if (await stillOurs()) await this.write();
    } finally {
      clearInterval(seconds);
      this.#containers = undefined;
      containers.dispose();
    }
  }

  /** What is queued goes onto the disk; what that refuses is told once, and waits. */
  write(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      try {
        await this.#queue.write((level, text) => this.#parts.files.append(level, text));
        if (this.#told === undefined) return;
        this.#told = undefined;
        const { problem: _, ...standing } = this.#standing;
        this.#stand({ ...standing, standing: "here" });
      } catch (error) {
        this.#fail(error);
      }
    });
    return this.#writing;
  }

  /**
   * The window that recorded before may have been killed: steps that had ended, and were not written yet, are made of
   * the finer ones, and those that go on are taken up.
   */
  async #recover(cascade: Cascade, signal: AbortSignal): Promise<void> {
    const { files, now } = this.#parts;
    for (const [index, level] of levels.entries()) {
      const finer = levels[index - 1];
      if (finer === undefined) continue;
      let last = Number.NEGATIVE_INFINITY;
      for await (const points of files.read(level, now() - level.kept, undefined, signal))
        for (const { point } of points) last = Math.max(last, point.time);
      const since = Math.max(last + level.step, now() - finer.kept);
      const parts: ReadPoint[] = [];
      for await (const points of files.read(finer, since, undefined, signal)) parts.push(...points);
      // What is not on the disk yet was made of coarser gaps just now.
      for (const part of this.#queue.of(finer)) if (part.point.time >= since) parts.push(part);
      parts.sort((a, b) => a.point.time - b.point.time);
      for (const { series, point } of parts) cascade.feed(index, series, point);
      cascade.end(now());
    }
  }

  #fail(error: unknown): void {
    if (isError(error, "Cancelled")) return;
    const sentence = error instanceof Error ? error.message : String(error);
    this.#stand({ ...this.#standing, standing: "failed", problem: sentence });
    if (this.#told === sentence) return;
    this.#told = sentence;
    this.#parts.report({
      path: this.#parts.folder,
      sentence: `${sentence} What containers use is not recorded meanwhile, but for the last minutes.`,
      ...(isError(error, "StoreUnusable") ? { error } : {}),
    });
  }

  #stand(standing: Standing): void {
    if (JSON.stringify(standing) === JSON.stringify(this.#standing)) return;
    this.#standing = standing;
    this.#parts.onDidChange();
  }
}
