// npm run build: all bundles that users get.
import { buildDesktop } from "../docker-desktop-extension/build.ts";
import { buildExtension } from "../vscode-extension/build.ts";

await Promise.all([buildExtension(), buildDesktop()]);
