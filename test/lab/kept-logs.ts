import type { Dirent } from "node:fs";
import { copyFile, mkdir, readdir } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** What engines and VS Code logged, kept for whoever looks into a failure. Each run begins anew. */
export const keptLogs = fileURLToPath(new URL("../out/lab-logs", import.meta.url));

export async function keepLogs(labFolder: string, name: string = basename(labFolder)): Promise<void> {
  for (const log of await logsUnder(labFolder)) {
    const kept = join(keptLogs, name, log);
    await mkdir(dirname(kept), { recursive: true });
    await copyFile(join(labFolder, log), kept);
  }
}

/** dockerd.log beside each engine's data; each VS Code's own. Not the containers' logs deep in the data. */
async function logsUnder(labFolder: string): Promise<string[]> {
  const logs: string[] = [];
  for (const { name: part } of await folders(labFolder)) {
    const entries = await readdir(join(labFolder, part), { withFileTypes: true });
    logs.push(
      ...entries.filter((entry) => entry.isFile() && entry.name.endsWith(".log")).map(({ name }) => join(part, name)),
    );
    const vscode = join(part, "user-data", "logs");
    const deep = await readdir(join(labFolder, vscode), { recursive: true, withFileTypes: true }).catch(() => []);
    logs.push(
      ...deep.filter((entry) => entry.isFile()).map((entry) => join(relative(labFolder, entry.parentPath), entry.name)),
    );
  }
  return logs;
}

async function folders(path: string): Promise<Dirent[]> {
  return (await readdir(path, { withFileTypes: true })).filter((entry) => entry.isDirectory());
}
