import type { ArchiveChange } from "../engine/archive-queries.ts";
import type { ContainerFile, FileChange } from "../model/container-file.ts";
import { baseName, parentPath } from "../model/file-path.ts";
import { containerPath } from "./container-path.ts";

const kinds: readonly FileChange[] = ["changed", "added", "deleted"];

/** What changed since the image, by path. What is neither of the three is left out. */
export function changesByPath(changes: readonly ArchiveChange[]): ReadonlyMap<string, FileChange> {
  return new Map(
    changes.flatMap(({ path, kind }) => {
      const change = kinds[kind];
      return change === undefined || path === "" ? [] : [[containerPath(path), change] as const];
    }),
  );
}

/** The entries with their marks, and those that were there in the image and are gone. */
export function marked(
  directory: string,
  entries: readonly ContainerFile[],
  changes: ReadonlyMap<string, FileChange>,
): ContainerFile[] {
  if (changes.size === 0) return [...entries];
  const present = new Set(entries.map(({ path }) => path));
  const gone = [...changes].filter(
    ([path, change]) => change === "deleted" && parentPath(path) === directory && path !== "/" && !present.has(path),
  );
  return [
    ...entries.map((entry) => {
      const change = changes.get(entry.path);
      return change === undefined || change === "deleted" ? entry : { ...entry, change };
    }),
    ...gone.map(([path]): ContainerFile => {
      return {
        name: baseName(path),
        path,
        kind: "other",
        size: 0,
        mode: 0,
        modified: 0,
        version: "",
        change: "deleted",
      };
    }),
  ];
}
