/** Writes an action into the log of the given folder and is killed in the instant in which it is told that it is there. */
import { writeSync } from "node:fs";
import { EventLog } from "@quayside/core/event-log/event-log.ts";
import { anEvent } from "./event-log-events.ts";

async function main([folder, id]: readonly [string, string]): Promise<void> {
  const log = await EventLog.open(folder, { clock: Date.now, onProblem: (problem) => console.error(problem) });
  log.append(anEvent(`${id}-before`));
  await log.appendDurable(anEvent(id, { kind: "action", type: "stop" }));
  writeSync(1, id);
  process.kill(process.pid, "SIGKILL");
}

void main(process.argv.slice(2) as [string, string]);
