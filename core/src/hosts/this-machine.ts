import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import type { Surroundings } from "./found-engines.ts";

/** The machine that this process runs on: in Remote-SSH, WSL and dev containers that is the remote one. */
export function thisMachine(): Surroundings {
  return {
    platform: process.platform,
    env: process.env,
    home: homedir(),
    readText: (path) => orNothing(() => readFileSync(path, "utf8")),
    exists: existsSync,
    readFolder: (path) => orNothing(() => readdirSync(path)) ?? [],
  };
}

/** For files that may well be missing: their absence is an answer. */
function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
