import { mkdirSync, readFileSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Lab } from "./lab.ts";
import { until } from "./waiting.ts";

/** A disk of its own, in memory, that can be filled to the last byte. */
export interface SmallDisk {
  readonly folder: string;
  /** Nothing more fits on it, until `free`. */
  fill(): Promise<void>;
  free(): Promise<void>;
}

/** `kilobytes`: its size. No other process sees it: it is mounted in a namespace, and reached by who holds that. */
export async function startSmallDisk(lab: Lab, name: string, kilobytes: number): Promise<SmallDisk> {
  const mountPoint = join(lab.folder, name);
  mkdirSync(mountPoint);
  const script = 'mount -t tmpfs -o "size=$2k,mode=700" none "$1" && echo mounted && exec sleep infinity';
  const logFile = join(lab.folder, `${name}.log`);
  const holder = lab.startProcess({
    command: "unshare",
    args: ["--mount", "sh", "-c", script, "sh", mountPoint, String(kilobytes)],
    logFile,
  });
  await until(() => readFileSync(logFile, "utf8").includes("mounted"), { what: "the small disk" });
  const folder = `/proc/${holder.pid}/root${mountPoint}`;
  const ballast = join(folder, "ballast");
  return {
    folder,
    async fill() {
      const file = await open(ballast, "a");
      try {
        for (const size of [4096, 1]) await fillBy(size, (bytes) => file.appendFile(bytes));
      } finally {
        await file.close();
      }
    },
    free: () => rm(ballast),
  };
}

async function fillBy(size: number, append: (bytes: Buffer) => Promise<void>): Promise<void> {
  try {
    for (;;) await append(Buffer.alloc(size));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
}
