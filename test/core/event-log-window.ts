/**
 * A window with the event log. Asked "write NAME COUNT", it writes so many events of its own and as many that every
 * window writes; asked "heard COUNT", it waits for so many from onDidAppend; asked "query", it gives the ids it finds.
 */
import { EventLog } from "@quayside/core/event-log/event-log.ts";
import { anEvent } from "./event-log-events.ts";

const opened = EventLog.open(process.argv[2] as string, {
  clock: Date.now,
  onProblem: (problem) => console.error(problem),
}).then((log) => {
  log.onDidAppend((events) => {
    for (const { id } of events) heard.push(id);
    onHeard();
  });
  return log;
});
const heard: string[] = [];
let onHeard = () => {};

async function answer(log: EventLog, message: string): Promise<unknown> {
  const [verb, first = "", second = ""] = message.split(" ");
  if (verb === "write") {
    for (let number = 0; number < Number(second); number++) {
      log.append(anEvent(`${first}-${number}`, { time: 1000 + number }));
      log.append(anEvent(`engine-${number}`, { time: 1000 + number }));
      if (number % 50 === 0) await log.appendDurable(anEvent(`${first}-durable-${number}`, { time: 1000 + number }));
    }
    return "written";
  }
  if (verb === "heard") {
    while (heard.length < Number(first)) {
      await new Promise<void>((resolve) => {
        onHeard = resolve;
      });
    }
    return heard;
  }
  return (await log.query({ limit: 1_000_000 })).map(({ id }) => id);
}

process.on("message", (message: string) => {
  opened.then((log) => answer(log, message)).then((result) => process.send?.(result));
});
