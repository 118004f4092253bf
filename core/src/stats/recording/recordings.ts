import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Disposable } from "../../lifetime/disposable.ts";
import { Disposables } from "../../lifetime/disposable.ts";
import { Emitter, type Event } from "../../lifetime/emitter.ts";
import { latest } from "../../lifetime/latest.ts";
import type { Container } from "../../model/container.ts";
import { rangeSteps, type StatsHistory, type StatsRange, type StatsScope } from "../../model/stats-history.ts";
import { type StatsPoint, sumPoints } from "../../model/stats-point.ts";
import type { StatsRecording } from "../../model/stats-recording.ts";
import type { StateFile } from "../../storage/state-file.ts";
import type { StorageProblem } from "../../storage/storage-problem.ts";
import { HostRecorder, type RecordingTimings, usualRecordingTimings } from "./host-recorder.ts";
import { type Level, levels } from "./levels.ts";
import { readHistory } from "./read-history.ts";
import type { ContainersParts } from "./recorded-containers.ts";
import { records, recordsAll, type Settings, settingsFile, withRecording } from "./recording-settings.ts";
import { type ReadPoint, SegmentFiles } from "./segment-files.ts";
import { seriesOfScope } from "./series.ts";

export interface RecordingsParts extends ContainersParts {
  /** Quayside's own folder. */
  readonly folder: string;
  /** Ids of the hosts. */
  readonly hosts: () => readonly string[];
  readonly containersOf: (host: string) => readonly Container[];
  /** Undefined while its host is away. */
  readonly fewConnections: (host: string) => boolean | undefined;
  /** Hosts or containers are others now. */
  readonly onDidChange: Event<unknown>;
  readonly report: (problem: StorageProblem) => void;
  readonly timings?: RecordingTimings;
}

/** What containers used, of the hosts for which a person wants it kept: off unless it was switched on. */
export class Recordings implements Disposable {
  readonly #parts: RecordingsParts;
  readonly #held = new Disposables();
  readonly #settingsFile: StateFile<Settings>;
  readonly #changed = this.#held.add(new Emitter<void>());
  readonly #recorders = new Map<string, HostRecorder>();
  readonly #files = new Map<string, SegmentFiles>();
  readonly #closing = new AbortController();
  #ending: Promise<unknown> = Promise.resolve();
  #settings: Settings = {};

  constructor(parts: RecordingsParts) {
    this.#parts = parts;
    this.#settingsFile = this.#held.add(settingsFile(parts.folder, parts.report, parts.now));
    this.#held.add(this.#settingsFile.onDidChange(({ data }) => this.#take(data)));
    this.#held.add(parts.onDidChange(() => this.#reconcile()));
  }

