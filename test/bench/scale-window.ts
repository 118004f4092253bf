/**
 * One window: a Quayside on the folder that is its argument, with the model of VS Code's tree upon it. Sends how long
 * the whole tree took and what it costs from then on.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Quayside } from "@quayside/core/quayside.ts";
import { ROOT, TreeModel } from "../../vscode-extension/src/tree/tree-model.ts";
import { bareMachine } from "../core/window-surroundings.ts";
import { privateMegabytes } from "./extension-host.ts";

export interface ScaleMeasures {
  /** Milliseconds from the opening until all nodes of the tree are there. */
  readonly whole: number;
  /** Of which this window's own work took so many. */
  readonly wholeWork: number;
  /** The share of a core that the window needs while nothing happens but the demo's own life. */
  readonly idle: number;
  /** Megabytes more than before the opening, of the process and of its heap. */
  readonly memory: number;
  readonly heap: number;
  /** Changes that came in meanwhile. */
  readonly changes: number;
}

const [folder = "", containers = "0", idleMs = "0"] = process.argv.slice(2);
const megabytes = (bytes: number): number => bytes / 2 ** 20;

globalThis.gc?.();
const [memoryBefore, heapBefore] = [privateMegabytes(process.pid), process.memoryUsage().heapUsed];
const [start, cpuAtStart] = [performance.now(), process.cpuUsage()];
const quayside = await Quayside.open({
  ...{ folder, now: Date.now, surroundings: bareMachine, addresses: () => "" },
  report: (problem) => console.error(problem.sentence),
});
const model = new TreeModel();
let changes = 0;
let awaited: (() => void) | undefined;
model.reset(quayside.inventory.snapshot());
quayside.inventory.onDidChange((change) => {
  changes += 1;
  model.apply(change);
  awaited?.();
});
await new Promise<void>((resolve) => {
  awaited = () => {
    if (model.containers().length >= Number(containers) && nodesBelow(ROOT) >= Number(containers)) resolve();
  };
});
awaited = undefined;
const whole = performance.now() - start;
const wholeWork = milliseconds(process.cpuUsage(cpuAtStart));

// The identities, the events since the last time, and the collection of what the lists left come after.
await sleep(5_000);
globalThis.gc?.();
const [cpuBefore, from, changesBefore] = [process.cpuUsage(), performance.now(), changes];
await sleep(Number(idleMs));
const cpu = process.cpuUsage(cpuBefore);
const idle = milliseconds(cpu) / (performance.now() - from);
const happened = changes - changesBefore;
globalThis.gc?.();
const measures: ScaleMeasures = {
  ...{ whole, wholeWork, idle, changes: happened },
  memory: privateMegabytes(process.pid) - memoryBefore,
  heap: megabytes(process.memoryUsage().heapUsed - heapBefore),
};
await quayside.dispose();
process.send?.(measures, () => process.disconnect());

function milliseconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}

/** As VS Code asks for them, everything opened up. */
function nodesBelow(id: string): number {
  return model
    .children(id)
    .reduce((sum, child) => sum + (model.node(child)?.kind === "container" ? 1 : nodesBelow(child)), 0);
}
