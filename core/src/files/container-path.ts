import { InvalidInput } from "../errors/errors.ts";

/** The kernel takes no longer one. */
const LONGEST = 4096;

/**
 * Absolute, with neither "." nor ".." nor doubled slashes in it. ".." goes up as text, before any link is followed, and
 * never above the root. Throws InvalidInput for what no path can be.
 */
export function containerPath(path: string): string {
  if (path.includes("\0")) throw new InvalidInput("path", "A path can’t hold a zero byte.");
  if (path.length > LONGEST) throw new InvalidInput("path", "The path is longer than any can be.");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
