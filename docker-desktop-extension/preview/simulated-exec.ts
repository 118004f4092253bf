import { type ChildProcess, spawn } from "node:child_process";
import { StringDecoder } from "node:string_decoder";
import type { ExecEvent, ExecOutcome, ExecRequest } from "./port-messages.ts";

/** What there is to run, and where. */
export interface Container {
  /** False for a program that isn't in it. */
  readonly has: (request: ExecRequest) => boolean;
  /** What comes before each command, so that it runs in there; nothing where it runs right here. */
  readonly enter: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface StreamOptions {
  /** Cuts the output in pieces of up to so many bytes, in mid-character too. */
  readonly cut: boolean;
  readonly emit: (event: ExecEvent) => void | Promise<void>;
}

/** Docker Desktop's `exec`. What was started ends with SIGTERM when its signal aborts. */
export class SimulatedExec {
  readonly #container: Container;

  constructor(container: Container) {
    this.#container = container;
  }

  /** With `stream`: no shell, no input. Resolves when the command has ended and its output is handed over. */
  async stream(request: ExecRequest, { cut, emit }: StreamOptions, signal: AbortSignal): Promise<void> {
    if (!this.#container.has(request)) {
      await emit({ stderr: `exec: "${request.command}": executable file not found in $PATH\n` });
      await emit({ close: 127 });
      return;
    }
    const [program = "", ...args] = [...this.#container.enter, request.command, ...request.args];
    const child = this.#spawn(program, args, request, false, signal);
    const ended = exit(child);
    const hand = async (name: "stdout" | "stderr"): Promise<void> => {
      const pieces = cut
        ? cutAnywhere(child[name] ?? [])
        : request.splitOutputLines
          ? splitLines(child[name] ?? [])
          : decoded(child[name] ?? []);
      for await (const piece of pieces) await emit(name === "stdout" ? { stdout: piece } : { stderr: piece });
    };
    await Promise.all([hand("stdout"), hand("stderr")]);
    const { code, error } = await ended;
    if (error !== undefined) await emit({ error: error.message });
    await emit({ close: code });
  }

  /** Without: the joined text goes through a shell (extensions-sdk#303). */
  async whole(request: ExecRequest, signal: AbortSignal): Promise<ExecOutcome> {
    const cmd = [request.command, ...request.args].join(" ");
    if (!this.#container.has(request)) {
      return { cmd, code: 127, killed: false, stdout: "", stderr: `sh: ${request.command}: not found\n` };
    }
    const child = this.#spawn([...this.#container.enter, cmd].join(" "), [], request, true, signal);
    const output = { stdout: "", stderr: "" };
    child.stdout?.setEncoding("utf8").on("data", (piece: string) => (output.stdout += piece));
    child.stderr?.setEncoding("utf8").on("data", (piece: string) => (output.stderr += piece));
    const { code, signal: killer } = await exit(child);
    return { cmd, code, killed: killer !== undefined, ...(killer === undefined ? {} : { signal: killer }), ...output };
  }

  #spawn(
    command: string,
    args: readonly string[],
    { cwd, env }: ExecRequest,
    shell: boolean,
    signal: AbortSignal,
  ): ChildProcess {
    const surroundings = { ...this.#container.env, ...env };
    const child = spawn(command, args, {
      cwd: cwd ?? this.#container.cwd,
      env: surroundings,
      stdio: ["ignore", "pipe", "pipe"],
      shell,
    });
    const end = () => child.kill("SIGTERM");
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
    child.once("close", () => signal.removeEventListener("abort", end));
    return child;
  }
}

interface Exit {
  readonly code: number;
  readonly signal?: NodeJS.Signals;
  readonly error?: Error;
}

function exit(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: 127, error }));
    child.once("close", (code, signal) => resolve({ code: code ?? 143, ...(signal === null ? {} : { signal }) }));
  });
}

async function* decoded(output: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder("utf8");
  for await (const chunk of output) yield decoder.write(chunk);
}

async function* splitLines(output: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of decoded(output)) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}

/** Each piece is decoded by itself, so that a character that was cut becomes two that nobody wrote. */
async function* cutAnywhere(output: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<string> {
  let size = 1;
  for await (const chunk of output) {
    for (let at = 0; at < chunk.length; at += size) {
      size = ((size * 31 + 7) % 2999) + 1;
      yield chunk.toString("utf8", at, at + size);
    }
  }
}
