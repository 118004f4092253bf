import { StoreUnusable } from "../errors/errors.ts";

/** What went wrong with one of Quayside's own files and is told to the person, though the work goes on. */
export interface StorageProblem {
  readonly path: string;
  /** What happened and what became of it: one sentence for people, with the path in it. */
  readonly sentence: string;
  /** How many lines of the file could not be read, where it is a file of lines. */
  readonly lines?: number;
  readonly error?: StoreUnusable;
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "your user may not do that",
  EPERM: "your user may not do that",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "your disk quota is used up",
  EISDIR: "it is a folder and not a file",
  ENOTDIR: "a part of the path is a file and not a folder",
  EIO: "the disk reports an error",
  EMFILE: "too many files are open",
};

export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** The error for a file that can't be read or written; names the path and says why. `verb`: "read", "written". */
export function unusable(path: string, verb: string, cause: unknown): StoreUnusable {
  const reason = reasons[errorCode(cause) ?? ""] ?? (cause instanceof Error ? cause.message : String(cause));
  return new StoreUnusable(`${path} can’t be ${verb}: ${reason}.`, { cause });
}
