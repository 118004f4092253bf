import { createRequire } from "node:module";

/**
 * The file of ssh2, for who loads it when a first host is reached by SSH. A bundle has it as a file beside its own:
 * core/esbuild-plugin.ts puts that path in place of this module.
 */
export const ssh2Module = createRequire(import.meta.url).resolve("ssh2");
