import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildDesktop } from "../build.ts";

const top = fileURLToPath(new URL("../..", import.meta.url));

/** What goes into the image, and from where in the repository. */
const parts: Readonly<Record<string, string>> = {
  Dockerfile: "docker-desktop-extension/image/Dockerfile",
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
  await mkdir(into, { recursive: true });
  for (const [name, from] of Object.entries(parts)) await cp(join(top, from), join(into, name), { recursive: true });
}
