import { spawn } from "node:child_process";
import { once } from "node:events";
import { reapLeftovers } from "./reap.ts";

export interface Supervised {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

const patienceMs = 20_000;

/**
 * Runs the tests' process to its end and then stops whatever it left. On Ctrl-C (and the like) it may close its
 * engines in order first; it has a group of its own so that the terminal's signal doesn't reach its workers too.
 */
export async function supervise(program: string, { args, cwd, env }: Supervised): Promise<number> {
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "inherit", "inherit"], detached: true });
  const killGroup = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    } catch {
      // All of it is gone.
    }
  };
  let interrupted = false;
  const interrupt = () => {
    if (interrupted) return killGroup();
    interrupted = true;
    console.log("\nStopping (once more: at once) …");
    child.kill("SIGINT");
    setTimeout(killGroup, patienceMs).unref();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, interrupt);
  try {
    const [code] = (await once(child, "exit")) as [number | null];
    killGroup();
    await reapLeftovers(() => {});
    return interrupted ? 130 : (code ?? 1);
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
  }
}
