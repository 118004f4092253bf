import type { ArchiveStat } from "../engine/archive-queries.ts";
import type { FileKind } from "../model/container-file.ts";
import { fileNameBytes } from "./file-name-bytes.ts";
import { versionOf } from "./file-version.ts";

/** The bytes of a path as a URL has them. */
export function encodedPath(path: string): string {
  return [...fileNameBytes(path)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[\w./-]/.test(character) ? character : `%${byte.toString(16).padStart(2, "0")}`;
    })
    .join("");
}

const DIRECTORY = 2 ** 31;
const LINK = 2 ** 27;
const SPECIAL = 2 ** 26 + 2 ** 25 + 2 ** 24 + 2 ** 21 + 2 ** 19;

/** Whether a bit of Go's FileMode is set, which has more bits than JavaScript's operators keep apart from a sign. */
const has = (mode: number, bits: number): boolean => (BigInt(Math.trunc(mode)) & BigInt(bits)) !== 0n;

export function archiveKind({ mode }: Pick<ArchiveStat, "mode">): FileKind {
  if (has(mode, DIRECTORY)) return "directory";
  if (has(mode, LINK)) return "link";
  return has(mode, SPECIAL) ? "other" : "file";
}

/** As Unix has them. */
export function archiveMode({ mode }: Pick<ArchiveStat, "mode">): number {
  const bits = has(mode, 2 ** 23) ? 0o4000 : 0;
  return (
    Number(BigInt(Math.trunc(mode)) & 0o777n) |
    bits |
    (has(mode, 2 ** 22) ? 0o2000 : 0) |
    (has(mode, 2 ** 20) ? 0o1000 : 0)
  );
}

export function archiveTimes({ size, modified }: Pick<ArchiveStat, "size" | "modified">): {
  readonly modified: number;
  readonly version: string;
} {
  const milliseconds = Date.parse(modified.replace(/\.\d+/, ""));
  const seconds = Number.isNaN(milliseconds) ? 0 : Math.floor(milliseconds / 1000);
  const nanos = (/\.(\d{1,9})/.exec(modified)?.[1] ?? "").padEnd(9, "0");
  return { modified: seconds * 1000 + Math.floor(Number(nanos) / 1e6), version: versionOf({ size, seconds, nanos }) };
}
