import { Readable } from "node:stream";
import type { ArchiveQueries, ArchiveStat } from "../engine/archive-queries.ts";
import type { EngineCommands } from "../engine/engine-commands.ts";
import { FileRefused, isError, NotFound } from "../errors/errors.ts";
import type { ByteRange, Expectation, FileStat } from "../model/container-file.ts";
import { baseName, joinPath, parentPath } from "../model/file-path.ts";
import { archiveKind, archiveMode, archiveTimes, encodedPath } from "./archive-facts.ts";
import { listArchive, withEnds } from "./archive-listing.ts";
import { sameVersion } from "./file-version.ts";
import type { FileContent, FileWay, Listing, OpenedFile } from "./file-way.ts";
import { refusal } from "./refusal.ts";
import { type ReadEntry, readTar } from "./tar-reader.ts";
import { type NewEntry, writeTar } from "./tar-writer.ts";

export interface ArchivePlace {
  /** For the length of the action that was asked for. */
  readonly putArchive: EngineCommands["putArchive"];
  readonly archive: ArchiveQueries;
  readonly container: string;
  readonly now: () => number;
}

/** So much of what is overwritten is kept at hand, to be put back where the new content doesn't fit. */
const KEPT = 64 << 20;

/**
 * Asks the engine alone, which reads and writes tars: for containers that don't run, or have no shell. It works with
 * root's rights. It follows no link at the end of a path, so that is done here, by where the engine says that it leads.
 */
export class ArchiveWay implements FileWay {
  readonly name = "archive";
  readonly #place: ArchivePlace;

  constructor(place: ArchivePlace) {
    this.#place = place;
  }

