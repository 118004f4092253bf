import * as own from "node:path";

const { posix } = own;

/** What is known of the container in which a path was written. */
export interface SourceOrigin {
  /** Folders of this machine, or files, that the container has under other paths. None where its engine is elsewhere. */
  readonly mounts: readonly { readonly source: string; readonly destination: string }[];
  readonly labels: Readonly<Record<string, string>>;
}

/** Where else the code of a container may lie on this machine, by who made the container. */
const FOLDER_LABELS = ["com.docker.compose.project.working_dir", "devcontainer.local_folder"];

/** As it is in the container, with slashes; undefined for what is no path of a file of a machine. */
export function plainPath(written: string): string | undefined {
  const path = written.replaceAll("\\", "/");
  if (path.includes("\0") || path.startsWith("//")) return undefined;
  if (/^[A-Za-z][A-Za-z0-9+.-]+:/.test(path)) return undefined;
  return path.replace(/^[A-Za-z]:(?=\/)/, "");
}

/** Files of this machine that the path may mean, the likeliest first. They need not be there, nor in the workspace. */
export function hostPaths(path: string, { mounts, labels }: SourceOrigin): readonly string[] {
  const found: string[] = [];
  const clean = posix.normalize(path);
  if (posix.isAbsolute(clean)) {
    const deepest = [...mounts].sort((one, other) => other.destination.length - one.destination.length);
    for (const { source, destination } of deepest) {
      const inside = posix.relative(posix.normalize(destination), clean);
      if (inside === "") found.push(source);
      else if (!isOutside(inside)) found.push(posix.join(source, inside));
    }
  }
  const folders = FOLDER_LABELS.flatMap((label) => labels[label] ?? []);
  for (const folder of folders) {
    const parts = clean.split("/").filter((part) => part !== "" && part !== "..");
    // `/workspaces/shop/src/a.ts`, `/app/src/a.ts` and `src/a.ts` may all be `src/a.ts` of the folder.
    for (let from = 0; from < Math.min(parts.length, 4); from++) found.push(posix.join(folder, ...parts.slice(from)));
  }
  return [...new Set(found)];
}

/**
 * Whether the file lies in one of these folders. Paths must be real ones, since a link may lead anywhere, in the way of
 * writing them that this machine has.
 */
export function isInside(file: string, folders: readonly string[], paths: own.PlatformPath = own): boolean {
  return folders.some((folder) => {
    const inside = paths.relative(folder, file);
    return inside !== "" && inside.split(paths.sep)[0] !== ".." && !paths.isAbsolute(inside);
  });
}

/** Of these files those whose end agrees best with the path. */
export function bestSuffixes<T>(path: string, files: readonly T[], pathOf: (file: T) => string): readonly T[] {
  const wanted = partsOf(path);
  let best = 1;
  let found: T[] = [];
  for (const file of files) {
    const parts = partsOf(pathOf(file));
    let alike = 0;
    while (alike < wanted.length && wanted.at(-1 - alike) === parts.at(-1 - alike)) alike++;
    if (alike < best) continue;
    if (alike > best) found = [];
    best = alike;
    found.push(file);
  }
  return found;
}

/** Every file of that name: signs that mean something in a pattern stand for any one sign. */
export function namePattern(path: string): string {
  return `**/${(partsOf(path).at(-1) ?? "").replace(/[*?{}[\]!,\\]/g, "?")}`;
}

function partsOf(path: string): readonly string[] {
  return path.split("/").filter((part) => part !== "" && part !== "." && part !== "..");
}

function isOutside(relative: string): boolean {
  return relative === ".." || relative.startsWith("../") || posix.isAbsolute(relative);
}
