import { Quayside } from "@quayside/core/quayside.ts";
import { bareMachine, quickTimings } from "./window-surroundings.ts";

// A window that opens a debug shell, and is killed.
const [folder = "", socket = "", target = "", image = ""] = process.argv.slice(2);
const { signal } = new AbortController();

process.on("message", async () => {
  const quayside = await Quayside.open({
    ...{ folder, now: Date.now, report: console.error, surroundings: bareMachine, timings: quickTimings },
    addresses: () => "",
  });
  const { id } = await quayside.hosts.add({ name: "killed", connection: { kind: "unix", path: socket } }, signal);
  const listed = new Promise<void>((resolve) => quayside.inventory.onDidList(() => resolve()));
  if (!quayside.inventory.isListed(id)) await listed;
  const size = { columns: 80, rows: 24 };
  await quayside.terminals.open({ host: id, id: target }, size, signal, { kind: "debug", image });
  process.send?.("open");
});
