/**
 * A Quayside on the machine of the engine itself: run it in the engine's network. Its arguments are a folder, the
 * engine's socket, a container's name and its port; it prints what a browser gets from the port that it opens, and what
 * is said of a port at which nobody listens.
 */
import { Quayside } from "@quayside/core/quayside.ts";
import { bareMachine, quickTimings } from "./window-surroundings.ts";

async function main([folder, socket, name, port]: readonly string[]): Promise<void> {
  const { signal } = new AbortController();
  const quayside = await Quayside.open({
    folder: folder ?? "",
    now: Date.now,
    report: (problem) => console.error(problem),
    surroundings: bareMachine,
    addresses: () => "",
    timings: quickTimings,
  });
  const { id: host } = await quayside.hosts.add(
    { name: "near", connection: { kind: "unix", path: socket ?? "" } },
    signal,
  );
  const container = await new Promise<string>((resolve) => {
    const look = () => {
      const id = quayside.inventory.find({ host, name: name ?? "" })?.id;
      if (id !== undefined) resolve(id);
    };
    quayside.inventory.onDidChange(look);
    look();
  });
  const { localPort } = await quayside.forwards.open({ host, id: container }, Number(port), signal);
  const got = await (await fetch(`http://127.0.0.1:${localPort}/`)).text();
  const refused: unknown = await quayside.forwards
    .open({ host, id: container }, 81, signal)
    .catch((error: Error) => error.message);
  process.stdout.write(JSON.stringify({ got, refused }));
  await quayside.dispose();
}

void main(process.argv.slice(2));
