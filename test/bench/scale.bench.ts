import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Lab } from "../lab/lab.ts";
import { percentile, type Row, rounded } from "./row.ts";
import type { ScaleMeasures } from "./scale-window.ts";

const hosts = 50;
const containers = 200;
const idleMs = 30_000;

/** 50 hosts with 200 containers each: a window of its own process, and the demo's engines in another. */
export async function benchScale(lab: Lab, rounds = 3): Promise<Row[]> {
  const engines = fork(program("scale-engines.ts"), [String(hosts), String(containers)], { execArgv: loader });
  const measures: ScaleMeasures[] = [];
  try {
    const [sockets] = (await once(engines, "message")) as [string[]];
    for (let round = 0; round < rounds; round++) {
      const last = round === rounds - 1;
      measures.push(await openWindow(folderWith(lab, sockets, round), last ? idleMs : 0));
    }
  } finally {
    engines.disconnect();
    await once(engines, "exit");
  }
  const median = (of: "whole" | "wholeWork"): number =>
    percentile(
      measures.map((measure) => measure[of]),
      0.5,
    );
  const whole = median("whole");
  const work = Math.round(median("wholeWork"));
  const { idle = Number.NaN, memory = Number.NaN, heap = Number.NaN, changes = 0 } = measures.at(-1) ?? {};
  const what = `${hosts} hosts × ${containers} containers`;
  return [
    {
      ...{ name: `${what}: all in the tree (${work} ms of the window's own work)`, unit: "ms", target: "≤ 2000" },
      ...{ reached: rounded(whole), kept: whole <= 2000, samples: rounds },
    },
    {
      ...{ name: `${what}: idle, share of a core (${changes} changes in 30 s)`, unit: "%", target: "≤ 2" },
      ...{ reached: rounded(idle * 100), kept: idle <= 0.02, samples: 1 },
    },
    {
      ...{ name: `${what}: memory (${Math.round(heap)} MB of it on the heap)`, unit: "MB", target: "≤ 150" },
      ...{ reached: rounded(memory), kept: memory <= 150, samples: 1 },
    },
  ];
}

const loader = ["--import", "tsx"];

function program(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

function folderWith(lab: Lab, sockets: readonly string[], round: number): string {
  const folder = join(lab.folder, `scale-${round}`);
  mkdirSync(folder, { recursive: true });
  const list = sockets.map((path, index) => {
    const id = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
    return { id, name: `host-${index}`, connection: { kind: "unix", path }, access: "admin" };
  });
  writeFileSync(join(folder, "hosts.json"), JSON.stringify({ version: 1, data: { hosts: list } }));
  return folder;
}

async function openWindow(folder: string, idle: number): Promise<ScaleMeasures> {
  const window = fork(program("scale-window.ts"), [folder, String(hosts * containers), String(idle)], {
    execArgv: ["--expose-gc", ...loader],
  });
  const [measures] = (await once(window, "message")) as [ScaleMeasures];
  await once(window, "exit");
  return measures;
}
