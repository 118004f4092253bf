import { readdirSync, readFileSync } from "node:fs";
import { until } from "./waiting.ts";

/**
 * SIGSTOP to the process. Resolves when each of its threads stands still: the signal is sent at once, but a thread
 * that runs meanwhile may answer one more request.
 */
export async function freezeProcess(pid: number): Promise<void> {
  if (send(pid, "SIGSTOP")) await until(() => standsStill(pid), { what: `process ${pid} to stand still`, everyMs: 2 });
}

export function thawProcess(pid: number): void {
  send(pid, "SIGCONT");
}

function standsStill(pid: number): boolean {
  return orGone(() => readdirSync(`/proc/${pid}/task`).every((thread) => isStopped(`/proc/${pid}/task/${thread}`)));
}

function isStopped(folder: string): boolean {
  return orGone(() => {
    const stat = readFileSync(`${folder}/stat`, "utf8");
    return "TZX".includes(stat.charAt(stat.lastIndexOf(")") + 2));
  });
}

/** True too for what ended by itself meanwhile. */
function orGone(ask: () => boolean): boolean {
  try {
    return ask();
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return true;
    throw error;
  }
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  return orGone(() => {
    process.kill(pid, signal);
    return true;
  });
}
