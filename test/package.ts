// npm run package: dist/quayside-<version>.vsix. The image of the Docker Desktop extension isn't built yet.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { packageExtension } from "../vscode-extension/package-extension.ts";

const top = fileURLToPath(new URL("..", import.meta.url));
mkdirSync(join(top, "dist"), { recursive: true });
console.log(`Packaged ${await packageExtension(join(top, "dist"))}`);
console.log("Skipped: the image of the Docker Desktop extension. It has no Dockerfile yet.");
