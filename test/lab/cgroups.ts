import { readdirSync, readFileSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { identityOf, type ProcessIdentity } from "./process-identity.ts";

const root = "/sys/fs/cgroup";

/** The group's folder in each hierarchy (version 1 has many, version 2 one), the inner ones first. */
function foldersOf(name: string): string[] {
  const hierarchies = [root, ...subfolders(root)];
  return hierarchies.map((hierarchy) => join(hierarchy, name)).flatMap(inside);
}

function inside(folder: string): string[] {
  try {
    readdirSync(folder);
  } catch {
    return [];
  }
  return [...subfolders(folder).flatMap(inside), folder];
}

function subfolders(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(folder, entry.name));
  } catch {
    return [];
  }
}

/** The processes of all containers of an engine that got this group as its parent. */
export function processesOfCgroup(name: string): ProcessIdentity[] {
  const pids = new Set(foldersOf(name).flatMap((folder) => linesOf(join(folder, "cgroup.procs")).map(Number)));
  return [...pids].flatMap((pid) => identityOf(pid) ?? []);
}

/** A paused container's processes take no SIGKILL before they are thawed. */
export function thawCgroup(name: string, write: (file: string, text: string) => void): void {
  for (const folder of foldersOf(name)) {
    if (folder.startsWith(`${root}/freezer/`)) write(join(folder, "freezer.state"), "THAWED");
  }
}

/** Empty groups only: the kernel refuses others. */
export function removeCgroup(name: string): void {
  for (const folder of foldersOf(name)) rmdirSync(folder);
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n").filter(Boolean);
  } catch {
    return [];
  }
}
