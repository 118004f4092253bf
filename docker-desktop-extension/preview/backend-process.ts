import { type ChildProcess, spawn } from "node:child_process";

export interface BackendProcessOptions {
  /** dist/backend/backend.cjs. */
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
  /** One line for people. */
  readonly say: (line: string) => void;
}

const FIRST_WAIT = 300;
const LONGEST_WAIT = 5000;
const GRACE = 5000;

/** The backend as a process; it is started again when it dies. */
export class BackendProcess {
  readonly #options: BackendProcessOptions;
  #child: ChildProcess | undefined;
  #failures = 0;
  #stopping = false;
  #restart: NodeJS.Timeout | undefined;

  constructor(options: BackendProcessOptions) {
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Resolves when it listens. Rejects with its own last words when it doesn't come up. */
  async start(): Promise<void> {
    const { program, env, say } = this.#options;
    // Its standard input is the line by which it notices that its starter is gone, however that ended.
    const child = spawn(process.execPath, [program], {
      env: { ...env, QUAYSIDE_PARENT: "1" },
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child = child;
    let words = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      words = (words + text).slice(-2000);
      for (const line of text.split("\n")) if (line.trim() !== "") say(`backend: ${line}`);
    });
    await new Promise<void>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", () => reject(new Error(words.trim() || "The backend ended before it was ready.")));
      child.stdout.setEncoding("utf8").on("data", (text: string) => text.includes("ready") && resolve());
    });
    const since = performance.now();
    child.once("exit", (code, signal) => this.#died(signal ?? `code ${code}`, performance.now() - since));
  }

  /** Resolves when it is gone. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restart);
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.stdin?.end();
    const hard = setTimeout(() => child.kill("SIGKILL"), GRACE);
    await gone;
    clearTimeout(hard);
  }

  #died(how: string, lived: number): void {
    if (this.#stopping) return;
    this.#failures = lived > 10_000 ? 1 : this.#failures + 1;
    this.#options.say(`The backend has ended (${how}); it is started again.`);
    const wait = Math.min(FIRST_WAIT * 2 ** (this.#failures - 1), LONGEST_WAIT);
    this.#restart = setTimeout(() => {
      this.start().catch((error: Error) => {
        if (!this.#stopping) this.#died(error.message.split("\n").at(-1) ?? "", 0);
      });
    }, wait);
  }
}
