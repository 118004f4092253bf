import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** The tests look at what users get: the bundles and the packaged extension. False: a build failed (it says why). */
export function buildEverything(top: string): boolean {
  const steps: readonly (readonly string[])[] = [["test/build.ts"], ["test/package.ts", "--no-image"]];
  for (const [program = "", ...args] of steps) {
    if (!existsSync(join(top, program))) continue;
    const { status } = spawnSync(process.execPath, ["--import", "tsx", program, ...args], {
      cwd: top,
      stdio: "inherit",
    });
    if (status !== 0) return false;
  }
  return true;
}
