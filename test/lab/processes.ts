import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { labEnvironment, record } from "./lab-folder.ts";
import { identityOf, isAlive, type ProcessIdentity, signalExactly } from "./process-identity.ts";
import { until } from "./waiting.ts";

export interface ProcessStart {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Where its output goes. */
  readonly logFile: string;
}

/** A long-lived process that the lab started. It can only ever signal that very process. */
export interface LabProcess extends ProcessIdentity {
  readonly alive: boolean;
  signal(signal: NodeJS.Signals): boolean;
  /** SIGTERM, then SIGKILL for one that doesn't go. */
  stop(graceMs?: number): Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

export function startProcess(labFolder: string, start: ProcessStart): LabProcess {
  const log = openSync(start.logFile, "a");
  const child = spawn(start.command, start.args, {
    cwd: start.cwd,
    env: { ...(start.env ?? process.env), ...labEnvironment(labFolder) },
    stdio: ["ignore", log, log],
    // Its own session: Ctrl-C at the terminal reaches the test run, which then stops everything in order.
    detached: true,
  });
  closeSync(log);
  let failure: Error | undefined;
  child.on("error", (error) => {
    failure = error;
  });
  const identity = child.pid === undefined ? undefined : identityOf(child.pid);
  if (identity === undefined) throw new Error(`${start.command} could not be started`, { cause: failure });
  record(labFolder, { kind: "process", command: start.command, ...identity });
  child.unref();
  return processHandle(identity);
}

function processHandle(identity: ProcessIdentity): LabProcess {
  const gone = (withinMs: number) =>
    until(() => !isAlive(identity), { what: `process ${identity.pid} to end`, withinMs }).then(() => {});
  const handle: LabProcess = {
    ...identity,
    get alive() {
      return isAlive(identity);
    },
    signal: (signal) => signalExactly(identity, signal),
    async kill() {
      if (handle.signal("SIGKILL")) await gone(10_000);
    },
    async stop(graceMs = 10_000) {
      if (!handle.signal("SIGTERM")) return;
      await gone(graceMs).catch(() => handle.kill());
    },
  };
  return handle;
}
