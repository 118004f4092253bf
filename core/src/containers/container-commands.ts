import type { ContainerAction, RemoveOptions, StopOptions } from "../model/action.ts";
import { shellWord } from "../model/shell-word.ts";

export const DEFAULT_GRACE = 10;

/** The docker command that does the same, for the event log. */
export function commandLine(
  action: ContainerAction,
  name: string,
  options: StopOptions & RemoveOptions & { readonly newName?: string },
): string {
  const words = ["docker", action === "remove" ? "rm" : action];
  if ((action === "stop" || action === "restart") && options.grace !== undefined)
    words.push("--time", String(options.grace));
  if (options.force === true) words.push("--force");
  if (options.volumes === true) words.push("--volumes");
  words.push(shellWord(name));
  if (options.newName !== undefined) words.push(shellWord(options.newName));
  return words.join(" ");
}
