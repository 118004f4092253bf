import { createRequire } from "node:module";
import type * as Ssh2 from "ssh2";
import { ssh2Module } from "./ssh2-module.ts";

/** ssh2 takes 34 ms to load: not before a host needs it. As CommonJS, since an ES module made of it crashes. */
export function loadSsh2(): typeof Ssh2 {
  return createRequire(ssh2Module)(ssh2Module) as typeof Ssh2;
}
