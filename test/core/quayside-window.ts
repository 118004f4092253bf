/**
 * Another window: a Quayside on the folder that is its argument. Asked "add NAME SOCKET", "sees COUNT" hosts, "listed",
 * "events" (ids of the engine's), or "start HOST ID".
 */
import { Quayside } from "@quayside/core/quayside.ts";
import { bareMachine, quickTimings } from "./window-surroundings.ts";

const [, , folder = ""] = process.argv;
const { signal } = new AbortController();
const opened = Quayside.open({
  folder,
  now: Date.now,
  report: (problem) => console.error(problem),
  surroundings: bareMachine,
  timings: quickTimings,
});

/** As soon as the question has this answer. */
function when<T>(quayside: Quayside, ask: () => T | undefined): Promise<T> {
  return new Promise((resolve) => {
    const look = () => {
      const answer = ask();
      if (answer === undefined) return;
      listening.dispose();
      resolve(answer);
    };
    const listening = quayside.inventory.onDidChange(look);
    queueMicrotask(look);
  });
}

async function answer(quayside: Quayside, message: string): Promise<unknown> {
  const [verb, first = "", second = ""] = message.split(" ");
  if (verb === "add") return quayside.hosts.add({ name: first, connection: { kind: "unix", path: second } }, signal);
  if (verb === "sees") {
    const names = () => quayside.hosts.list().map(({ name }) => name);
    return when(quayside, () => (names().length >= Number(first) ? names() : undefined));
  }
  if (verb === "listed") {
    const { hosts, inventory } = quayside;
    return when(quayside, () => hosts.list().every(({ id }) => inventory.isListed(id)) || undefined);
  }
  if (verb === "start") return quayside.containers.start([{ host: first, id: second }], signal);
  return (await quayside.events.query({ kinds: ["engine"], limit: 10_000 }, signal)).map(({ id }) => id);
}

process.on("message", (message: string) => {
  opened.then((quayside) => answer(quayside, message)).then((result) => process.send?.(result ?? null));
});
