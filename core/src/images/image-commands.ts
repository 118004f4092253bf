import type { ForceOptions } from "../model/action.ts";
import { shellWord } from "../model/shell-word.ts";

/** The docker commands that do the same, for the event log. */
export function removeImageCommand(name: string, { force }: ForceOptions): string {
  return ["docker", "image", "rm", ...(force === true ? ["--force"] : []), shellWord(name)].join(" ");
}

export function pullCommand(reference: string): string {
  return `docker pull ${shellWord(reference)}`;
}
