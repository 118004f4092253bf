// Runs one of the project's TypeScript programs on a fresh clone with nothing but Node: it installs the
// packages of package-lock.json when they are missing or out of date, then hands over. So it imports
// nothing but Node itself.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const top = dirname(fileURLToPath(import.meta.url));
const [program, ...rest] = process.argv.slice(2);
if (program === undefined) {
  console.error("usage: node run.mjs PROGRAM.ts [arguments]");
  process.exit(2);
}
const [major] = process.versions.node.split(".").map(Number);
if (major < 20) {
  console.error(`Quayside needs Node 20 or newer; this is Node ${process.versions.node}.`);
  process.exit(2);
}

const stamp = join(top, "node_modules", ".quayside-installed");
const wanted = createHash("sha256")
  .update(readFileSync(join(top, "package-lock.json")))
  .digest("hex");
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  console.log("Installing packages from npm …");
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: top,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (npm.status !== 0) {
    console.error("npm could not install the packages (see above). Check the network, then run this again.");
    process.exit(npm.status ?? 1);
  }
  writeFileSync(stamp, wanted);
}

const child = spawn(process.execPath, ["--import", "tsx", join(top, program), ...rest], { cwd: top, stdio: "inherit" });
// The program has the terminal, so Ctrl-C reaches it by itself; other signals are passed on.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
