import { spawn } from "node:child_process";
import { once } from "node:events";

/**
 * Runs the work while no other process of this machine holds the same file's lock. It is the kernel's lock (by the
 * program flock), so it ends with its holder, however that ends: nothing is ever stale.
 */
export async function withMachineLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const holder = spawn("flock", [file, "sh", "-c", "echo locked; exec cat"], {
    stdio: ["pipe", "pipe", "inherit"],
    // Not in our group: Ctrl-C would end it before the work that it guards.
    detached: true,
  });
  const ended = once(holder, "exit");
  const locked = await Promise.race([once(holder.stdout, "data").then(() => true), ended.then(() => false)]);
  if (!locked) throw new Error(`flock can't lock ${file}`);
  try {
    return await work();
  } finally {
    holder.stdin.end();
    await ended;
  }
}
