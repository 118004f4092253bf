// npm run build: all bundles that users get.
import { buildExtension } from "../vscode-extension/build.ts";

await buildExtension();
