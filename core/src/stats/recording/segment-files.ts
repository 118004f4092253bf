import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { appendFile, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { throwIfAborted } from "../../lifetime/abort.ts";
import type { StatsPoint } from "../../model/stats-point.ts";
import { errorCode, type StorageProblem, unusable } from "../../storage/storage-problem.ts";
import { LEVEL_BYTES, type Level, levels } from "./levels.ts";
import { decodePoint, HISTORY_VERSION, headerLine, lineStart } from "./point-line.ts";

/** `1min-1767225600000-4711-9f3a.jsonl`: level, beginning, and whose: no two windows write into one file. */
const pattern = /^(1s|10s|1min|10min)-(\d{1,16})-\d+-[0-9a-f]+\.jsonl$/;

export interface SegmentFilesOptions {
  readonly folder: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly report: (problem: StorageProblem) => void;
}

export interface ReadPoint {
  readonly series: string;
  readonly point: StatsPoint;
}

/** What was recorded of one host: files of lines, which are only appended to, and go as a whole when they are too old. */
export class SegmentFiles {
  readonly #options: SegmentFilesOptions;
  /** The files that this process writes, by level. */
  readonly #own = new Map<string, { readonly start: number; readonly name: string }>();
  readonly #told = new Set<string>();

  constructor(options: SegmentFilesOptions) {
    this.#options = options;
  }

  /** Rejects with StoreUnusable; the next attempt is made with a file of its own, since this one may end in half a line. */
  async append(level: Level, text: string): Promise<void> {
    const { folder, now } = this.#options;
    const start = Math.floor(now() / level.segment) * level.segment;
    let own = this.#own.get(level.name);
    const isNew = own === undefined || own.start !== start;
    if (own === undefined || isNew) {
      own = { start, name: `${level.name}-${start}-${process.pid}-${randomBytes(4).toString("hex")}.jsonl` };
      this.#own.set(level.name, own);
    }
    const path = join(folder, own.name);
    try {
      if (isNew) await mkdir(folder, { recursive: true, mode: 0o700 });
      await appendFile(path, isNew ? headerLine + text : text, { mode: 0o600 });
    } catch (cause) {
      this.#own.delete(level.name);
      // A full disk would gather one with each attempt.
      if (isNew) await rm(path, { force: true }).catch(() => {});
      // Its own name is another one at each attempt.
      throw unusable(folder, "written", cause);
    }
    if (isNew) await this.clean(level);
  }

  /** The steps of this level from `since` on, of one series or of all; in no order. */
  async *read(
    level: Level,
    since: number,
    series: string | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<ReadPoint[]> {
    for (const { name, start } of await this.#segments(level)) {
      // A clock that was set back: what is in a file may be of a little before it.
      if (start + 2 * level.segment <= since) continue;
      throwIfAborted(signal);
      for await (const points of this.#readSegment(name, series)) {
        throwIfAborted(signal);
        const wanted = points.filter(({ point }) => point.time >= since);
        if (wanted.length > 0) yield wanted;
      }
    }
  }

  /** The format of a file that a newer Quayside wrote, where there is one. */
  async newerVersion(): Promise<number | undefined> {
    for (const level of levels)
      for (const { name } of await this.#segments(level)) {
        const [first = ""] = await this.#firstLine(name);
        const version = versionOf(first);
        if (version !== undefined && version > HISTORY_VERSION) return version;
      }
    return undefined;
  }

  /** Removes what is too old, and the oldest where it is too much; of a newer format nothing is known. */
  async clean(level: Level, limit: number = LEVEL_BYTES): Promise<void> {
    const { folder, now } = this.#options;
    const oldest = now() - level.kept - level.segment;
    let bytes = 0;
    for (const { name, start } of (await this.#segments(level)).reverse()) {
      const path = join(folder, name);
      bytes += await stat(path).then(
        ({ size }) => size,
        () => 0, // another window removed it
      );
      const isOwn = this.#own.get(level.name)?.name === name;
      if (isOwn || (start >= oldest && bytes <= limit)) continue;
      const [first = ""] = await this.#firstLine(name);
      if ((versionOf(first) ?? 0) > HISTORY_VERSION) continue;
      // On Windows one that is read just now can't be removed; the next time it can.
      await rm(path, { force: true }).catch(() => {});
    }
  }

  /** Oldest first. */
  async #segments(level: Level): Promise<{ readonly name: string; readonly start: number }[]> {
    const names = await readdir(this.#options.folder).catch((error: unknown) => {
      if (errorCode(error) === "ENOENT") return [];
      throw unusable(this.#options.folder, "read", error);
    });
    return names
      .flatMap((name) => {
        const [, of, start] = pattern.exec(name) ?? [];
        return of === level.name ? [{ name, start: Number(start) }] : [];
      })
      .sort((a, b) => a.start - b.start);
  }

  /** In pieces, so that a long file keeps nobody waiting. */
  async *#readSegment(name: string, series: string | undefined): AsyncGenerator<ReadPoint[]> {
    const path = join(this.#options.folder, name);
    const start = series === undefined ? undefined : lineStart(series);
    let rest = "";
    let head = true;
    let bad = 0;
    try {
      for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: 65_536 })) {
        const lines = (rest + chunk).split("\n");
        // What stands behind the last line feed is not whole yet, or never will be.
        rest = lines.pop() ?? "";
        const points: ReadPoint[] = [];
        for (const line of lines) {
          if (head) {
            head = false;
            const version = versionOf(line);
            if (version === undefined) return await this.#setAside(name);
            if (version > HISTORY_VERSION) return this.#tellNewer(path, version);
            continue;
          }
          if (start !== undefined && !line.startsWith(start) && line.startsWith('{"k":"')) continue;
          const point = decodePoint(line);
          if (point === undefined) bad += 1;
          else if (series === undefined || point.series === series) points.push(point);
        }
        yield points;
      }
    } catch (error) {
      // Another window removed what is too old.
      if (errorCode(error) === "ENOENT") return;
      this.#tell(path, unusable(path, "read", error).message);
      return;
    }
    if (head && rest !== "" && !headerLine.startsWith(rest)) await this.#setAside(name);
    if (bad > 0) this.#tell(path, `${path} holds ${bad} lines that are no values: they were skipped.`, bad);
  }

  async #firstLine(name: string): Promise<string[]> {
    try {
      for await (const chunk of createReadStream(join(this.#options.folder, name), { encoding: "utf8", end: 256 }))
        return String(chunk).split("\n");
    } catch {
      // It is read, and told of, when somebody looks at what was recorded.
    }
    return [];
  }

  async #setAside(name: string): Promise<void> {
    const { folder, now } = this.#options;
    const path = join(folder, name);
    const aside = `${path}.corrupt-${new Date(now()).toISOString().replaceAll(":", "-")}`;
    await rename(path, aside).then(
      () => this.#tell(path, `${path} could not be read. It was set aside as ${aside}; what it held is a gap.`),
      (cause: unknown) => this.#tell(path, unusable(path, "set aside", cause).message),
    );
  }

  #tellNewer(path: string, version: number): void {
    this.#tell(
      path,
      `${path} was written by a newer Quayside (format ${version}, this one knows ${HISTORY_VERSION}): what it holds is not shown. Update Quayside.`,
    );
  }

  /** Each file once. */
  #tell(path: string, sentence: string, lines?: number): void {
    if (this.#told.has(path)) return;
    this.#told.add(path);
    this.#options.report({ path, sentence, ...(lines === undefined ? {} : { lines }) });
  }
}

function versionOf(line: string): number | undefined {
  try {
    const { quayside, version } = JSON.parse(line) as Record<string, unknown>;
    return quayside === "stats" && typeof version === "number" ? version : undefined;
  } catch {
    return undefined;
  }
}
