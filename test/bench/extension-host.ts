import { readdirSync, readFileSync } from "node:fs";

/** Pids of the extension hosts that run for this lab. */
export function extensionHosts(labFolder: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return (
          readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--type=extensionHost") &&
          readFileSync(`/proc/${pid}/environ`, "utf8").includes(`QUAYSIDE_LAB_FOLDER=${labFolder}`)
        );
      } catch {
        return false; // it ended between the listing and the reading
      }
    })
    .map(Number);
}

/** Megabytes that a process holds alone: its private pages, which is what it costs. */
export function privateMegabytes(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const kilobytes = ["Private_Clean", "Private_Dirty"].map((field) =>
    Number(new RegExp(`${field}:\\s+(\\d+)`).exec(rollup)?.[1]),
  );
  return kilobytes.reduce((sum, value) => sum + value, 0) / 1024;
}
