import { cp, mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run } from "./commands.ts";
import type { EngineAccess } from "./engine-access.ts";
import { librariesOf } from "./node-image.ts";

/** Debian's own dash, coreutils, findutils and tar, where busybox says some things otherwise. */
export const gnuImage = "quayside-lab/gnu:1";

const programs = [
  ...["cat", "chmod", "chown", "head", "id", "ln", "ls", "mkdir", "mv", "readlink", "rm", "sleep", "stat", "tail"],
  ...["touch", "wc", "find", "tar"],
];

export async function importGnuImage(engine: EngineAccess): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "quayside-gnu-image-"));
  try {
    for (const name of ["bin", "etc", "tmp", "proc", "dev", "sys"]) await mkdir(join(folder, name));
    const found = new Map([["sh", await realpath("/bin/dash")]]);
    for (const name of programs) found.set(name, (await run("which", [name])).trim());
    const libraries = new Set<string>();
    for (const [name, path] of found) {
      await cp(path, join(folder, "bin", name), { dereference: true });
      for (const library of await librariesOf(path)) libraries.add(library);
    }
    for (const library of libraries) {
      await mkdir(join(folder, dirname(library)), { recursive: true });
      await cp(library, join(folder, library), { dereference: true });
    }
    const tar = join(folder, "image.tar");
    await run("tar", ["-C", folder, "--exclude=./image.tar", "-cf", tar, "."]);
    await engine.docker(["import", tar, gnuImage]);
  } finally {
    await rm(folder, { recursive: true });
  }
}
