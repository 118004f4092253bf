/** A window with one state file, a list of names. Asked "add NAME", "wait COUNT" or "lock"; its argument is the file. */
import { acquireLock } from "@quayside/core/storage/file-lock.ts";
import { StateFile } from "@quayside/core/storage/state-file.ts";
import { namesFormat } from "./storage-names.ts";

const path = process.argv[2] as string;
const { signal } = new AbortController();
const file = new StateFile({ ...namesFormat, path, clock: Date.now, report: (problem) => console.error(problem) });
const first = file.read(signal);
let seen: readonly string[] = [];
let onSeen = () => {};
file.onDidChange(({ data }) => {
  seen = data;
  onSeen();
});

async function answer(message: string): Promise<unknown> {
  const [verb, argument = ""] = message.split(" ");
  if (verb === "lock") {
    await acquireLock(path, signal);
    return "locked";
  }
  if (verb === "add") return await file.update((names) => [...names, argument], signal);
  // "wait": what was heard by onDidChange alone, without another read
  while (seen.length < Number(argument)) {
    await new Promise<void>((resolve) => {
      onSeen = resolve;
    });
  }
  return seen;
}

process.on("message", (message: string) => {
  first.then(() => answer(message)).then((result) => process.send?.(result));
});
