import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { ContainerFile, FilePlace, FileWayName, NamedPlace } from "@quayside/core/model/container-file.ts";
import { isWithin } from "@quayside/core/model/file-path.ts";
import type { Host } from "@quayside/core/model/host.ts";

interface OfPlace {
  readonly host: Host;
  readonly place: FilePlace;
  /** The place by the name that people and editors know it by. */
  readonly named: NamedPlace;
}

/** All files of a container or a volume: its root. */
export interface FilesNode extends OfPlace {
  readonly kind: "files";
}

export interface FileNode extends OfPlace {
  readonly kind: "file";
  readonly file: ContainerFile;
  readonly way: FileWayName;
}

/** The line in a directory that tells what can't be seen of it: that it is read, is empty, or why there is no more. */
export interface FileNoteNode {
  readonly kind: "file-note";
  readonly host: Host;
  readonly note: FileNote;
}

export type FileNote =
  | { readonly kind: "reading" | "empty" }
  | { readonly kind: "failed"; readonly error: ErrorInfo }
  /** Why there is more than could be read. */
  | { readonly kind: "cut"; readonly why: string };

/** The line that reads the next page of a directory. */
export interface MoreFilesNode {
  readonly kind: "more-files";
  readonly host: Host;
  readonly shown: number;
  readonly total: number;
}

/** A directory, or the file itself; of a note and a next page the directory that they stand in. */
export interface FileLocation {
  readonly place: FilePlace;
  readonly path: string;
}

const kinds = ["files", "file", "file-note", "more-files"] as const;
type FileNodeKind = (typeof kinds)[number];

/** Paths may hold anything but come last; a volume’s name may hold a slash too. */
function idOf(kind: FileNodeKind, { host, kind: of, id }: FilePlace, path: string): string {
  return [kind, host, of, encodeURIComponent(id)].join("/") + path;
}

/** Of a file, or of a directory; the root is a node of its own kind. */
export const fileNode = (place: FilePlace, path: string): string => idOf(path === "/" ? "files" : "file", place, path);
export const fileNoteNode = (place: FilePlace, directory: string): string => idOf("file-note", place, directory);
export const moreFilesNode = (place: FilePlace, directory: string): string => idOf("more-files", place, directory);

/** Nothing for the id of another node. */
export function parseFileNode(id: string): (FileLocation & { readonly kind: FileNodeKind }) | undefined {
  const [first, host = "", of, name = "", ...parts] = id.split("/");
  const kind = kinds.find((known) => known === first);
  if (kind === undefined || (of !== "container" && of !== "volume")) return undefined;
  return { kind, place: { host, kind: of, id: decodeURIComponent(name) }, path: `/${parts.join("/")}` };
}

export function samePlace(a: FilePlace, b: FilePlace): boolean {
  return a.host === b.host && a.kind === b.kind && a.id === b.id;
}

/** Without those that lie in a directory which is there too, and goes with all that is in it. */
export function outermost<T extends { readonly place: FilePlace }>(
  all: readonly T[],
  pathOf: (one: T) => string,
): readonly T[] {
  const holds = (outer: T, inner: T): boolean =>
    outer !== inner && samePlace(outer.place, inner.place) && isWithin(pathOf(outer), pathOf(inner));
  return all.filter((one) => !all.some((outer) => holds(outer, one)));
}

/** Whether the id is of something that has files below it. */
export function isFileNode(id: string): boolean {
  const kind = parseFileNode(id)?.kind;
  return kind === "files" || kind === "file";
}
