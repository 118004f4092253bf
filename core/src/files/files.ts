import type { Action, Gate } from "../actions/gate.ts";
import { FileRefused, InvalidInput, NotFound } from "../errors/errors.ts";
import type { Disposable } from "../lifetime/disposable.ts";
import { containerNeeds } from "../model/access.ts";
import type { Confirmation } from "../model/confirmation.ts";
import type { Container } from "../model/container.ts";
import {
  type ByteRange,
  type Expectation,
  type FileChange,
  type FilePage,
  type FilePlace,
  type FileStat,
  type LeftOut,
  type NamedPlace,
  OPENED_BYTES,
  type PageRange,
} from "../model/container-file.ts";
import { baseName, fileNameProblem } from "../model/file-path.ts";
import type { Selector } from "../model/ref.ts";
import { changesByPath, marked } from "./changed-files.ts";
import { containerPath } from "./container-path.ts";
import { fileCommands } from "./file-commands.ts";
import { FilePlaces, type FilePlacesOptions } from "./file-places.ts";
import type { FileContent, FileWay, OpenedFile } from "./file-way.ts";
import { Listings } from "./listings.ts";
import { removalQuestion } from "./removal-question.ts";
import { type SafeEntry, safeEntries } from "./safe-entries.ts";
import { VolumeHelpers, type VolumeHelpersOptions } from "./volume-helpers.ts";

export interface FilesOptions extends Omit<FilePlacesOptions, "helpers">, VolumeHelpersOptions {
  readonly gate: Gate;
  readonly hostName: (host: string) => string;
  readonly find: (selector: Selector) => Container | undefined;
}

/** Milliseconds for which what changed since the image is not asked again. */
const CHANGES_KEPT = 5_000;
const CHANGES_OF = 32;

interface KeptChanges {
  readonly at: number;
  readonly changes: Promise<ReadonlyMap<string, FileChange>>;
}

/**
 * The files of containers, running or not, and of volumes. Paths are absolute; what a path holds is told in
 * `ContainerFile`. Errors of all: NotFound, NotAllowed, FileRefused, InvalidInput, HostUnreachable, EngineError,
 * Cancelled.
 */
export class Files implements Disposable {
  readonly #options: FilesOptions;
  readonly #helpers: VolumeHelpers;
  readonly #places: FilePlaces;
  readonly #listings = new Listings();
  readonly #changes = new Map<string, KeptChanges>();

  constructor(options: FilesOptions) {
    this.#options = options;
    this.#helpers = new VolumeHelpers(options);
    this.#places = new FilePlaces({ ...options, helpers: this.#helpers });
  }

  /** NotFound where the host has no container of that name. */
  place({ host, kind, name }: NamedPlace): FilePlace {
    if (kind === "volume") return { host, kind, id: name };
    const container = this.#options.find({ host, name });
    if (container === undefined)
      throw new NotFound(`There is no container ${JSON.stringify(name)} on ${this.#options.hostName(host)}.`);
    return { host, kind, id: container.id };
  }

  /** Whether this container is one that Quayside made to reach a volume. */
  isHelper(container: string): boolean {
    return this.#helpers.isOne(container);
  }

