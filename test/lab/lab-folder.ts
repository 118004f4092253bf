import { appendFileSync, lstatSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { identityOf, type ProcessIdentity } from "./process-identity.ts";

const prefix = "quayside-lab-";

/** Serialises, over all runs on this machine, the handing out of network numbers and the reaping. */
export const machineLockFile = join(tmpdir(), "quayside-lab.lock");

/** What the lab made that outlives a crash. Written down before or in the instant it is made. */
export type LabRecord =
  | ({ readonly kind: "owner" } & ProcessIdentity)
  | ({ readonly kind: "process"; readonly command: string } & ProcessIdentity)
  | { readonly kind: "network"; readonly number: number }
  | { readonly kind: "cgroup"; readonly name: string }
  | { readonly kind: "socket"; readonly path: string };

export function makeLabFolder(): string {
  const owner = identityOf(process.pid);
  if (owner === undefined) throw new Error("the lab needs Linux's /proc");
  const folder = mkdtempSync(join(tmpdir(), prefix));
  record(folder, { kind: "owner", ...owner });
  return folder;
}

export function record(folder: string, entry: LabRecord): void {
  appendFileSync(join(folder, "records.jsonl"), `${JSON.stringify(entry)}\n`);
}

export function readRecords(folder: string): LabRecord[] {
  let text: string;
  try {
    text = readFileSync(join(folder, "records.jsonl"), "utf8");
  } catch {
    return [];
  }
  // Only this file's own writer wrote it (the folder is this user's, mode 0700); a torn last line is left out.
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as LabRecord);
}

/** The lab folders of this user. Others' folders and links are not believed, whatever their names. */
export function labFolders(): string[] {
  return readdirSync(tmpdir())
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(tmpdir(), name))
    .filter((path) => {
      const stat = lstatSync(path, { throwIfNoEntry: false });
      // A lab may let others pass through, never read or write.
      return stat?.isDirectory() === true && stat.uid === process.getuid?.() && (stat.mode & 0o066) === 0;
    });
}

/** Every process that the lab starts carries this, and hands it down. */
export function labEnvironment(folder: string): { readonly QUAYSIDE_LAB_FOLDER: string } {
  return { QUAYSIDE_LAB_FOLDER: folder };
}
