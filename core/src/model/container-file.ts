/** Whose files: what a container's processes see, or what lies in a volume. `id` is the container's, or the volume's name. */
export interface FilePlace {
  readonly host: string;
  readonly kind: "container" | "volume";
  readonly id: string;
}

export type FileKind = "file" | "directory" | "link" | "other";

/** Since the container was made from its image. */
export type FileChange = "added" | "changed" | "deleted";

/**
 * An entry of a directory. Names and paths are texts in which bytes that are no UTF-8 stand as characters of their own
 * (see `fileNameBytes`): nothing gets lost, and such a file can be opened like any other.
 */
export interface ContainerFile {
  readonly name: string;
  /** Absolute, without "." and "..". */
  readonly path: string;
  readonly kind: FileKind;
  /** Bytes. */
  readonly size: number;
  /** Permissions with set-user, set-group and sticky bits: 0o7777 at most. */
  readonly mode: number;
  /** Absent where only the engine was asked, and it doesn’t tell. */
  readonly uid?: number;
  readonly gid?: number;
  /** Names of them, where the container has any. */
  readonly user?: string;
  readonly group?: string;
  /** Epoch milliseconds. */
  readonly modified: number;
  /** Of a link: where it leads, as it is written there. */
  readonly target?: string;
  /** Of a link: what it leads to in the end; absent where that is nothing, or a circle. */
  readonly targetKind?: Exclude<FileKind, "link">;
  readonly change?: FileChange;
  /** What changes with the content: given back with a write, it keeps that from overwriting what somebody else wrote. */
  readonly version: string;
}

/** One file, looked at by itself. */
export interface FileStat extends ContainerFile {
  /** The same with every link on the way followed; the file's own path where there is none. */
  readonly realPath: string;
  /** Of a link: the same of what it leads to, which is what is read and written. */
  readonly followed?: Pick<ContainerFile, "size" | "modified" | "version">;
  /** Whether its content can be changed, as far as that can be told without trying. */
  readonly writable: boolean;
}

export interface FilePage {
  /** Directories first, each by name. */
  readonly entries: readonly ContainerFile[];
  /** How many there are in all, of those that were read. */
  readonly total: number;
  /** There is more than could be read: why, in a sentence. */
  readonly cut?: string;
  /** The container is asked, or the engine alone: then nothing can be renamed or removed. */
  readonly way: FileWayName;
}

export type FileWayName = "shell" | "archive";

export interface PageRange {
  /** So many entries are left out; with 0 the directory is read anew. */
  readonly offset: number;
  readonly limit: number;
}

/** A part of a file. */
export interface ByteRange {
  readonly from: number;
  readonly count: number;
}

/** A place as panels and editors name it: a container that is created anew under its name is the same to them. */
export interface NamedPlace {
  readonly host: string;
  readonly kind: FilePlace["kind"];
  /** Of the container or the volume. */
  readonly name: string;
}

/** A whole file for a panel. */
export interface PanelFile {
  readonly base64: string;
  readonly version: string;
}

/** What a write takes for granted: `new`, that there is none; `any`, nothing; else the version that was read. */
export type Expectation =
  | { readonly kind: "new" }
  | { readonly kind: "any" }
  | { readonly kind: "version"; readonly version: string };

/** What was left out of an upload or a download, and why, in a few words. */
export interface LeftOut {
  readonly path: string;
  readonly why: string;
}

/** Editors and panels read files whole up to here; beyond it they are downloaded. */
export const OPENED_BYTES = 32 << 20;

/** What is read for a panel in one message. */
export const PANEL_FILE_BYTES = 8 << 20;
/** What a panel sends in one message: Docker Desktop's page sends no longer ones. */
export const PANEL_SENT_BYTES = 2 << 20;
