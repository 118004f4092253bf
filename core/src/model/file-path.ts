/** Paths in containers, which are absolute and normalised. */

/** "/" has none above it, and is its own. */
export function parentPath(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

/** "" for the root. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

export function joinPath(directory: string, name: string): string {
  return directory === "/" ? `/${name}` : `${directory}/${name}`;
}

/** Whether the path is this directory or lies somewhere below it. */
export function isWithin(directory: string, path: string): boolean {
  return directory === "/" || path === directory || path.startsWith(`${directory}/`);
}

/** Why nothing can be called so; nothing where it can. */
export function fileNameProblem(name: string): string | undefined {
  if (name === "") return "Give it a name.";
  if (name === "." || name === "..") return "“.” and “..” stand for directories that are there already.";
  if (name.includes("/")) return "A name can’t hold a slash.";
  if (name.includes("\0")) return "A name can’t hold a zero byte.";
  if (new TextEncoder().encode(name).length > 255) return "A name can’t be longer than 255 bytes.";
  return undefined;
}
