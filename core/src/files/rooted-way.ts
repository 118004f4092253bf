import { FileRefused, isError, NotFound } from "../errors/errors.ts";
import type { ByteRange, ContainerFile, Expectation, FileStat } from "../model/container-file.ts";
import { isWithin, parentPath } from "../model/file-path.ts";
import type { FileContent, FileWay, Listing, OpenedFile } from "./file-way.ts";

/** A volume by a container that has it at `root`: its own paths, and no link leads out of it. */
export class RootedWay implements FileWay {
  readonly #way: FileWay;
  readonly #root: string;

  constructor(way: FileWay, root: string) {
    this.#way = way;
    this.#root = root;
  }

  get name() {
    return this.#way.name;
  }

  list(path: string, signal: AbortSignal): Promise<Listing> {
    return this.#run(async () => {
      await this.#mustBeWithin(path, signal);
      const listing = await this.#way.list(this.#in(path), signal);
      return { ...listing, entries: listing.entries.map((entry) => this.#out(entry)) };
    });
  }

  stat(path: string, signal: AbortSignal): Promise<FileStat> {
    return this.#run(async () => {
      await this.#mustBeWithin(parentPath(path), signal);
      return this.#outStat(await this.#way.stat(this.#in(path), signal));
    });
  }

  read(path: string, range: ByteRange | undefined, signal: AbortSignal): Promise<OpenedFile> {
    return this.#run(async () => {
      await this.#mustBeWithin(path, signal);
      return this.#way.read(this.#in(path), range, signal);
    });
  }

  tar(path: string, signal: AbortSignal): Promise<AsyncGenerator<Buffer>> {
    return this.#run(async () => {
      await this.#mustBeWithin(path, signal);
      return this.#way.tar(this.#in(path), signal);
    });
  }

  write(path: string, content: FileContent, expected: Expectation, signal: AbortSignal): Promise<FileStat> {
    return this.#run(async () => {
      await this.#mustBeWithin(parentPath(path), signal);
      await this.#mustBeWithin(path, signal, { mayBeMissing: true });
      return this.#outStat(await this.#way.write(this.#in(path), content, expected, signal));
    });
  }

  makeDirectory(path: string, signal: AbortSignal): Promise<void> {
    return this.#run(async () => {
      await this.#mustBeWithin(parentPath(path), signal);
      await this.#way.makeDirectory(this.#in(path), signal);
    });
  }

  rename(from: string, to: string, signal: AbortSignal): Promise<void> {
    return this.#run(async () => {
      await this.#mustBeWithin(parentPath(from), signal);
      await this.#mustBeWithin(parentPath(to), signal);
      await this.#way.rename(this.#in(from), this.#in(to), signal);
    });
  }

  remove(path: string, signal: AbortSignal): Promise<void> {
    return this.#run(async () => {
      await this.#mustBeWithin(parentPath(path), signal);
      await this.#way.remove(this.#in(path), signal);
    });
  }

  async #mustBeWithin(path: string, signal: AbortSignal, { mayBeMissing = false } = {}): Promise<void> {
    try {
      const { realPath, kind, targetKind } = await this.#way.stat(this.#in(path), signal);
      const deadEnd = kind === "link" && targetKind === undefined;
      if (!isWithin(this.#root, realPath) || (deadEnd && mayBeMissing))
        throw new NotFound(`${path} leads out of the volume.`, "What is there can be seen in a container that has it.");
    } catch (error) {
      if (!mayBeMissing || !isError(error, "NotFound") || error.message.includes("leads out")) throw error;
    }
  }

  #in(path: string): string {
    return path === "/" ? this.#root : `${this.#root}${path}`;
  }

  #outside(path: string): string {
    return path === this.#root ? "/" : isWithin(this.#root, path) ? path.slice(this.#root.length) : path;
  }

  #out<T extends ContainerFile>(file: T): T {
    return { ...file, path: this.#outside(file.path), ...(file.path === this.#root ? { name: "" } : {}) };
  }

  #outStat(stat: FileStat): FileStat {
    return { ...this.#out(stat), realPath: this.#outside(stat.realPath) };
  }

  /** Errors name the volume's own paths. */
  async #run<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (isError(error, "FileRefused"))
        throw new FileRefused(error.reason, this.#outside(error.path), error.message, { cause: error });
      if (isError(error, "NotFound"))
        throw new NotFound(error.message.replaceAll(`${this.#root}/`, "/"), error.hint, { cause: error });
      throw error;
    }
  }
}
