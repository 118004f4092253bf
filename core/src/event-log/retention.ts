import { open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { headerLine, headerVersion, isSegmentName, segmentVersion } from "./segment-format.ts";

export interface Retention {
  /** Milliseconds since the last event of a segment. */
  readonly age: number;
  /** Of all segments together. */
  readonly bytes: number;
}

const DAY = 86_400_000;

export const usualRetention: Retention = { age: 90 * DAY, bytes: 256 << 20 };

/**
 * Removes segments whose last event is too old, and the oldest where all are too much. `own` is being written; of a
 * newer format nothing is known. What can't be removed now is tried the next time: on Windows somebody may read it.
 */
export async function removeOld(
  folder: string,
  { age, bytes }: Retention,
  { now, own }: { readonly now: number; readonly own: string | undefined },
): Promise<void> {
  const names = (await readdir(folder).catch(() => [])).filter(isSegmentName);
  const segments = await Promise.all(
    names.map(async (name) => {
      const { size = 0, mtimeMs = now } = await stat(join(folder, name)).catch(() => ({}) as Partial<Facts>);
      return { name, size, last: mtimeMs };
    }),
  );
  let kept = 0;
  for (const { name, size, last } of segments.sort((a, b) => b.last - a.last)) {
    kept += size;
    if (name === own || (now - last <= age && kept <= bytes)) continue;
    const path = join(folder, name);
    if (await isNewer(path)) continue;
    await rm(path, { force: true }).catch(() => {});
  }
}

interface Facts {
  readonly size: number;
  readonly mtimeMs: number;
}

async function isNewer(path: string): Promise<boolean> {
  const file = await open(path, "r").catch(() => undefined);
  // Nothing is known of it either.
  if (file === undefined) return true;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4 * headerLine.length), 0, 4 * headerLine.length, 0);
    const [first = ""] = buffer.toString("utf8", 0, bytesRead).split("\n");
    return (headerVersion(first) ?? 0) > segmentVersion;
  } catch {
    // The same.
    return true;
  } finally {
    await file.close();
  }
}
