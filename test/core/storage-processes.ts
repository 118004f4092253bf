import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { corePlugins } from "../../core/esbuild-plugin.ts";

/** A folder of its own for a test. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "quayside-storage-"));
}

/** Bundles a script beside this file, so that a process of plain Node starts in a few hundredths of a second. */
export async function bundleScript(name: string, folder: string): Promise<string> {
  const outfile = join(folder, name.replace(/\.ts$/, ".cjs"));
  await build({
    entryPoints: [fileURLToPath(new URL(name, import.meta.url))],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs", // as VS Code's bundle; write-file-atomic asks for __filename
    plugins: corePlugins,
    logLevel: "error",
  });
  return outfile;
}

/** A process that plays another window: it answers each message with one. */
export class Window {
  readonly #child: ChildProcess;

  constructor(script: string, ...args: string[]) {
    this.#child = fork(script, args, { execArgv: [] });
  }

  ask<Answer>(message: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const ended = () => reject(new Error(`The window ended when it was asked to ${message}.`));
      this.#child.once("exit", ended);
      this.#child.once("message", (answer) => {
        this.#child.off("exit", ended);
        resolve(answer as Answer);
      });
      this.#child.send(message);
    });
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill("SIGKILL");
    await once(this.#child, "exit");
  }
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
