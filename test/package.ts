// npm run package: builds, then packs dist/quayside-<version>.vsix. The image of the Docker Desktop extension isn't
// built yet.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildExtension } from "../vscode-extension/build.ts";
import { packageExtension } from "../vscode-extension/package-extension.ts";

const top = fileURLToPath(new URL("..", import.meta.url));
mkdirSync(join(top, "dist"), { recursive: true });
await buildExtension();
console.log(`Packaged ${await packageExtension(join(top, "dist"))}`);
console.log("Skipped: the image of the Docker Desktop extension. It has no Dockerfile yet.");
