/** Starts a container through Quayside and is killed in the instant in which it hears that it was done. */
import { writeSync } from "node:fs";
import { Quayside } from "@quayside/core/quayside.ts";
import { bareMachine, quickTimings } from "./window-surroundings.ts";

async function main([folder, host, id, mark]: readonly [string, string, string, string]): Promise<void> {
  const quayside = await Quayside.open({
    folder,
    now: Date.now,
    report: (problem) => console.error(problem),
    surroundings: bareMachine,
    timings: quickTimings,
  });
  await new Promise<void>((resolve) => {
    const look = () => quayside.hosts.get(host)?.state.kind === "online" && resolve();
    quayside.hosts.onDidChange(look);
    look();
  });
  // A name of its own for each: the event bears it.
  await quayside.containers.rename({ host, id }, mark, new AbortController().signal);
  writeSync(1, mark);
  process.kill(process.pid, "SIGKILL");
}

void main(process.argv.slice(2) as [string, string, string, string]);
