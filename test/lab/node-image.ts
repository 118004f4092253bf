import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run } from "./commands.ts";
import type { EngineAccess } from "./engine-access.ts";

/** This machine's Node with the libraries that it needs, and busybox: what an image of ours has as its base. */
export const nodeImage = "quayside-lab/node:1";

/** No image can be pulled in the lab: it is made of files of this machine. */
export async function importNodeImage(engine: EngineAccess): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "quayside-node-image-"));
  try {
    for (const name of ["bin", "etc", "tmp", "usr/local/bin", "proc", "dev", "sys", "run", "var/run"])
      await mkdir(join(folder, name), { recursive: true });
    await cp("/usr/bin/busybox", join(folder, "bin/busybox"));
    for (const name of ["sh", "ls", "cat", "chmod", "rm", "mkdir", "id"])
      await symlink("busybox", join(folder, "bin", name));
    await cp(process.execPath, join(folder, "usr/local/bin/node"), { dereference: true });
    for (const library of await librariesOf(process.execPath)) {
      await mkdir(join(folder, dirname(library)), { recursive: true });
      await cp(library, join(folder, library), { dereference: true });
    }
    const tar = join(folder, "image.tar");
    await run("tar", ["-C", folder, "--exclude=./image.tar", "-cf", tar, "."]);
    const path = "PATH=/usr/local/bin:/usr/bin:/bin";
    await engine.docker(["import", "--change", `ENV ${path}`, tar, nodeImage]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** "libdl.so.2 => /lib/x86_64-linux-gnu/libdl.so.2 (0x…)", and the loader alone on its line. */
export async function librariesOf(program: string): Promise<string[]> {
  const lines = (await run("ldd", [program])).split("\n");
  return lines.flatMap((line) => /(?:=>\s*|^\s*)(\/\S+)/.exec(line)?.[1] ?? []);
}