  /** Reads what was chosen. What can't be read is told, and nothing is recorded. */
  async begin(): Promise<void> {
    const { signal } = this.#closing;
    try {
      this.#take((await this.#settingsFile.read(signal)).data);
      await this.#cleanAll();
    } catch (error) {
      if (signal.aborted) return;
      const path = join(this.#parts.folder, "settings.json");
      this.#parts.report({ path, sentence: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Of one host; of all where none is told. Rejects with StoreUnusable where that can't be kept. */
  async record(host: string | undefined, on: boolean, signal: AbortSignal): Promise<void> {
    this.#take(await this.#settingsFile.update((before) => withRecording(before, host, on), signal));
  }

  get state(): StatsRecording {
    return {
      all: recordsAll(this.#settings),
      hosts: this.#parts.hosts().map((host) => {
        const standing = this.#recorders.get(host)?.standing ?? { standing: "off", containers: 0, left: 0 };
        return { host, on: records(this.#settings, host), ...standing };
      }),
    };
  }

  watch(signal: AbortSignal): AsyncGenerator<StatsRecording> {
    return latest(() => this.state, this.#changed.event, signal);
  }

  /** What was recorded, by this Quayside or another window. Errors: Cancelled. */
  async history(of: StatsScope, range: StatsRange, signal: AbortSignal): Promise<StatsHistory> {
    const hosts = of.kind === "all" ? this.#parts.hosts() : [of.host];
    const series = seriesOfScope(of);
    const read = (host: string) =>
      readHistory(
        (level, since, until) => this.#read(host, level, since, series, until),
        range,
        this.#parts.now(),
        signal,
      );
    const each: StatsPoint[][] = [];
    for (const host of hosts) each.push(await read(host));
    return { step: rangeSteps[range].step, points: each.length === 1 ? (each[0] ?? []) : added(each) };
  }

  dispose(): void {
    this.#held.dispose();
  }

  /** Writes what there is, and lets other windows go on. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.dispose();
    for (const recorder of this.#recorders.values()) this.#end(recorder);
    this.#recorders.clear();
    await this.#ending;
  }

  async *#read(
    host: string,
    level: Level,
    since: number,
    series: string,
    signal: AbortSignal,
  ): AsyncGenerator<readonly ReadPoint[]> {
    const recorder = this.#recorders.get(host);
    await recorder?.write();
    yield* this.#filesOf(host).read(level, since, series, signal);
    // What the disk refuses.
    const pending = recorder?.pending(level) ?? [];
    yield pending.filter((one) => one.series === series && one.point.time >= since);
  }

  #take(settings: Settings): void {
    this.#settings = settings;
    this.#reconcile();
    this.#changed.fire();
  }

  #reconcile(): void {
    if (this.#closing.signal.aborted) return;
    const hosts = new Set(this.#parts.hosts());
    for (const [host, recorder] of this.#recorders) {
      if (hosts.has(host) && records(this.#settings, host)) {
        recorder.reconcile();
        continue;
      }
      this.#recorders.delete(host);
      this.#end(recorder);
      this.#changed.fire();
    }
    for (const host of hosts)
      if (records(this.#settings, host) && !this.#recorders.has(host)) this.#recorders.set(host, this.#begin(host));
  }

  #begin(host: string): HostRecorder {
    const { containersOf, fewConnections, timings = usualRecordingTimings, ...parts } = this.#parts;
    return new HostRecorder({
      ...{ ...parts, timings, folder: this.#folderOf(host), files: this.#filesOf(host) },
      alive: () =>
        containersOf(host)
          .filter(({ state }) => state === "running" || state === "paused" || state === "restarting")
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
      fewConnections: () => fewConnections(host),
      onDidChange: () => this.#changed.fire(),
    });
  }

  #end(recorder: HostRecorder): void {
    this.#ending = Promise.all([this.#ending, recorder.close()]);
  }

  #filesOf(host: string): SegmentFiles {
    let files = this.#files.get(host);
    if (files === undefined) {
      const { now, report } = this.#parts;
      files = new SegmentFiles({ folder: this.#folderOf(host), now, report });
      this.#files.set(host, files);
    }
    return files;
  }

  /** An id is letters and digits; whatever it is, it names no other folder. */
  #folderOf(host: string): string {
    return join(this.#parts.folder, "stats", encodeURIComponent(host).replaceAll(".", "%2E"));
  }

  /** What was recorded of hosts that are removed, or not recorded any more, goes when it is too old. */
  async #cleanAll(): Promise<void> {
    const folder = join(this.#parts.folder, "stats");
    const { now, report } = this.#parts;
    // Without the folder nothing was recorded yet.
    for (const name of await readdir(folder).catch(() => [])) {
      const files = new SegmentFiles({ folder: join(folder, name), now, report });
      // A name that is no folder's has nothing to clean.
      for (const level of levels) await files.clean(level).catch(() => {});
    }
  }
}

/** Of several hosts in each step. */
function added(each: readonly (readonly StatsPoint[])[]): StatsPoint[] {
  const byTime = new Map<number, StatsPoint[]>();
  for (const points of each)
    for (const point of points) byTime.set(point.time, [...(byTime.get(point.time) ?? []), point]);
  return [...byTime].sort(([a], [b]) => a - b).map(([time, points]) => sumPoints(time, points));
}
