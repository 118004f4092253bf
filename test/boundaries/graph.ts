import type { Import } from "./imports.ts";

/** One way round for each knot of files that import each other, its first file at the end again. */
export function importCycles(imports: readonly Import[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, target } of imports) {
    if (target !== undefined) next.set(from, [...(next.get(from) ?? []), target]);
  }
  const done = new Set<string>();
  const cycles: string[][] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const seenAt = path.indexOf(file);
    if (seenAt >= 0) return void cycles.push([...path.slice(seenAt), file]);
    if (done.has(file)) return;
    for (const target of next.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of next.keys()) visit(file, []);
  return cycles;
}

/** The files that are in the program when these are. */
export function loadedBy(roots: readonly string[], imports: readonly Import[]): ReadonlySet<string> {
  const reached = new Set(roots);
  for (const file of reached) {
    for (const each of imports) {
      if (each.from === file && each.kind !== "type" && each.target !== undefined) reached.add(each.target);
    }
  }
  return reached;
}
