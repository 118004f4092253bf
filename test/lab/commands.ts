import { execFile } from "node:child_process";

export interface CommandOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly signal?: AbortSignal;
  readonly input?: string | Buffer;
}

/** Runs a short-lived program to its end and gives its output; a failure carries what it printed. */
export function run(program: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { input, ...rest } = options;
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { ...rest, maxBuffer: 256 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(failed(program, args, error, stderr.trim() || stdout.trim().slice(-2000)));
    });
    // A program that ends early closes its input; its exit code tells more than the broken pipe.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}

function failed(program: string, args: readonly string[], error: Error, output: string): Error {
  return new Error(`${program} ${args.join(" ")}: ${output || error.message}`, { cause: error });
}
