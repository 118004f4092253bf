import { chmod, stat } from "node:fs/promises";
import { StoreUnusable } from "@quayside/core/errors/errors.ts";
import { errorCode, type StorageProblem, unusable } from "@quayside/core/storage/storage-problem.ts";

/**
 * Takes a file that holds secrets away from other users where they may read or write it, and reports that. Rejects
 * with StoreUnusable where that can't be done. Windows has no such modes: there the folder's own rights hold.
 */
export async function keepToOwner(path: string, report: (problem: StorageProblem) => void): Promise<void> {
  if (process.platform === "win32") return;
  let mode: number;
  try {
    mode = (await stat(path)).mode & 0o777;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return;
    throw unusable(path, "read", error);
  }
  if ((mode & 0o077) === 0) return;
  try {
    await chmod(path, 0o600);
  } catch (cause) {
    throw new StoreUnusable(`${path} is open to other users, and that can’t be changed: make it yours alone.`, {
      cause,
    });
  }
  const sentence = `${path} was open to other users (mode ${mode.toString(8)}). Now it is not; whoever copied it has what it holds.`;
  report({ path, sentence });
}
