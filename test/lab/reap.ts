import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { processesOfCgroup, removeCgroup, thawCgroup } from "./cgroups.ts";
import { run } from "./commands.ts";
import { removeNetwork } from "./engine-network.ts";
import { labEnvironment, labFolders, machineLockFile, readRecords } from "./lab-folder.ts";
import { withMachineLock } from "./machine-lock.ts";
import { isAlive, processesWithEnvironment, signalExactly } from "./process-identity.ts";
import { until } from "./waiting.ts";

/** Removes all that was made for one lab folder, the folder last, so that a crash in between can be made good. */
export async function dismantle(folder: string): Promise<void> {
  await until(() => killAll(folder) === 0, { what: `the processes of ${folder} to end`, withinMs: 30_000 });
  for (const entry of readRecords(folder)) {
    if (entry.kind === "network") await removeNetwork(folder, entry.number);
    if (entry.kind === "cgroup") await untilRemoved(entry.name);
  }
  await unmountAll(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Dismantles what runs that are over left behind; says and gives which folders. Running labs are not touched. */
export async function reapLeftovers(say: (line: string) => void): Promise<string[]> {
  if (process.platform !== "linux") return [];
  return await withMachineLock(machineLockFile, async () => {
    const reaped: string[] = [];
    for (const folder of labFolders().filter(isOrphan)) {
      try {
        await dismantle(folder);
        reaped.push(folder);
        say(`Removed what an earlier run left: ${folder}`);
      } catch (error) {
        say(`Could not remove what an earlier run left: ${folder} (${String(error)})`);
      }
    }
    return reaped;
  });
}

function isOrphan(folder: string): boolean {
  const owner = readRecords(folder).find((entry) => entry.kind === "owner");
  if (owner !== undefined) return !isAlive(owner);
  // Its maker may be about to write its name.
  return Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > 60_000;
}

/** How many were still there to be killed. */
function killAll(folder: string): number {
  const records = readRecords(folder);
  const groups = records.flatMap((entry) => (entry.kind === "cgroup" ? [entry.name] : []));
  for (const name of groups) thawCgroup(name, (file, text) => writeFileSync(file, text));
  const [entry = ""] = Object.entries(labEnvironment(folder)).map(([name, value]) => `${name}=${value}`);
  const processes = [
    ...records.flatMap((record) => (record.kind === "process" ? [record] : [])),
    ...processesWithEnvironment(entry),
    ...groups.flatMap(processesOfCgroup),
  ];
  return processes.filter((found) => found.pid !== process.pid && signalExactly(found, "SIGKILL")).length;
}

async function untilRemoved(cgroup: string): Promise<void> {
  const removed = () => {
    try {
      removeCgroup(cgroup);
      return true;
    } catch {
      return false;
    }
  };
  // A group stays busy for an instant after its last process is gone.
  await until(removed, { what: `cgroup ${cgroup} to be removable` });
}

async function unmountAll(folder: string): Promise<void> {
  const points = readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .map((line) => line.split(" ")[4] ?? "")
    .filter((point) => point.startsWith(`${folder}/`));
  for (const point of points.reverse()) await run("umount", ["--lazy", point]);
}
