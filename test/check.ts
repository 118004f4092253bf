// npm run check: types, lint and the boundaries of the house. Says all that is wrong, not just the first.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { findViolations } from "./boundaries/find-violations.ts";
import { readProject } from "./boundaries/project.ts";

interface Outcome {
  readonly name: string;
  readonly ok: boolean;
  readonly output: string;
}

const top = fileURLToPath(new URL("..", import.meta.url));
const modules = join(top, "node_modules");

async function run(name: string, program: string, args: readonly string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [program, ...args], { cwd: top, stdio: ["ignore", "pipe", "pipe"] });
  const exit = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { name, ok: code === 0, output: stdout + stderr };
}

function workspaces(): string[] {
  const { workspaces } = JSON.parse(readFileSync(join(top, "package.json"), "utf8")) as { workspaces: string[] };
  return workspaces.filter((workspace) => existsSync(join(top, workspace, "tsconfig.json")));
}

function boundaries(): Outcome {
  const violations = findViolations(readProject(top));
  return { name: "boundaries", ok: violations.length === 0, output: violations.join("\n") };
}

const tsc = join(modules, "typescript", "bin", "tsc");
const biome = join(modules, "@biomejs", "biome", "bin", "biome");
const outcomes = await Promise.all([
  ...workspaces().map((workspace) => run(`types of ${workspace}`, tsc, ["-p", workspace, "--pretty"])),
  run("lint and format", biome, ["check", "--error-on-warnings", "--max-diagnostics=100", "."]),
  boundaries(),
]);

for (const { name, ok, output } of outcomes) {
  if (!ok) console.error(`\n✗ ${name}\n${output.trimEnd()}`);
}
for (const { name, ok } of outcomes) console.log(`${ok ? "✓" : "✗"} ${name}`);
process.exitCode = outcomes.every(({ ok }) => ok) ? 0 : 1;
