// npm run package: builds, then packs dist/quayside-<version>.vsix, and the image of the Docker Desktop extension where
// a Docker engine answers to the docker command.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gatherImage } from "../docker-desktop-extension/image/gather.ts";
import { buildExtension } from "../vscode-extension/build.ts";
import { packageExtension } from "../vscode-extension/package-extension.ts";

const top = fileURLToPath(new URL("..", import.meta.url));
const dist = join(top, "dist");
mkdirSync(dist, { recursive: true });
await buildExtension();
console.log(`Packaged ${await packageExtension(dist)}`);

const context = join(dist, "desktop-image");
await gatherImage(context);
const { version } = JSON.parse(readFileSync(join(top, "docker-desktop-extension/package.json"), "utf8")) as {
  version: string;
};
const tag = `quayside/docker-desktop-extension:${version}`;
const build = ["build", "--tag", tag, "--build-arg", `VERSION=${version}`, context];
const engine = spawnSync("docker", ["version", "--format", "{{.Server.Version}}"], { encoding: "utf8" });
if (engine.status === 0) {
  const { status } = spawnSync("docker", build, { stdio: "inherit" });
  if (status === 0) console.log(`Packaged the image ${tag}`);
  process.exitCode = status ?? 1;
} else {
  console.log(`Skipped: the image ${tag}, since no Docker engine answers. Where one does: docker ${build.join(" ")}`);
}