  async list(path: string, signal: AbortSignal): Promise<Listing> {
    const { real, stat } = await this.#followed(path, signal);
    if (archiveKind(stat) !== "directory") throw new FileRefused("not-directory", path, "not a directory");
    const listing = await this.#words(path, () => listArchive(this.#tar(real, signal), path));
    return withEnds(this.#place.archive.tellsOwners ? listing : withoutOwners(listing), async (link) => {
      const followed = await this.#followed(joinPath(real, link.name), signal);
      return archiveKind(followed.stat);
    });
  }

  async stat(path: string, signal: AbortSignal): Promise<FileStat> {
    const stat = await this.#head(path, signal);
    const kind = archiveKind(stat);
    const end = kind === "link" ? await this.#end(path, signal) : { real: path, stat };
    const endKind = end === undefined ? undefined : archiveKind(end.stat);
    const [header] = await this.#header(path, signal);
    return {
      ...{ name: baseName(path), path, kind, size: stat.size, mode: archiveMode(stat), ...archiveTimes(stat) },
      ...(header === undefined || !this.#place.archive.tellsOwners ? {} : { uid: header.uid, gid: header.gid }),
      ...(kind === "link" && header !== undefined ? { target: header.target } : {}),
      ...(kind === "link" && endKind !== undefined && endKind !== "link" ? { targetKind: endKind } : {}),
      ...(kind === "link" && end !== undefined ? { followed: { size: end.stat.size, ...archiveTimes(end.stat) } } : {}),
      ...{ realPath: end?.real ?? path, writable: true },
    };
  }

  async read(path: string, range: ByteRange | undefined, signal: AbortSignal): Promise<OpenedFile> {
    const { real, stat } = await this.#followed(path, signal);
    this.#mustBeFile(path, stat);
    const { version } = archiveTimes(stat);
    return { size: stat.size, version, bytes: this.#content(path, real, range, signal) };
  }

  async tar(path: string, signal: AbortSignal): Promise<AsyncGenerator<Buffer>> {
    const { real, stat } = await this.#followed(path, signal);
    if (archiveKind(stat) !== "directory") throw new FileRefused("not-directory", path, "not a directory");
    return this.#tar(real, signal);
  }

  async write(path: string, content: FileContent, expected: Expectation, signal: AbortSignal): Promise<FileStat> {
    const known = await this.#present(path, signal);
    if (known === undefined) {
      if (expected.kind === "version") throw new NotFound(`There is no ${path}.`);
      const parent = await this.#followed(parentPath(path), signal);
      if (archiveKind(parent.stat) !== "directory") throw new FileRefused("not-directory", parentPath(path), "");
      // Nobody in the container says whose it is to be: whose the directory is.
      const [owner] = await this.#header(parent.real, signal);
      const facts = { mode: content.mode ?? 0o644, uid: owner?.uid ?? 0, gid: owner?.gid ?? 0 };
      await this.#put(joinPath(parent.real, baseName(path)), content, facts, signal);
      return this.stat(path, signal);
    }
    const { real, stat } = known;
    this.#mustBeFile(path, stat);
    if (expected.kind === "new") throw new FileRefused("exists", path, "file exists");
    if (expected.kind === "version" && !sameVersion(archiveTimes(stat).version, expected.version))
      throw new FileRefused("changed", path, "Its size or its time is another.");
    const old = await this.#kept(real, stat, signal);
    try {
      await this.#put(real, content, old.facts, signal);
    } catch (error) {
      // The engine takes the old file away before it writes the new one.
      await this.#putBack(real, old);
      throw error;
    }
    return this.stat(path, signal);
  }

  async makeDirectory(path: string, signal: AbortSignal): Promise<void> {
    if ((await this.#present(path, signal)) !== undefined) throw new FileRefused("exists", path, "file exists");
    const parent = await this.#followed(parentPath(path), signal);
    const [owner] = await this.#header(parent.real, signal);
    const facts = { mode: 0o755, uid: owner?.uid ?? 0, gid: owner?.gid ?? 0 };
    const entry = { path: baseName(path), kind: "directory", size: 0, ...facts, modified: this.#seconds() } as const;
    await this.#words(path, () => this.#unpack(parent.real, [entry], signal));
  }

  async rename(from: string): Promise<void> {
    throw new FileRefused("needs-running", from, "The engine has no call that renames a file.");
  }

  async remove(path: string): Promise<void> {
    throw new FileRefused("needs-running", path, "The engine has no call that removes a file.");
  }

  async *#content(
    path: string,
    real: string,
    range: ByteRange | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<Buffer> {
    const { from, count } = range ?? { from: 0, count: Number.POSITIVE_INFINITY };
    for await (const entry of this.#entry(real, signal)) {
      if (entry.kind !== "file")
        throw new FileRefused(entry.kind === "directory" ? "is-directory" : "no-file", path, "");
      let at = 0;
      for await (const part of entry.content()) {
        const cut = part.subarray(Math.max(0, from - at), Math.max(0, from + count - at));
        if (cut.length > 0) yield cut;
        at += part.length;
        if (at >= from + count) return;
      }
      return;
    }
  }

  async #put(
    path: string,
    content: FileContent,
    facts: Pick<NewEntry, "mode" | "uid" | "gid">,
    signal: AbortSignal,
  ): Promise<void> {
    const entry: NewEntry = {
      ...{ path: baseName(path), kind: "file", size: content.size, modified: this.#seconds(), ...facts },
      content: content.open(),
    };
    await this.#words(path, () => this.#unpack(parentPath(path), [entry], signal));
  }

  async #unpack(directory: string, entries: readonly NewEntry[], signal: AbortSignal): Promise<void> {
    const { putArchive, container } = this.#place;
    await putArchive(container, encodedPath(directory), Readable.from(writeTar(entries)), signal);
  }

  /** Owner and mode of what is to be overwritten, and its content where that is not too much. */
  async #kept(real: string, stat: ArchiveStat, signal: AbortSignal): Promise<Kept> {
    for await (const entry of this.#entry(real, signal)) {
      const { uid, gid } = this.#place.archive.tellsOwners ? entry : await this.#exportedOwner(real, signal);
      const facts = { mode: entry.mode, uid, gid, modified: entry.modified };
      if (stat.size > KEPT) return { facts };
      const parts: Buffer[] = [];
      for await (const part of entry.content()) parts.push(part);
      return { facts, content: Buffer.concat(parts) };
    }
    return { facts: { mode: archiveMode(stat), uid: 0, gid: 0, modified: this.#seconds() } };
  }

  /** Looks through all of the container, as far as the file. */
  async #exportedOwner(real: string, signal: AbortSignal): Promise<Pick<NewEntry, "uid" | "gid">> {
    const { archive, container } = this.#place;
    for await (const { path, uid, gid } of readTar(archive.export(container, signal)))
      if (path.replace(/^(\.?\/)?/, "/") === real) return { uid, gid };
    throw new FileRefused("owner-unknown", real, "The engine doesn’t tell its owner.");
  }

  /** It may fail as the new one did; that one's error is what is told. */
  async #putBack(real: string, { facts, content }: Kept): Promise<void> {
    if (content === undefined) return;
    const entry = {
      path: baseName(real),
      kind: "file",
      size: content.length,
      ...facts,
      content: once(content),
    } as const;
    await this.#unpack(parentPath(real), [entry], AbortSignal.timeout(30_000)).catch(() => {});
  }

  #mustBeFile(path: string, stat: ArchiveStat): void {
    const kind = archiveKind(stat);
    if (kind === "directory") throw new FileRefused("is-directory", path, "is a directory");
    if (kind !== "file") throw new FileRefused("no-file", path, "no regular file");
  }

  async #present(path: string, signal: AbortSignal): Promise<Followed | undefined> {
    try {
      return await this.#followed(path, signal);
    } catch (error) {
      if (isError(error, "NotFound")) return undefined;
      throw error;
    }
  }

  /** What a path leads to; nothing where a link leads nowhere. */
  async #end(path: string, signal: AbortSignal): Promise<Followed | undefined> {
    try {
      return await this.#followed(path, signal);
    } catch (error) {
      if (isError(error, "NotFound") || isError(error, "FileRefused")) return undefined;
      throw error;
    }
  }

  async #followed(path: string, signal: AbortSignal): Promise<Followed> {
    const stat = await this.#head(path, signal);
    if (archiveKind(stat) !== "link") return { real: path, stat };
    const real = stat.linkTarget;
    const end = await this.#head(real, signal);
    // The engine follows a link to its end: what is one still goes round.
    if (archiveKind(end) === "link") throw new FileRefused("circle", path, "too many links");
    return { real, stat: end };
  }

  #head(path: string, signal: AbortSignal): Promise<ArchiveStat> {
    const { archive, container } = this.#place;
    return this.#words(path, () => archive.stat(container, encodedPath(path), signal));
  }

  /** The first entry of its tar, where there is one. */
  async #header(path: string, signal: AbortSignal): Promise<readonly [ReadEntry] | readonly []> {
    for await (const entry of this.#entry(path, signal)) return [entry];
    return [];
  }

  /** One at most, and its content while it is looked at. */
  async *#entry(path: string, signal: AbortSignal): AsyncGenerator<ReadEntry> {
    for await (const entry of readTar(this.#tar(path, signal))) {
      yield entry;
      return;
    }
    // Of a file whose name is no UTF-8 the engine (20.10) sends an empty tar, and of its directory a whole one.
    for await (const entry of readTar(this.#tar(parentPath(path), signal))) {
      const parts = entry.path.replace(/^\//, "").split("/");
      if (parts.length !== 2 || parts[1] !== baseName(path)) continue;
      yield entry;
      return;
    }
  }

  #tar(path: string, signal: AbortSignal): AsyncGenerator<Buffer> {
    return this.#place.archive.read(this.#place.container, encodedPath(path), signal);
  }

  /** The engine's words about a file as an error about the file. */
  async #words<T>(path: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (isError(error, "NotFound") && !/no such container/i.test(error.message))
        throw refusal(path, "no such file or directory");
      if (isError(error, "EngineError")) throw refusal(path, error.message);
      throw error;
    }
  }

  #seconds(): number {
    return Math.floor(this.#place.now() / 1000);
  }
}

interface Followed {
  readonly real: string;
  readonly stat: ArchiveStat;
}

interface Kept {
  readonly facts: Pick<NewEntry, "mode" | "uid" | "gid" | "modified">;
  readonly content?: Buffer;
}

async function* once(content: Buffer): AsyncGenerator<Buffer> {
  yield content;
}

function withoutOwners({ entries, ...listing }: Listing): Listing {
  return { ...listing, entries: entries.map(({ uid: _uid, gid: _gid, ...entry }) => entry) };
}
