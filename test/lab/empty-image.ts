import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./commands.ts";
import type { EngineAccess } from "./engine-access.ts";

/**
 * An image of that architecture in which there is nothing that could be run. It is loaded and not imported: the lab's
 * engine takes what it imports for its own architecture, whatever it is told.
 */
export async function loadEmptyImage(engine: EngineAccess, architecture: string): Promise<string> {
  const name = `quayside-lab/empty-${architecture}:1`;
  const folder = await mkdtemp(join(tmpdir(), "quayside-empty-image-"));
  const tar = (file: string, ...names: string[]) => run("tar", ["-C", folder, "-cf", join(folder, file), ...names]);
  try {
    await writeFile(join(folder, "note"), "There is nothing to run here.\n");
    await tar("layer.tar", "note");
    const digest = createHash("sha256")
      .update(await readFile(join(folder, "layer.tar")))
      .digest("hex");
    const rootfs = { type: "layers", diff_ids: [`sha256:${digest}`] };
    await writeFile(join(folder, "config.json"), JSON.stringify({ architecture, os: "linux", config: {}, rootfs }));
    const manifest = [{ Config: "config.json", RepoTags: [name], Layers: ["layer.tar"] }];
    await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
    await tar("image.tar", "manifest.json", "config.json", "layer.tar");
    await engine.docker(["load", "--input", join(folder, "image.tar")]);
    return name;
  } finally {
    await rm(folder, { recursive: true });
  }
}
