import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { run } from "./commands.ts";
import { withMachineLock } from "./machine-lock.ts";

/** VS Code 1.139.1 with its real workbench and extension host. */
const codeServerVersion = "4.139.1";
/** code-server wants this Node; the npm package of this name brings it as a binary. */
const nodeVersion = "24";

export interface CodeServerProgram {
  readonly node: string;
  readonly entry: string;
}

/** Outside the tree: a fresh clone on the same machine need not install it again. */
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "quayside-lab");
const installed = join(cache, `code-server-${codeServerVersion}-node-${nodeVersion}`);
const program: CodeServerProgram = {
  node: join(installed, "node", "node_modules", "node", "bin", "node"),
  entry: join(installed, "code-server", "node_modules", "code-server", "out", "node", "entry.js"),
};

/** Installs it from npm where it isn't yet: 600 MB, about two minutes. Two runs at once share one installation. */
export async function installCodeServer(say: (line: string) => void): Promise<CodeServerProgram> {
  if (existsSync(installed)) return program;
  await mkdir(cache, { recursive: true });
  await withMachineLock(join(cache, "install.lock"), async () => {
    if (existsSync(installed)) return;
    await removePartial();
    const start = performance.now();
    say(`Installing code-server ${codeServerVersion} from npm into ${cache} (about two minutes, once) …`);
    const partial = await mkdtemp(join(cache, "partial-"));
    await installInto(partial);
    // Only a whole installation ever has the final name.
    await rename(partial, installed);
    say(`code-server is installed (${Math.round((performance.now() - start) / 1000)} s).`);
  });
  return program;
}

async function installInto(folder: string): Promise<void> {
  const node = join(folder, "node");
  const codeServer = join(folder, "code-server");
  await npmInstall(node, `node@${nodeVersion}`, process.env);
  const bin = join(node, "node_modules", "node", "bin");
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` };
  await npmInstall(codeServer, `code-server@${codeServerVersion}`, env);
  const entry = join(codeServer, "node_modules", "code-server", "out", "node", "entry.js");
  await run(join(bin, "node"), [entry, "--config", join(folder, "config.yaml"), "--version"]);
}

async function npmInstall(folder: string, spec: string, env: NodeJS.ProcessEnv): Promise<void> {
  await mkdir(folder);
  await writeFile(join(folder, "package.json"), '{ "private": true }\n');
  // `npm test` tells its children about its project and its Node. Inherited, code-server's install script would take
  // that Node (npm_config_user_agent) for the one that it runs under.
  const told =
    /^(NODE|INIT_CWD|npm_(package|lifecycle|command|execpath|node_execpath|config_(user_agent|local_prefix)).*)$/;
  const clean = Object.fromEntries(Object.entries(env).filter(([name]) => !told.test(name)));
  await run("npm", ["install", "--no-audit", "--no-fund", "--no-save", spec], { cwd: folder, env: clean });
}

/** What an installation that was broken off left. The lock is held, so nobody works in it. */
async function removePartial(): Promise<void> {
  for (const name of await readdir(cache)) {
    if (name.startsWith("partial-")) await rm(join(cache, name), { recursive: true });
  }
}
