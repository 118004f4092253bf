import { spawnSync } from "node:child_process";

/**
 * The tests look at what users get: the bundles and the packaged extension. By the commands that the README gives.
 * False: one failed (it says why).
 */
export function buildEverything(top: string): boolean {
  return ["build", "package"].every((script) => {
    const { status } = spawnSync("npm", ["run", script], { cwd: top, stdio: "inherit" });
    return status === 0;
  });
}
