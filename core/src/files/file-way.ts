import type { ByteRange, ContainerFile, Expectation, FileStat, FileWayName } from "../model/container-file.ts";

/** What is written: its length is told before. */
export interface FileContent {
  readonly size: number;
  /** Permissions of a file that is new; the container's usual ones where it is left out. */
  readonly mode?: number;
  /** Called anew where another way has to be tried. */
  readonly open: () => AsyncIterable<Uint8Array>;
}

export interface Listing {
  readonly entries: ContainerFile[];
  readonly cut?: string;
}

export interface OpenedFile {
  readonly size: number;
  readonly version: string;
  /** Read once, to its end or left: then nothing of it goes on in the container. */
  readonly bytes: AsyncGenerator<Buffer>;
}

/** A way to a container's files. Paths are absolute and normalised. Errors: FileRefused, NotFound, Conflict, … */
export interface FileWay {
  readonly name: FileWayName;
  list(path: string, signal: AbortSignal): Promise<Listing>;
  stat(path: string, signal: AbortSignal): Promise<FileStat>;
  /** Of a link: what it leads to. */
  read(path: string, range: ByteRange | undefined, signal: AbortSignal): Promise<OpenedFile>;
  /** A tar of a directory and all that is below it; the first entry is the directory. Rejects before its first byte. */
  tar(path: string, signal: AbortSignal): Promise<AsyncGenerator<Buffer>>;
  write(path: string, content: FileContent, expected: Expectation, signal: AbortSignal): Promise<FileStat>;
  makeDirectory(path: string, signal: AbortSignal): Promise<void>;
  /** Refused where something is at `to`. */
  rename(from: string, to: string, signal: AbortSignal): Promise<void>;
  /** A directory with all that is in it; of a link the link alone. */
  remove(path: string, signal: AbortSignal): Promise<void>;
}
