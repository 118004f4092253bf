import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { run } from "./commands.ts";
import type { EngineApi } from "./engine-api.ts";

/** Debian's static busybox with a link for each of its programs: no image can be pulled in the lab. */
export const baseImage = "quayside-lab/busybox:1";

/** The same without a shell or anything else: only a program that sleeps (and busybox itself, under another name). */
export const shelllessImage = "quayside-lab/no-shell:1";

const busybox = "/usr/bin/busybox";

/** Both images as tars, made once and handed to each engine. */
export interface BaseImages {
  readonly full: Buffer;
  readonly shellless: Buffer;
}

export async function makeBaseImages(): Promise<BaseImages> {
  const programs = (await run(busybox, ["--list"])).split("\n").filter((name) => name !== "" && name !== "busybox");
  return { full: await tarOf(programs), shellless: await tarOf(["sleep"]) };
}

export async function importBaseImages(api: EngineApi, images: BaseImages): Promise<void> {
  await importImage(api, baseImage, images.full);
  await importImage(api, shelllessImage, images.shellless);
}

async function importImage(api: EngineApi, name: string, tar: Buffer): Promise<void> {
  // The tag as a part of the name: podman pays no heed to a `tag` of its own.
  const query = new URLSearchParams({ fromSrc: "-", repo: name });
  await api.call("POST", `/images/create?${query}`, tar);
  await api.json("GET", `/images/${name}/json`);
}

async function tarOf(programs: readonly string[]): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), "quayside-image-"));
  try {
    for (const name of ["bin", "etc", "tmp", "root"]) await mkdir(join(folder, name));
    await cp(busybox, join(folder, "bin", "busybox"));
    for (const name of programs) await symlink("busybox", join(folder, "bin", name));
    const tar = spawn("tar", ["-C", folder, "-c", "."], { stdio: ["ignore", "pipe", "inherit"] });
    return await buffer(tar.stdout);
  } finally {
    await rm(folder, { recursive: true });
  }
}