  /** What is in a directory, with marks of what changed since the image. Links are told as links. */
  list(place: FilePlace, path: string, range: PageRange, signal: AbortSignal): Promise<FilePage> {
    const at = containerPath(path);
    const key = JSON.stringify([place.host, place.kind, place.id, at]);
    return this.#listings.page(key, range, async () => {
      const listed = this.#look(place, async (way) => ({ way: way.name, ...(await way.list(at, signal)) }), signal);
      // The one has nothing to do with the other; without marks the list is still one.
      const [listing, changes] = await Promise.all([
        listed,
        place.kind === "volume" ? noChanges : this.changes(place, signal).catch(() => noChanges),
      ]);
      return { ...listing, entries: marked(at, listing.entries, changes) };
    });
  }

  stat(place: FilePlace, path: string, signal: AbortSignal): Promise<FileStat> {
    const at = containerPath(path);
    return this.#look(place, (way) => way.stat(at, signal), signal);
  }

  /** A file's bytes, or a part of them, as they come. Rejects before the first byte where it can't be read. */
  open(place: FilePlace, path: string, range: ByteRange | undefined, signal: AbortSignal): Promise<OpenedFile> {
    const at = containerPath(path);
    return this.#look(place, (way) => way.read(at, range, signal), signal);
  }

  /** A whole file. Rejects with FileRefused "too-big" beyond what editors open. */
  async read(
    place: FilePlace,
    path: string,
    signal: AbortSignal,
    most: number = OPENED_BYTES,
  ): Promise<{ readonly content: Buffer; readonly version: string }> {
    const { version, bytes } = await this.open(place, path, undefined, signal);
    const parts: Buffer[] = [];
    let length = 0;
    // Not by the size: files of /proc tell 0, and one may grow meanwhile.
    for await (const part of bytes) {
      length += part.length;
      if (length > most) throw new FileRefused("too-big", containerPath(path), `It is bigger than ${most >> 20} MB.`);
      parts.push(part);
    }
    return { content: Buffer.concat(parts), version };
  }

  /** Owner and mode of a file that is there are kept; of a link it is what the link leads to. */
  async write(
    place: FilePlace,
    path: string,
    content: FileContent,
    expected: Expectation,
    signal: AbortSignal,
  ): Promise<FileStat> {
    const at = namedPath(path);
    return this.#change(
      place,
      at,
      "write-file",
      fileCommands.write,
      (way) => way.write(at, content, expected, signal),
      signal,
    );
  }

  async makeDirectory(place: FilePlace, path: string, signal: AbortSignal): Promise<void> {
    const at = namedPath(path);
    await this.#change(
      place,
      at,
      "make-directory",
      fileCommands.makeDirectory,
      (way) => way.makeDirectory(at, signal),
      signal,
    );
  }

  /** Nothing gives way: what is at `to` is kept, and it is refused. */
  async rename(place: FilePlace, from: string, to: string, signal: AbortSignal): Promise<void> {
    const [old, wanted] = [namedPath(from), namedPath(to)];
    const command = (name: string, path: string) => fileCommands.rename(name, path, wanted);
    await this.#change(place, old, "rename-file", command, (way) => way.rename(old, wanted, signal), signal);
  }

  /** A directory goes with all that is in it; a link goes alone. */
  async remove(place: FilePlace, path: string, signal: AbortSignal): Promise<void> {
    const at = namedPath(path);
    await this.#change(place, at, "remove-file", fileCommands.remove, (way) => way.remove(at, signal), signal);
  }

  /** The plain files and directories below a directory, for a disk; what else there is, is told to `leftOut`. */
  async *download(
    place: FilePlace,
    path: string,
    leftOut: (entry: LeftOut) => void,
    signal: AbortSignal,
  ): AsyncGenerator<SafeEntry> {
    const at = containerPath(path);
    yield* safeEntries(await this.#look(place, (way) => way.tar(at, signal), signal), leftOut);
  }

  /** What differs from the image, by path. Empty for volumes, which no image knows. */
  async changes({ host, kind, id }: FilePlace, signal: AbortSignal): Promise<ReadonlyMap<string, FileChange>> {
    if (kind === "volume") return noChanges;
    const key = `${host}/${id}`;
    const now = this.#options.now();
    const known = this.#changes.get(key);
    if (known !== undefined && now - known.at < CHANGES_KEPT) return known.changes;
    const changes = this.#options.queries(host).archive.changes(id, signal).then(changesByPath);
    this.#changes.delete(key);
    this.#changes.set(key, { at: now, changes });
    if (this.#changes.size > CHANGES_OF) this.#changes.delete(this.#changes.keys().next().value ?? "");
    changes.catch(() => this.#changes.delete(key));
    return changes;
  }

  /** What to ask before these go. */
  confirmRemove(place: FilePlace, paths: readonly string[], directories: number): Confirmation {
    const names = { place: this.#name(place), host: this.#options.hostName(place.host) };
    return removalQuestion(paths.map(containerPath), directories, names);
  }

  /** Removes what a Quayside that was killed left on this host. Never rejects: the next start tries again. */
  async removeLeftovers(host: string, signal: AbortSignal): Promise<void> {
    await this.#helpers.removeLeftovers(host, signal).catch(() => {});
  }

  /** Removes its helpers from all hosts. */
  close(): Promise<void> {
    return this.#helpers.close();
  }

  dispose(): void {
    this.#helpers.dispose();
  }

  #look<T>(place: FilePlace, run: (way: FileWay) => Promise<T>, signal: AbortSignal): Promise<T> {
    return this.#perform(place, { type: "read-files", looks: true }, run, signal);
  }

  async #change<T>(
    place: FilePlace,
    path: string,
    type: string,
    command: (name: string, path: string) => string,
    run: (way: FileWay) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const action = { type, note: path, command: command(this.#name(place), path) };
    try {
      return await this.#perform(place, action, run, signal);
    } finally {
      this.#changes.delete(`${place.host}/${place.id}`);
    }
  }

  #perform<T>(
    place: FilePlace,
    action: Pick<Action, "type" | "looks" | "note" | "command">,
    run: (way: FileWay) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const { host, kind, id } = place;
    return this.#options.gate.perform(
      { host, subject: { type: kind, id, name: this.#name(place) }, need: containerNeeds.files, ...action },
      (commands, abort) => this.#places.through(place, commands, run, abort),
      signal,
    );
  }

  #name({ host, kind, id }: FilePlace): string {
    return kind === "volume" ? id : (this.#options.container({ host, id })?.name ?? id.slice(0, 12));
  }
}

const noChanges: ReadonlyMap<string, FileChange> = new Map();

/** The path of something that has a name: not the root. */
function namedPath(path: string): string {
  const at = containerPath(path);
  const problem = fileNameProblem(baseName(at));
  if (problem !== undefined) throw new InvalidInput("path", problem);
  return at;
}
