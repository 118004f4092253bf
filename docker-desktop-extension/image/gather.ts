import { chmod, cp, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildDesktop } from "../build.ts";

const top = fileURLToPath(new URL("../..", import.meta.url));

/** What goes into the image, and from where in the repository. */
const parts: Readonly<Record<string, string>> = {
  "compose.yaml": "docker-desktop-extension/image/compose.yaml",
  "metadata.json": "docker-desktop-extension/image/metadata.json",
  "quayside.svg": "vscode-extension/resources/icon.svg",
  LICENSE: "LICENSE",
  backend: "docker-desktop-extension/dist/backend",
  ui: "docker-desktop-extension/dist/ui",
};

/** Builds, and gathers the context of `docker build` in that folder, which is made anew. */
export async function gatherImage(into: string): Promise<void> {
  await buildDesktop();
  await rm(into, { recursive: true, force: true });
  const files = join(into, "files");
  await mkdir(files, { recursive: true });
  await cp(join(top, "docker-desktop-extension/image/Dockerfile"), join(into, "Dockerfile"));
  for (const [name, from] of Object.entries(parts)) await cp(join(top, from), join(files, name), { recursive: true });
  await openToRead(files);
}

/** Whoever gathers may keep files from others, and in the image nothing is run that could give them their modes. */
async function openToRead(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    await (entry.isDirectory() ? openToRead(path) : chmod(path, 0o644));
  }
}
