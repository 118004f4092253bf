// npm test: gets the lab ready, runs all tests (or those whose path holds one of the arguments), stops everything.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildEverything } from "./lab/build-everything.ts";
import { keptLogs } from "./lab/kept-logs.ts";
import { prepareParts } from "./lab/missing-parts.ts";
import { missingVariable } from "./lab/parts.ts";
import { reapLeftovers } from "./lab/reap.ts";
import { supervise } from "./lab/supervise.ts";
import { readTally, type Tally, tallyVariable } from "./lab/tally.ts";

const top = fileURLToPath(new URL("..", import.meta.url));
const args = process.argv.slice(2).filter((arg) => arg !== "--no-install");
const install = args.length === process.argv.length - 2;
const filters = args.filter((arg) => !arg.startsWith("-"));
const say = (line: string) => console.log(line);

async function run(scratch: string): Promise<number> {
  await reapLeftovers(say);
  await rm(keptLogs, { recursive: true, force: true });
  const wantsVsCode = filters.length === 0 || filters.some((filter) => filter.includes("vscode"));
  const missing = await prepareParts({ install, later: wantsVsCode ? [] : ["vscode"], say });
  if (!buildEverything(top)) return conclude({ passed: 0, failed: 1, skipped: [] }, 1);

  const tally = join(scratch, "tally.json");
  const exitCode = await supervise(process.execPath, {
    args: ["node_modules/vitest/vitest.mjs", "run", "--config", "test/vitest.config.ts", ...args],
    cwd: top,
    env: { ...process.env, [missingVariable]: JSON.stringify(missing), [tallyVariable]: tally },
  });
  return conclude(readTally(tally) ?? { passed: 0, failed: 1, skipped: [] }, exitCode);
}

/** Machines read the last line. */
function conclude({ passed, failed, skipped }: Tally, exitCode: number): number {
  const strict = process.env.CI === "true";
  if (skipped.length > 0) {
    say(`\nSkipped${strict ? " (a failure, since CI=true)" : ""}:`);
    for (const name of skipped) say(`  ${name}`);
  }
  say(`\n${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  return exitCode !== 0 || failed > 0 || (strict && skipped.length > 0) ? exitCode || 1 : 0;
}

const scratch = await mkdtemp(join(tmpdir(), "quayside-test-run-"));
try {
  process.exitCode = await run(scratch);
} finally {
  await rm(scratch, { recursive: true });
}
