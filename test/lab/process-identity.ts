import { readdirSync, readFileSync } from "node:fs";

/** A process that can't be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since boot (field 22 of /proc/PID/stat). */
  readonly startTime: string;
  /** Start times begin anew at each boot. */
  readonly boot: string;
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(`/proc/${path}`, "utf8");
  } catch {
    return undefined;
  }
}

/** undefined when there is no such process, or when it is a zombie that only waits for its parent. */
export function startTimeOf(pid: number): string | undefined {
  const stat = readProc(`${pid}/stat`);
  if (stat === undefined) return undefined;
  // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return state === "Z" || state === "X" ? undefined : fields[18];
}

export function identityOf(pid: number): ProcessIdentity | undefined {
  const startTime = startTimeOf(pid);
  return startTime === undefined ? undefined : { pid, startTime, boot: bootId() };
}

export function isAlive({ pid, startTime, boot }: ProcessIdentity): boolean {
  return boot === bootId() && startTimeOf(pid) === startTime;
}

/** Sends the signal unless the number belongs to another process by now. False: the process is gone. */
export function signalExactly(process_: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isAlive(process_)) return false;
  try {
    return process.kill(process_.pid, signal);
  } catch {
    return false;
  }
}

/** The processes whose environment has exactly this entry: what the lab started, and what those started in turn. */
export function processesWithEnvironment(entry: string): ProcessIdentity[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && readProc(`${name}/environ`)?.split("\0").includes(entry))
    .flatMap((name) => identityOf(Number(name)) ?? []);
}

export function bootId(): string {
  return readProc("sys/kernel/random/boot_id")?.trim() ?? "unknown";
}
