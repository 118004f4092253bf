import { describeError } from "@quayside/core/errors/describe-error.ts";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { Files } from "@quayside/core/files/files.ts";
import type { ContainerFile, FilePage, FileWayName } from "@quayside/core/model/container-file.ts";
import { isWithin, parentPath } from "@quayside/core/model/file-path.ts";
import {
  type FileLocation,
  type FileNote,
  fileNode,
  fileNoteNode,
  moreFilesNode,
  parseFileNode,
  samePlace,
} from "./file-nodes.ts";

/** Entries that are read and drawn at once. */
const PAGE = 500;

interface Directory {
  readonly at: FileLocation;
  readonly abort: AbortController;
  reading: Promise<void> | undefined;
  /** By path, in order; nothing until a first page is there. */
  entries: Map<string, ContainerFile> | undefined;
  total: number;
  way: FileWayName;
  cut: string | undefined;
  error: ErrorInfo | undefined;
}

interface Source {
  readonly files: Pick<Files, "list">;
  readonly hostName: (host: string) => string;
}

/** The directories that are open in the tree: each is read when it is opened, and forgotten when it is closed. */
export class FileTree {
  #source: Source | undefined;
  readonly #held = new Map<string, Directory>();

  readFrom(source: Source | undefined): void {
    this.#source = source;
    this.clear();
  }

  /** Reads the directory of this node; nothing where it is held. Never rejects: a failure is a node in it. */
  load(id: string): Promise<void> | undefined {
    const at = parseFileNode(id);
    if (at === undefined) return undefined;
    const held = this.#held.get(id);
    if (held !== undefined) return held.reading;
    return this.#read(this.#begin(id, at), 0, PAGE);
  }

  /** Reads what is open of it anew: what is below it when VS Code asks for it again. */
  async refresh(id: string): Promise<void> {
    const held = this.#held.get(id);
    if (held === undefined) return;
    this.forget({ ...held.at });
    const next = this.#begin(id, held.at);
    // What was shown stays until the new is there.
    next.entries = held.entries;
    next.total = held.total;
    next.way = held.way;
    await this.#read(next, 0, Math.max(PAGE, held.entries?.size ?? 0));
  }

  /** Reads the next page of a directory. */
  async more(id: string): Promise<void> {
    const held = this.#held.get(id);
    if (held?.entries !== undefined && held.reading === undefined) await this.#read(held, held.entries.size, PAGE);
  }

  /** Forgets it and all that lies in it. Gives whether anything was held of it. */
  forget({ place, path }: FileLocation): boolean {
    const gone = [...this.#held].filter(([, { at }]) => samePlace(at.place, place) && isWithin(path, at.path));
    for (const [id, { abort }] of gone) {
      this.#held.delete(id);
      abort.abort();
    }
    return gone.length > 0;
  }

  /** Forgets the volumes of a host that are there no more. */
  keepVolumes(host: string, isThere: (volume: string) => boolean): void {
    for (const { at } of [...this.#held.values()])
      if (at.place.host === host && at.place.kind === "volume" && !isThere(at.place.id))
        this.forget({ place: at.place, path: "/" });
  }

  clear(): void {
    for (const { abort } of this.#held.values()) abort.abort();
    this.#held.clear();
  }

  /** The ids below a directory, in order. */
  children(id: string): string[] {
    const at = parseFileNode(id);
    if (at === undefined) return [];
    const held = this.#held.get(id);
    const paths = [...(held?.entries?.keys() ?? [])];
    return [
      ...paths.map((path) => fileNode(at.place, path)),
      ...(held !== undefined && held.error === undefined && held.total > paths.length
        ? [moreFilesNode(at.place, at.path)]
        : []),
      ...(noteOf(held) === undefined ? [] : [fileNoteNode(at.place, at.path)]),
    ];
  }

  file({ place, path }: FileLocation): { readonly file: ContainerFile; readonly way: FileWayName } | undefined {
    const held = this.#held.get(fileNode(place, parentPath(path)));
    const file = held?.entries?.get(path);
    return held === undefined || file === undefined ? undefined : { file, way: held.way };
  }

  /** What stands in a directory instead of its files, or below them. */
  note({ place, path }: FileLocation): FileNote | undefined {
    return noteOf(this.#held.get(fileNode(place, path)));
  }

  /** How many entries of a directory are shown, and how many there are. */
  count({ place, path }: FileLocation): { readonly shown: number; readonly total: number } | undefined {
    const held = this.#held.get(fileNode(place, path));
    return held?.entries && { shown: held.entries.size, total: held.total };
  }

  #begin(id: string, at: FileLocation): Directory {
    const directory: Directory = {
      ...{ at, abort: new AbortController(), reading: undefined, entries: undefined, total: 0, way: "shell" },
      ...{ cut: undefined, error: undefined },
    };
    this.#held.set(id, directory);
    return directory;
  }

  #read(directory: Directory, offset: number, limit: number): Promise<void> {
    const { at, abort } = directory;
    const take = async (): Promise<void> => {
      try {
        if (this.#source === undefined) throw new DOMException("Quayside was closed.", "AbortError");
        takePage(directory, offset, await this.#source.files.list(at.place, at.path, { offset, limit }, abort.signal));
      } catch (error) {
        directory.error = describeError(error, this.#source?.hostName(at.place.host));
        if (offset === 0) directory.entries = undefined;
      }
      directory.reading = undefined;
    };
    directory.reading = take();
    return directory.reading;
  }
}

function takePage(directory: Directory, offset: number, page: FilePage): void {
  const before = offset === 0 ? [] : [...(directory.entries ?? [])];
  directory.entries = new Map([...before, ...page.entries.map((file) => [file.path, file] as const)]);
  // A page that brings nothing ends it, whatever was counted before.
  directory.total = page.entries.length === 0 ? directory.entries.size : page.total;
  directory.way = page.way;
  directory.cut = page.cut;
  directory.error = undefined;
}

function noteOf(held: Directory | undefined): FileNote | undefined {
  if (held?.error !== undefined) return { kind: "failed", error: held.error };
  if (held?.entries === undefined) return { kind: "reading" };
  if (held.cut !== undefined) return { kind: "cut", why: held.cut };
  return held.entries.size === 0 ? { kind: "empty" } : undefined;
}
