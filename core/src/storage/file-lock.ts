import type { BigIntStats } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import lockfile from "proper-lockfile";
import { StoreUnusable } from "../errors/errors.ts";
import { delay, throwIfAborted } from "../lifetime/abort.ts";
import { errorCode, unusable } from "./storage-problem.ts";

/** A holder renews its lock each second; one that has not for so many milliseconds was killed. */
const staleAfter = 5_000;
/** A window that holds the lock for so many milliseconds and still renews it hangs. */
const giveUpAfter = 30_000;

export interface HeldLock {
  /**
   * Whether the lock is still ours. It may not be: the process was stopped for longer than a lock lives, or two windows
   * cleared one dead lock at once (proper-lockfile removes what it finds stale by name, and that may be the new one).
   */
  stillOurs(): Promise<boolean>;
  release(): Promise<void>;
}

/** Waits for the lock beside `path` (the folder `path.lock`), across processes. Locks of killed processes are recovered. */
export async function acquireLock(path: string, signal: AbortSignal): Promise<HeldLock> {
  const started = performance.now();
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch((cause) => {
    throw unusable(dirname(path), "made", cause);
  });
  for (;;) {
    throwIfAborted(signal);
    try {
      return await tryLock(path);
    } catch (error) {
      if (errorCode(error) !== "ELOCKED") throw unusable(`${path}.lock`, "taken", error);
    }
    if (performance.now() - started > giveUpAfter) {
      throw new StoreUnusable(`${path} is held by another window that does not let go of it. Close that window.`);
    }
    await delay(5 + Math.random() * 20, signal);
  }
}

/** The lock, where nobody holds it now; undefined where somebody does. */
export async function takeFreeLock(path: string): Promise<HeldLock | undefined> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return await tryLock(path);
  } catch (error) {
    if (errorCode(error) === "ELOCKED") return undefined;
    throw unusable(`${path}.lock`, "taken", error);
  }
}

async function tryLock(path: string): Promise<HeldLock> {
  const release = await lockfile.lock(path, {
    realpath: false,
    stale: staleAfter,
    update: 1_000,
    // The default throws where nobody can catch it. Who holds the lock asks stillOurs() before he writes.
    onCompromised: () => {},
  });
  const mine = await identity(path);
  const stillOurs = async () => mine !== undefined && (await identity(path)) === mine;
  return {
    stillOurs,
    async release() {
      // Releasing removes the folder by name: one that was taken over must stay for who has it now.
      if (await stillOurs()) await release();
    },
  };
}

/** Which folder stands at the lock's name. The inode alone is not enough: ext4 gives a freed one out again. */
async function identity(path: string): Promise<string | undefined> {
  const found = await stat(`${path}.lock`, { bigint: true }).catch((error): BigIntStats | undefined => {
    if (errorCode(error) === "ENOENT") return undefined;
    throw unusable(`${path}.lock`, "read", error);
  });
  return found && `${found.ino}:${found.birthtimeNs}`;
}
