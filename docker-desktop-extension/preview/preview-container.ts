import { delimiter, dirname } from "node:path";
import type { ExecRequest } from "./port-messages.ts";
import type { Container } from "./simulated-exec.ts";

/**
 * The backend's container as far as the preview has one: its folder and its helper, and nothing else. What a page
 * runs in it runs on this machine, so it is exactly `node attach.cjs SESSION NUMBER`.
 */
export function previewContainer(folder: string, socket: string): Container {
  const path = `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ""}`;
  return { has: isAttach, enter: [], cwd: folder, env: { PATH: path, QUAYSIDE_SOCKET: socket } };
}

/** The backend's container as Docker Desktop has it: commands go through `docker exec`, without input or terminal. `docker`: the command line on its engine. */
export function installedContainer(id: string, docker: readonly string[]): Container {
  return {
    has: isAttach,
    enter: [...docker, "exec", id],
    cwd: "/",
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "" },
  };
}

function isAttach({ where, command, args, stream, cwd, env }: ExecRequest): boolean {
  const [program, session = "", after = "", ...more] = args;
  const known = where === "vm" && stream && command === "node" && program === "attach.cjs" && more.length === 0;
  return known && cwd === undefined && env === undefined && /^[0-9a-f]{32}$/.test(session) && /^\d{1,15}$/.test(after);
}
