import type { ForceOptions } from "../model/action.ts";
import type { NewVolume } from "../model/new-resource.ts";
import { shellWord } from "../model/shell-word.ts";

/** The docker commands that do the same, for the event log. */
export function removeVolumeCommand(name: string, { force }: ForceOptions): string {
  return ["docker", "volume", "rm", ...(force === true ? ["--force"] : []), shellWord(name)].join(" ");
}

/** A driver's option may hold a password (CIFS has it in `o`): which ones were given is told, not their values. */
export function createVolumeCommand({ name, driver, labels = {}, options = {} }: NewVolume): string {
  return [
    ...["docker", "volume", "create"],
    ...(driver === undefined ? [] : ["--driver", shellWord(driver)]),
    ...Object.entries(labels).flatMap(([key, value]) => ["--label", shellWord(`${key}=${value}`)]),
    ...Object.keys(options).flatMap((key) => ["--opt", shellWord(`${key}=…`)]),
    shellWord(name),
  ].join(" ");
}
